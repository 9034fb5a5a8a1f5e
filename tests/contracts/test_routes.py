"""Every address times every role, compared with the table that was looked at (routes.json)."""

from copy import deepcopy

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.contracts.recorded import Recorded
from tests.contracts.registers import counting
from tests.contracts.scene import FINISHED, RUNNING, a_scene
from tests.contracts.walk import routes

pytestmark = pytest.mark.django_db
ROUTES = routes()
TABLE = Recorded("routes.json")
COUNTS = Recorded("query_counts.json")
EACH = pytest.mark.parametrize("route", ROUTES, ids=str)
METHODS = {True: ("GET", "POST", "PATCH"), False: ("GET", "POST")}
COUNTED = ("guest", "secretary")


@pytest.fixture
def _django_db_helper():
    """Leave out the transaction that pytest-django opens for each test: the scene has its own."""


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the sample records once; each request is undone."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("documents")
    with override_settings(DOCUMENT_ROOT=folder), django_db_blocker.unblock():
        try:
            with transaction.atomic():
                yield a_scene()
                transaction.set_rollback(True)
        finally:
            connection.close()


def ask(client, method, url):
    """Send a request and undo what it did, cookies included; give how it was answered."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.generic(method, url, content_type=CONTENT[method])
        b"".join(answer)
        transaction.set_rollback(True)
    client.cookies = cookies
    where = answer.headers.get("Location", "")
    return "sign in" if where.startswith("/masuk/?") else str(answer.status_code)


CONTENT = {"GET": "", "POST": "application/x-www-form-urlencoded", "PATCH": "application/json"}


def years_of(route):
    """Give the years to try: both where the address has one."""
    return (FINISHED, RUNNING) if "year" in route.parameters else (RUNNING,)


def outcomes(scene, route):
    """Give, by method and year, who gets which answer; methods that it does not know are left out.

    The doors, open to everyone, are only looked at: what they do is tried by tests of their own.
    """
    found = {}
    for method in METHODS[route.is_api]:
        if found and route.who.startswith("public"):
            break
        for year in years_of(route) if method == "GET" else (RUNNING,):
            url = route.url(scene.at(year))
            if ask(scene.people["secretary"], method, url) == "405":
                break
            by_answer = {}
            for name, client in scene.people.items():
                by_answer.setdefault(ask(client, method, url), []).append(name)
            when = f" {year}" if "year" in route.parameters else ""
            found[f"{method}{when}"] = {
                code: "everyone" if len(names) == len(scene.people) else " ".join(names)
                for code, names in sorted(by_answer.items())
            }
    return found


@EACH
def test_every_route_says_who_may_use_it(route):
    assert route.who or route.is_api


@EACH
def test_every_route_answers_each_role_as_the_table_says(route, scene):
    found = outcomes(scene, route)

    assert found, "nobody can use it in any way"
    assert not [code for row in found.values() for code in row if code.startswith("5")]
    TABLE.agrees(str(route), {"who": route.who or "see the answers below", **found})


@EACH
def test_the_number_of_queries_is_the_recorded_one(route, scene):
    found = {}
    for name in COUNTED:
        for year in years_of(route):
            url = route.url(scene.at(year))
            if ask(scene.people[name], "GET", url) != "200":  # and fill the caches
                continue
            with CaptureQueriesContext(connection) as queries:
                ask(scene.people[name], "GET", url)
            found[f"{name} {year}" if len(years_of(route)) > 1 else name] = len(queries)
    if found:
        COUNTS.agrees(str(route), found)


def test_the_table_names_no_route_that_is_gone():
    TABLE.has_no_more_than({str(route) for route in ROUTES})
    COUNTS.has_no_more_than({str(route) for route in ROUTES} | counting.names())
