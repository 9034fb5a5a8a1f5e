"""Users and memberships as registers: seen by who may, changed by the actions of accounts alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from caruban.kernel.accounts.actions import grant
from caruban.kernel.accounts.models import Membership, User
from caruban.kernel.accounts.registers import MembershipRegister, UserRegister
from caruban.kernel.accounts.roles import Role
from caruban.kernel.errors import Refused
from caruban.kernel.registers import actions
from caruban.kernel.registers.queries import acts_for, rows
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit(an_institution())


@pytest.fixture
def operator(unit):
    return a_user(Role.OPERATOR, unit.institution)


def test_the_system_is_no_user_to_be_listed(operator):
    system()

    assert set(rows(UserRegister, by=operator)) == {operator}


def test_a_user_is_changed_through_the_register_as_by_the_action(operator, unit):
    officer = a_user(Role.OFFICER, unit)

    actions.change(UserRegister, officer, by=operator, values={"name": "Nama Baru"})
    with pytest.raises(Refused):
        actions.change(UserRegister, officer, by=operator, values={"is_active": False})
    grant(
        an_institution(), by=system(), user=officer, role=Role.ASSESSOR,
        valid_from=timezone.localdate(),
    )  # fmt: skip
    with pytest.raises(Refused, match="di luar wewenang"):
        actions.change(UserRegister, officer, by=operator, values={"name": "Lain"})

    assert User.objects.get(pk=officer.pk).name == "Nama Baru"


def test_what_can_be_done_to_an_account_follows_how_it_is(operator, unit):
    officer = a_user(Role.OFFICER, unit)

    alive = [act.name for act in acts_for(UserRegister, officer, by=operator)]
    assert alive == ["deactivate", "reset-guards"]
    officer.is_active = False
    assert [act.name for act in acts_for(UserRegister, officer, by=operator)] == ["reactivate"]


def test_a_role_is_given_and_prolonged_through_the_register(operator, unit):
    today = timezone.localdate()
    given = {
        "user": operator, "organisation": unit, "role": Role.OFFICER, "valid_from": today,
        "valid_to": None, "standing": "definitive", "on_behalf_of": None,
    }  # fmt: skip
    with pytest.raises(Refused, match="diri sendiri"):
        actions.create(MembershipRegister, by=operator, values=given)

    officer = a_user(Role.OFFICER, unit)
    membership = actions.create(
        MembershipRegister, by=operator, values=given | {"user": officer, "role": Role.WALIDATA}
    )
    actions.change(
        MembershipRegister,
        membership,
        by=operator,
        values={"role": Role.WALIDATA, "valid_to": today + timedelta(days=9)},
    )

    assert Membership.objects.get(pk=membership.pk).valid_to == today + timedelta(days=9)


@pytest.mark.parametrize("path", ["pengguna", "keanggotaan"])
def test_the_pages_open_for_an_operator_and_not_for_an_officer(client_of, operator, unit, path):
    officer = a_user(Role.OFFICER, unit)

    assert client_of(operator).get(f"/data/{path}/").status_code == 200
    assert client_of(officer).get(f"/data/{path}/").status_code in {403, 404}
