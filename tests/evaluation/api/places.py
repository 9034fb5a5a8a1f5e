"""Addresses of the API."""

from typing import Any

from django.test import Client

from caruban.evaluation.models import Assessment

ROOT = "/api/v1/evaluation/"


def place(assessment: Assessment, what: str) -> str:
    """Give an address about one evaluation."""
    return f"{ROOT}institutions/{assessment.institution.region_code}/years/{assessment.year}/{what}"


def patched(browser: Client, url: str, body: dict[str, Any], version: str | None) -> Any:
    """Send a change, from a version if one is given."""
    headers = {} if version is None else {"If-Match": version}
    return browser.patch(url, body, content_type="application/json", headers=headers)
