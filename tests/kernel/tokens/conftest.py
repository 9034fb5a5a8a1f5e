"""Somebody with a token, and the API as their program calls it."""

from datetime import timedelta

import pytest


@pytest.fixture
def unit(db):
    from tests.factories import a_unit, an_institution

    return a_unit(an_institution())


@pytest.fixture
def officer(unit):
    from tests.factories import a_user

    return a_user("officer", unit, name="Oda Petugas")


@pytest.fixture
def secretary(unit):
    from tests.factories import a_user

    return a_user("secretary", unit.institution)


@pytest.fixture
def operator(unit):
    from tests.factories import a_user

    return a_user("operator", unit.institution)


@pytest.fixture
def make():
    """Give a function that makes a token of somebody: the token and its secret."""
    from django.utils import timezone

    from caruban.kernel.tokens import actions

    def made(user, *scopes, days=30, name="Program"):
        now = timezone.now()
        end = now + timedelta(days=days)
        return actions.make(by=user, name=name, scopes=list(scopes), expires_at=end, now=now)

    return made


@pytest.fixture
def calls():
    """Give a function that gives the API as the holder of a secret calls it."""
    from django.test import Client

    from tests.kernel.registers.api.calling import Caller

    def holder(secret):
        browser = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})
        return Caller(browser)

    return holder
