"""Changing and closing somebody's account: only by who answers for all of their roles."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from caruban.kernel.accounts.actions import change_user, deactivate, grant, reactivate
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.roles import Role
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import happenings_of, tell
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def unit():
    return a_unit(an_institution(), name="Dinas Kesehatan")


@pytest.fixture
def operator(unit):
    return a_user(Role.OPERATOR, unit.institution, name="Pengelola")


@pytest.fixture
def officer(unit):
    return a_user(Role.OFFICER, unit, name="Petugas")


def test_a_name_and_an_address_are_set(operator, officer):
    change_user(officer, by=operator, name="Petugas Baru", email="baru@contoh.test")

    kept = User.objects.get(pk=officer.pk)
    assert (kept.name, kept.email) == ("Petugas Baru", "baru@contoh.test")
    assert tell(happenings_of(kept).get()) == "Pengelola mengubah akun Petugas Baru."


def test_the_former_address_opens_the_account_no_more(operator, officer):
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)

    change_user(officer, by=operator, email="baru@contoh.test")

    assert not EmailAddress.objects.filter(user=officer).exists()


def test_a_taken_address_is_refused(operator, officer):
    with pytest.raises(ValidationError):
        change_user(officer, by=operator, email=operator.email.upper())


@pytest.mark.parametrize("field", ["password", "is_system", "is_active", "language"])
def test_nothing_else_of_an_account_is_set(operator, officer, field):
    with pytest.raises(Refused) as refusal:
        change_user(officer, by=operator, **{field: "x"})

    assert refusal.value.field == field


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.LEADER])
def test_only_an_operator_changes_accounts(unit, officer, role):
    with pytest.raises(PermissionDenied):
        change_user(officer, by=a_user(role, unit.institution), name="Lain")


def test_the_operator_of_another_institution_does_not(officer):
    with pytest.raises(PermissionDenied):
        change_user(officer, by=a_user(Role.OPERATOR, an_institution()), name="Lain")


def test_nobody_takes_over_an_account_that_also_opens_another_place(operator, officer, today):
    grant(an_institution(), by=system(), user=officer, role=Role.ASSESSOR, valid_from=today)

    for change in (
        lambda: change_user(officer, by=operator, email="perebut@contoh.test"),
        lambda: deactivate(officer, by=operator, why="pindah"),
    ):
        with pytest.raises(Refused, match="di luar wewenang"):
            change()

    assert User.objects.get(pk=officer.pk).email == officer.email


def test_a_role_elsewhere_that_begins_tomorrow_counts_already(operator, officer, today):
    grant(an_institution(), by=system(), user=officer, role=Role.ASSESSOR, valid_from=today + DAY)

    with pytest.raises(Refused, match="di luar wewenang"):
        change_user(officer, by=operator, name="Lain")


def test_a_role_elsewhere_that_is_over_does_not(operator, officer, today):
    begun, ended = today - 9 * DAY, today - DAY
    elsewhere = an_institution()
    grant(elsewhere, by=system(), user=officer, role=Role.AUDITOR, valid_from=begun, valid_to=ended)

    change_user(officer, by=operator, name="Lain")

    assert User.objects.get(pk=officer.pk).name == "Lain"


def test_the_operator_of_a_unit_does_not_reach_the_institution(unit, officer):
    of_unit = a_user(Role.OPERATOR, unit)
    leader = a_user(Role.LEADER, unit.institution)

    change_user(officer, by=of_unit, name="Lain")
    with pytest.raises(PermissionDenied):
        change_user(leader, by=of_unit, name="Lain")


def test_the_account_of_the_system_is_nobodys_to_change(operator, unit):
    everywhere = system()
    with pytest.raises(PermissionDenied):
        change_user(everywhere, by=operator, email="sistem@contoh.test")


def test_a_leaver_loses_every_role_and_it_is_told(operator, officer, unit, today):
    grant(unit, by=operator, user=officer, role=Role.WALIDATA, valid_from=today + 30 * DAY)

    deactivate(officer, by=operator, why="Pindah tugas")

    left = User.objects.get(pk=officer.pk)
    assert not left.is_active
    assert not left.memberships.not_over(today).exists()
    assert tell(happenings_of(left).get(name="user.left")) == (
        "Pengelola menonaktifkan akun Petugas: Pindah tugas."
    )


def test_the_next_request_of_a_leaver_is_a_guests(client_of, operator, officer):
    browser = client_of(officer)
    assert browser.get("/kerja/").status_code == 200

    deactivate(officer, by=operator, why="Pindah tugas")

    assert browser.get("/kerja/")["Location"].startswith("/masuk/")
    assert browser.get("/api/v1/assessments").status_code != 200


def test_a_sessions_end_is_real_and_not_only_the_accounts(client_of, operator, officer):
    browser = client_of(officer)
    browser.get("/kerja/")
    deactivate(officer, by=operator, why="Pindah tugas")
    User.objects.filter(pk=officer.pk).update(is_active=True)

    assert browser.get("/kerja/")["Location"].startswith("/masuk/")


def test_who_lost_one_role_is_refused_by_the_next_request(client_of, operator, unit, today):
    from caruban.kernel.accounts.actions import end

    grant(unit, by=system(), user=operator, role=Role.OFFICER, valid_from=today)
    browser = client_of(operator)
    assert browser.get("/operasi/").status_code == 200

    end(operator.memberships.get(role=Role.OPERATOR), by=system(), on=today)

    assert browser.get("/operasi/").status_code == 403


@pytest.mark.parametrize("why", ["", "   "])
def test_an_account_is_closed_with_a_reason(operator, officer, why):
    with pytest.raises(Refused) as refusal:
        deactivate(officer, by=operator, why=why)

    assert refusal.value.field == "why"


def test_nobody_closes_their_own_account_or_a_closed_one(operator, officer):
    with pytest.raises(Refused, match="akun Anda sendiri"):
        deactivate(operator, by=operator, why="bosan")
    deactivate(officer, by=operator, why="pindah")
    with pytest.raises(Refused, match="sudah tidak aktif"):
        deactivate(officer, by=operator, why="pindah")


def test_who_comes_back_gets_the_account_but_no_role(operator, officer, unit, today):
    deactivate(officer, by=operator, why="pindah")

    reactivate(officer, by=operator)

    back = User.objects.get(pk=officer.pk)
    assert back.is_active
    assert back.roles == frozenset()
    grant(unit, by=operator, user=back, role=Role.OFFICER, valid_from=today)
    assert User.objects.get(pk=officer.pk).roles == {Role.OFFICER}
    with pytest.raises(Refused, match="masih aktif"):
        reactivate(officer, by=operator)


def test_a_leaver_who_works_elsewhere_by_now_is_not_opened_from_here(operator, officer, today):
    deactivate(officer, by=operator, why="pindah")
    grant(an_institution(), by=system(), user=officer, role=Role.AUDITOR, valid_from=today)

    with pytest.raises(Refused, match="di luar wewenang"):
        reactivate(officer, by=operator)
