from functools import partial

import pytest


@pytest.fixture
def unit():
    from tests.factories import a_unit, an_institution

    return a_unit(an_institution(), "Dinas Mainan")


@pytest.fixture
def officer(unit):
    from caruban.kernel.accounts.roles import Role
    from tests.factories import a_user

    return a_user(Role.OFFICER, unit)


@pytest.fixture
def checked(officer):
    from tests.kernel.registers.imports.importing import looked_at

    return partial(looked_at, by=officer)


@pytest.fixture
def imported(officer):
    from tests.kernel.registers.imports.importing import done

    return partial(done, by=officer)
