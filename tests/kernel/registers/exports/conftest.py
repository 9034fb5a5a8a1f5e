import pytest


@pytest.fixture
def unit():
    from tests.factories import a_unit, an_institution

    return a_unit(an_institution(), "Dinas Mainan")


@pytest.fixture
def officer(unit):
    from caruban.kernel.accounts.roles import Role
    from tests.factories import a_user

    return a_user(Role.OFFICER, unit, name="Pak Budi")


@pytest.fixture
def taken(client_of, officer):
    """Give a function that takes an export, and gives its content."""

    def take(kind, by=officer, query="?every_column=1"):
        answer = client_of(by).get(f"/data/mainan/ekspor.{kind}{query}")
        assert answer.status_code == 200, answer.status_code
        return b"".join(answer)

    return take
