"""Who leaves is out the same minute: pages, programs, sessions; and finds nothing open again."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from caruban.kernel.accounts.actions import deactivate, end, grant, reactivate
from caruban.kernel.accounts.roles import Role
from caruban.kernel.tokens import actions as tokens
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db

ASKED = "/api/v1/registers/memberships"


@pytest.fixture
def unit():
    return a_unit(an_institution())


@pytest.fixture
def leaver(unit):
    return a_user(Role.AUDITOR, unit)


@pytest.fixture
def program(leaver):
    """Give what a program of the leaver's gets at this moment."""
    now = timezone.now()
    _token, secret = tokens.make(
        by=leaver, name="Program", scopes=["membership:read"], now=now,
        expires_at=now + timedelta(days=7),
    )  # fmt: skip
    browser = Client(headers={"Authorization": f"Bearer {secret}"})
    return lambda: browser.get(ASKED).status_code


def test_a_closed_account_opens_nothing_from_the_next_request_on(leaver, program, client_of):
    desk, phone = client_of(leaver), client_of(leaver)
    assert [desk.get("/plt-plh/").status_code, phone.get("/kerja/").status_code] == [200, 200]
    assert program() == 200

    deactivate(leaver, by=system(), why="Pindah tugas")

    for browser in (desk, phone):
        assert browser.get("/plt-plh/")["Location"].startswith("/masuk/")
    assert program() == 401
    assert not UserSession.objects.filter(user=leaver).exists()


def test_who_comes_back_finds_no_session_and_no_token_open(leaver, program, client_of, unit):
    desk = client_of(leaver)
    desk.get("/kerja/")
    deactivate(leaver, by=system(), why="Pindah tugas")

    reactivate(leaver, by=system())
    grant(unit, by=system(), user=leaver, role=Role.AUDITOR, valid_from=timezone.localdate())

    assert desk.get("/kerja/")["Location"].startswith("/masuk/")
    assert program() == 401


def test_the_sessions_of_who_holds_no_role_end_with_the_account_too(client_of):
    person = a_user()
    desk = client_of(person)
    assert desk.get("/kerja/").status_code == 200

    deactivate(person, by=system(), why="Akun ganda")
    reactivate(person, by=system())

    assert desk.get("/kerja/")["Location"].startswith("/masuk/")


def test_a_role_that_ends_takes_its_rights_from_pages_and_programs(
    leaver, program, client_of, unit
):
    grant(unit, by=system(), user=leaver, role=Role.OFFICER, valid_from=timezone.localdate())
    desk = client_of(leaver)
    assert [desk.get("/plt-plh/").status_code, program()] == [200, 200]

    end(leaver.memberships.get(role="auditor"), by=system(), on=timezone.localdate())

    assert [desk.get("/plt-plh/").status_code, program()] == [403, 403]
    assert desk.get("/kerja/").status_code == 200, "the other role goes on"


def test_the_last_role_takes_the_sessions_with_it(leaver, program, client_of):
    desk = client_of(leaver)
    desk.get("/kerja/")

    end(leaver.memberships.get(), by=system(), on=timezone.localdate())

    assert desk.get("/kerja/")["Location"].startswith("/masuk/")
    assert program() == 403


def test_a_role_that_ends_tomorrow_ends_nothing_today(leaver, client_of):
    desk = client_of(leaver)
    desk.get("/kerja/")

    end(leaver.memberships.get(), by=system(), on=timezone.localdate() + timedelta(days=1))

    assert desk.get("/plt-plh/").status_code == 200
