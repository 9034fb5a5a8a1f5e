"""Real workers on the database of the tests, to be killed in the midst of a run."""

import pytest

from tests.kernel.jobs.conftest import notes, queue, worker

__all__ = ["notes", "queue", "worker"]  # fixtures


@pytest.fixture
def unit(queue):
    from tests.factories import a_unit, an_institution

    return a_unit(an_institution(), "Dinas Mainan")


@pytest.fixture
def officer(unit):
    from caruban.kernel.accounts.roles import Role
    from tests.factories import a_user

    return a_user(Role.OFFICER, unit)
