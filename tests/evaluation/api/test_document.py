"""The OpenAPI document: kept in docs, true to what is served, refusals included."""

import json
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from caruban.config.api import api
from caruban.kernel.accounts.roles import Role
from caruban.kernel.web.openapi import openapi_document
from tests.evaluation.factories import an_assessment
from tests.factories import a_user, an_institution

KEPT = Path(__file__).parents[3] / "docs" / "openapi.json"
REFUSED = 400


def document():
    return json.loads(json.dumps(openapi_document(api)))


def test_the_kept_document_is_the_present_one():
    kept = json.loads(KEPT.read_text(encoding="utf-8"))

    assert kept == document(), "rewrite it: script/caruban openapi > docs/openapi.json"


def test_every_operation_declares_its_refusals_as_problems():
    operations = [one for path in document()["paths"].values() for one in path.values()]

    assert operations
    for operation in operations:
        refusals = {
            status: answer
            for status, answer in operation["responses"].items()
            if int(status) >= REFUSED
        }
        assert {"404", "405", "422", "429", "500", "503"} <= set(refusals)
        assert {kind for one in refusals.values() for kind in one["content"]} == {
            "application/problem+json"
        }
        assert operation["summary"]
        assert operation["description"]


schema = schemathesis.openapi.from_dict(document())


@pytest.fixture
def secretary(open_connection):
    institution = an_institution(region_code="32.09")
    an_assessment(institution, year=2021, levels=2)
    return a_user(Role.SECRETARY, institution)


@pytest.fixture
def open_connection(db):
    """Keep the test's transaction: outside of Django's client a request ends its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


OPERATIONS = [found.ok() for found in schema.get_all_operations()]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_whatever_is_asked_is_answered_as_declared(operation, secretary):
    browser = Client()
    browser.force_login(secretary)
    token = "t" * 32
    cookies = {name: one.value for name, one in browser.cookies.items()} | {"csrftoken": token}
    app = get_wsgi_application()

    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=HealthCheck)
    @given(case=operation.as_strategy())
    def asked(case):
        if case.path_parameters.get("year", 0) % 2:  # half of them ask about what is there
            case.path_parameters |= {"region": "32.09", "year": 2021}
        case.call_and_validate(
            app=app,
            base_url="http://localhost",
            cookies=cookies,
            headers={"X-CSRFToken": token},
            checks=CHECKS,
        )

    asked()
