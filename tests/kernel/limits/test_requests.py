"""The API counts requests by token, person or address, and refuses in words what is too much."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.utils import timezone

from caruban.kernel.accounts.roles import Role
from caruban.kernel.limits import middleware
from caruban.kernel.limits.models import Spending
from tests.factories import a_unit, a_user, an_institution

pytestmark = pytest.mark.django_db
UNITS = "/api/v1/registers/units"


@pytest.fixture
def officer():
    return a_user(Role.OFFICER, a_unit(an_institution()))


@override_settings(API_GUEST_LIMIT=2)
def test_a_guest_over_the_budget_is_refused_as_a_problem_with_when_to_come_back():
    browser = Client()
    answers = [browser.get(UNITS) for _each in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[0]["RateLimit"] == '"address";r=1'
    assert answers[0]["RateLimit-Policy"] == '"address";q=2;w=60'
    refused = answers[2]
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Retry-After"] in refused.json()["detail"]
    assert refused["RateLimit"] == '"address";r=0'


@override_settings(API_GUEST_LIMIT=1)
def test_addresses_are_counted_apart():
    assert Client().get(UNITS).status_code == 200
    assert Client().get(UNITS).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").get(UNITS).status_code == 200


@override_settings(API_GUEST_LIMIT=1, API_LIMIT=2)
def test_persons_and_tokens_have_budgets_of_their_own(client_of, officer):
    from caruban.kernel.tokens.actions import make

    now = timezone.now()
    end = now + timedelta(days=1)
    _token, secret = make(by=officer, name="x", scopes=["toy:read"], expires_at=end, now=now)
    session, program = client_of(officer), Client(headers={"Authorization": f"Bearer {secret}"})

    for browser in (session, program):
        assert [browser.get(UNITS).status_code for _each in range(3)] == [200, 200, 429]
    assert {one.key.partition(":")[0] for one in Spending.objects.all()} == {"user", "token"}


@override_settings(API_GUEST_LIMIT=2)
def test_wrong_tokens_are_counted_for_the_address_that_sends_them():
    guesser = Client(headers={"Authorization": "Bearer crb_x"})

    assert [guesser.get(UNITS).status_code for _each in range(3)] == [401, 401, 429]


@override_settings(API_LIMIT=30)
def test_a_heavy_operation_counts_for_more(client_of, officer):
    url = "/api/v1/evaluation/institutions/32.09/years/2021/path"
    answer = client_of(officer).post(url, {}, content_type="application/json")

    assert answer["RateLimit"] == '"user";r=10'


def test_pages_and_the_document_are_not_counted(client):
    client.get("/")
    client.get("/api/docs")
    client.get("/api/v1/openapi.json")

    assert not Spending.objects.exists()


def test_a_database_that_cannot_count_is_no_limit(client, monkeypatch, caplog):
    def away(*_arguments, **_named):
        raise OperationalError("gone")

    monkeypatch.setattr(middleware, "spend", away)

    answer = client.get(UNITS)

    assert answer.status_code == 200
    assert "RateLimit" not in answer
    assert "budget of address not asked" in caplog.text
    assert "127.0.0.1" not in caplog.text


def test_counting_costs_one_question(client_of, officer, django_assert_num_queries):
    browser = client_of(officer)
    browser.get(UNITS)

    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        browser.get(UNITS)

    assert sum("limits_spending" in one["sql"] for one in queries) == 1
