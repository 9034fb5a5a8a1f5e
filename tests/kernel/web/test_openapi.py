"""The OpenAPI document: kept in docs, true to what is served, to whoever asks whatever."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import booleans, sampled_from
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from caruban.config.api import api
from caruban.kernel.accounts.roles import Role
from caruban.kernel.tokens.actions import make
from caruban.kernel.tokens.scopes import all_scopes
from caruban.kernel.web.openapi import openapi_document
from tests.evaluation.factories import an_assessment
from tests.factories import a_unit, a_user, an_institution
from tests.toys.factories import a_maker, a_toy

KEPT = Path(__file__).parents[3] / "docs" / "openapi.json"
REFUSED = 400
FEW = 16  # examples of each operation, alike in each run
EXAMPLES = int(os.environ.get("CARUBAN_EXAMPLES", FEW))
CSRF = "t" * 32
CALLERS = ("guest", "officer", "secretary", "program")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def document():
    return json.loads(json.dumps(openapi_document(api)))


def test_the_kept_document_is_the_present_one():
    """The suite has a register of its own; a house without it prints its document."""
    house = {**os.environ, "DJANGO_SETTINGS_MODULE": "caruban.config.settings"}
    command = [sys.executable, "-m", "caruban.config.cli", "openapi"]
    printed = subprocess.run(command, env=house, check=True, capture_output=True, text=True)

    kept = json.loads(KEPT.read_text(encoding="utf-8"))

    assert kept == json.loads(printed.stdout), "script/caruban openapi > docs/openapi.json"
    assert "toys" not in printed.stdout


def test_every_operation_declares_its_refusals_as_problems():
    operations = [one for path in document()["paths"].values() for one in path.values()]

    assert operations
    for operation in operations:
        refusals = {
            status: answer
            for status, answer in operation["responses"].items()
            if int(status) >= REFUSED
        }
        assert {"401", "404", "405", "422", "429", "500", "503"} <= set(refusals)
        assert {kind for one in refusals.values() for kind in one["content"]} == {
            "application/problem+json"
        }
        assert operation["summary"]
        assert operation["description"]


def test_every_change_takes_a_key_and_may_meet_its_first_request():
    changes = [
        operation
        for path in document()["paths"].values()
        for method, operation in path.items()
        if method in ("post", "patch", "put", "delete")
    ]

    assert changes
    for one in changes:
        assert "Idempotency-Key" in {parameter["name"] for parameter in one["parameters"]}
        assert "409" in one["responses"]


def test_every_parameter_and_every_property_says_what_it_means():
    whole = document()
    shapes = {
        name: shape
        for name, shape in whole["components"]["schemas"].items()
        if name.startswith("Toys")
    }
    toys = whole["paths"]["/api/v1/registers/toys"]["get"]["parameters"]

    assert toys
    assert [one["name"] for one in toys if not one.get("description")] == []
    assert shapes
    silent = [
        f"{name}.{field}"
        for name, shape in shapes.items()
        for field, one in shape["properties"].items()
        if "description" not in one
    ]
    assert silent == []


schema = schemathesis.openapi.from_dict(document())
OPERATIONS = [found.ok() for found in schema.get_all_operations()]


@pytest.fixture
def house(open_connection):
    """Give what there is to ask about, by the register that it is in, and who asks."""
    institution = an_institution(region_code="32.09")
    assessment = an_assessment(institution, year=2021, levels=2)
    unit = a_unit(institution)
    people = {role: a_user(role, unit) for role in (Role.OFFICER, Role.SECRETARY)}
    maker = a_maker(unit)
    return {
        "institutions": institution,
        "units": unit,
        "assessments": assessment,
        "instruments": assessment.instrument,
        "makers": maker,
        "toys": a_toy(unit, maker=maker),
        "users": people[Role.OFFICER],
        "memberships": people[Role.OFFICER].memberships.get(),
        **people,
    }


@pytest.fixture
def open_connection(db):
    """Keep the test's transaction: outside of Django's client a request ends its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def credentials(caller, house):
    """Give the cookies and headers of a caller."""
    if caller == "guest":
        return {}, {}
    if caller == "program":
        now = timezone.now()
        _token, secret = make(
            by=house[Role.SECRETARY], name="x", scopes=all_scopes(),
            expires_at=now + timedelta(days=1), now=now,
        )  # fmt: skip
        return {}, {"Authorization": f"Bearer {secret}"}
    browser = Client()
    browser.force_login(house[Role(caller)])
    cookies = {name: one.value for name, one in browser.cookies.items()}
    return cookies | {"csrftoken": CSRF}, {"X-CSRFToken": CSRF}


def brought_home(case, house):
    """Have a case ask about what is there, from the version that is there, for the unit there."""
    asked, headers = case.path_parameters, case.headers or {}
    if "year" in asked:
        case.path_parameters |= {"region": "32.09", "year": 2021}
    if "id" in asked:
        record = house.get(case.path.split("/")[4], house["units"])
        case.path_parameters["id"] = record.pk
    if "If-Match" in headers:
        case.headers["If-Match"] = "*"
    if isinstance(case.body, dict):
        there = {"organisation": house["units"].pk, "maker": house["makers"].pk}
        case.body |= {name: pk for name, pk in there.items() if case.body.get(name)}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_whatever_is_asked_is_answered_as_declared(operation, house):
    """Whoever asks, of what is there or not, with what fits or not: `not_a_server_error` & co.

    Run longer by CARUBAN_EXAMPLES=500, with other cases each time.
    """
    app = get_wsgi_application()
    callers = {caller: credentials(caller, house) for caller in CALLERS}

    @settings(
        max_examples=EXAMPLES, derandomize=EXAMPLES == FEW, deadline=None, database=None,
        suppress_health_check=HealthCheck,
    )  # fmt: skip
    @given(
        case=operation.as_strategy() | operation.as_strategy(GenerationMode.NEGATIVE),
        caller=sampled_from(CALLERS),
        is_home=booleans(),
    )
    def asked(case, caller, is_home):
        if is_home:
            brought_home(case, house)
        cookies, headers = callers[caller]
        case.call_and_validate(
            app=app, base_url="http://localhost", cookies=cookies, headers=headers, checks=CHECKS
        )

    asked()
