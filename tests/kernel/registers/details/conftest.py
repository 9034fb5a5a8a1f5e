import pytest


@pytest.fixture
def unit():
    from tests.factories import a_unit, an_institution

    return a_unit(an_institution(), "Dinas Mainan")


@pytest.fixture
def officer(unit):
    from caruban.kernel.accounts.roles import Role
    from tests.factories import a_user

    return a_user(Role.OFFICER, unit, name="Ani")


@pytest.fixture
def colleague(unit):
    from caruban.kernel.accounts.roles import Role
    from tests.factories import a_user

    return a_user(Role.OFFICER, unit, name="Budi")


@pytest.fixture
def secretary(unit):
    from caruban.kernel.accounts.roles import Role
    from tests.factories import a_user

    return a_user(Role.SECRETARY, unit.institution, name="Citra")


@pytest.fixture
def ani(client_of, officer):
    """Give the browser of the officer."""
    return client_of(officer)


@pytest.fixture
def budi(client_of, colleague):
    """Give the browser of a colleague of the same unit."""
    return client_of(colleague)
