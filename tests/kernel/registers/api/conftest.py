"""A unit with its officer, head and secretary, and the API as each of them calls it."""

import pytest


def member(role, organisation):
    from tests.factories import a_user

    return a_user(role, organisation)


@pytest.fixture
def unit(db):
    from tests.factories import a_unit, an_institution

    return a_unit(an_institution())


@pytest.fixture
def officer(unit):
    return member("officer", unit)


@pytest.fixture
def head(unit):
    return member("unit_head", unit)


@pytest.fixture
def secretary(unit):
    return member("secretary", unit.institution)


@pytest.fixture
def calls(client_of):
    """Give a function that gives the API as somebody calls it; a guest without a name."""
    from django.test import Client

    from tests.kernel.registers.api.calling import Caller

    return lambda user=None: Caller(client_of(user) if user else Client())
