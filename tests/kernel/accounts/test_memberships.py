"""Roles are given for a period, by somebody else, and end."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from caruban.kernel.accounts.actions import admit, change_membership, end, enrol, grant
from caruban.kernel.accounts.models import Membership, User
from caruban.kernel.accounts.roles import Role
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import happenings_of, tell
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LETTER = {"decree": "800/12/BKPSDM/2026", "reason": "Pejabatnya cuti"}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def unit():
    return a_unit(an_institution(), name="Dinas Kesehatan")


@pytest.fixture
def operator(unit):
    return a_user(Role.OPERATOR, unit, name="Pengelola")


def test_a_granted_role_is_held_and_told(unit, operator, today):
    user = a_user(name="Petugas")

    membership = grant(unit, by=operator, user=user, role=Role.OFFICER, valid_from=today)

    assert user.roles == {Role.OFFICER}
    assert tell(happenings_of(membership).get()) == (
        "Pengelola memberi Petugas peran Petugas perangkat daerah di Dinas Kesehatan."
    )


def test_a_role_is_granted_only_within_ones_reach(operator, today):
    elsewhere, user = a_unit(an_institution()), a_user()

    with pytest.raises(PermissionDenied):
        grant(elsewhere, by=operator, user=user, role=Role.OFFICER, valid_from=today)

    assert not user.memberships.exists()


def test_nobody_gives_a_role_to_themselves(unit, operator, today):
    with pytest.raises(Refused, match="diri sendiri"):
        grant(unit, by=operator, user=operator, role=Role.SECRETARY, valid_from=today)

    assert operator.memberships.count() == 1


@pytest.mark.parametrize("standing", ["plt", "plh"])
def test_an_acting_official_has_a_last_day(unit, operator, today, standing):
    given = {
        "by": operator, "user": a_user(), "role": Role.UNIT_HEAD, "valid_from": today, **LETTER
    }  # fmt: skip

    with pytest.raises(ValidationError) as refusal:
        grant(unit, **given, standing=standing)
    grant(unit, **given, standing=standing, valid_to=today + 90 * DAY)

    assert "Isi tanggal akhir: Plt. dan Plh. selalu berjangka." in refusal.value.messages
    assert given["user"].memberships.get().standing == standing


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.SYSTEM])
def test_nobody_is_made_citizen_or_system(unit, operator, today, role):
    with pytest.raises(ValidationError, match="Peran ini tidak dapat diberikan"):
        grant(unit, by=operator, user=a_user(), role=role, valid_from=today)


def test_a_role_does_not_end_before_it_begins(unit, operator, today):
    with pytest.raises(Refused, match="sesudah tanggal awal") as refusal:
        grant(
            unit,
            by=operator,
            user=a_user(),
            role=Role.OFFICER,
            valid_from=today,
            valid_to=today - DAY,
        )

    assert refusal.value.field == "valid_to"


def test_the_same_role_is_not_held_twice_on_one_day(unit, operator, today):
    user = a_user(Role.OFFICER, unit, since=today - 9 * DAY, until=today)
    again = {"by": operator, "user": user, "role": Role.OFFICER}

    with pytest.raises(Refused, match="sudah memegang peran yang sama"):
        grant(unit, **again, valid_from=today)
    with pytest.raises(Refused, match="sudah memegang peran yang sama"):
        grant(unit, **again, valid_from=today - 30 * DAY, valid_to=today - 9 * DAY)
    grant(unit, **again, valid_from=today + DAY)

    assert user.memberships.count() == 2


def test_the_database_refuses_a_double_role_by_itself(unit, today):
    membership = a_user(Role.OFFICER, unit).memberships.get()
    membership.pk = None
    membership._state.adding = True

    with pytest.raises(IntegrityError, match="membership_is_given_once"), transaction.atomic():
        membership.save()


def test_a_role_ends_with_the_day_before(unit, operator, today):
    user = a_user(Role.OFFICER, unit)

    membership = end(user.memberships.get(), by=operator, on=today)

    assert membership.valid_to == today - DAY
    assert User.objects.get(pk=user.pk).roles == frozenset()
    assert happenings_of(membership).first().name == "membership.ended"


def test_a_role_given_by_mistake_can_be_taken_back_and_given_again(unit, operator, today):
    user = a_user()
    given = {"by": operator, "user": user, "role": Role.OFFICER, "valid_from": today}

    for _time in range(2):
        end(grant(unit, **given), by=operator, on=today)
    grant(unit, **given)

    assert user.roles == {Role.OFFICER}
    assert not Membership.objects.in_force(today - DAY).filter(user=user).exists()


def test_nobody_ends_their_own_role(operator, today):
    with pytest.raises(Refused, match="peran Anda sendiri"):
        end(operator.memberships.get(), by=operator, on=today)

    assert operator.memberships.get().valid_to is None


def test_a_person_is_enrolled_once_however_the_address_is_written(operator):
    enrol(by=operator, email="Sari@contoh.test", name="Sari")

    with pytest.raises(ValidationError) as refusal:
        enrol(by=operator, email="sari@CONTOH.test", name="Sari Lagi")

    assert "Alamat surel ini sudah dipakai." in refusal.value.messages


def test_an_account_without_password_opens_for_nobody(operator):
    user = enrol(by=operator, email="sari@contoh.test", name="Sari")

    assert not user.has_usable_password()


def test_a_weak_password_is_refused(operator):
    with pytest.raises(ValidationError):
        enrol(by=operator, email="sari@contoh.test", name="Sari", password="sari")

    assert not User.objects.filter(email="sari@contoh.test").exists()


def test_only_an_operator_enrols(unit):
    with pytest.raises(PermissionDenied):
        enrol(by=a_user(Role.SECRETARY, unit), email="sari@contoh.test", name="Sari")


def test_a_newcomer_is_enrolled_with_the_role_and_somebody_known_keeps_the_account(
    unit, operator, today
):
    known = a_user(name="Asesor")
    role = {"by": operator, "role": Role.ASSESSOR, "valid_from": today}

    admit(unit, **role, email=known.email.upper(), name="Nama Lain")
    admit(unit, **role, email="baru@contoh.test", name="Orang Baru")

    assert User.objects.get(pk=known.pk).name == "Asesor"
    assert known.roles == {Role.ASSESSOR}
    assert User.objects.get(email="baru@contoh.test").roles == {Role.ASSESSOR}


def test_a_refused_role_leaves_no_account(unit, operator, today):
    with pytest.raises(ValidationError):
        admit(unit, by=operator, email="b@contoh.test", name="B", role="tamu", valid_from=today)

    assert not User.objects.filter(email="b@contoh.test").exists()


def test_the_system_is_one_and_nobody_signs_in_as_it():
    assert system().pk == system().pk
    assert not system().has_usable_password()
    assert system().roles == {Role.SYSTEM}


def test_the_period_of_a_role_is_set(unit, operator, today):
    membership = a_user(Role.OFFICER, unit).memberships.get()

    change_membership(membership, by=operator, valid_to=today + DAY)

    membership.refresh_from_db()
    assert membership.valid_to == today + DAY
    assert happenings_of(membership).first().name == "membership.changed"


@pytest.mark.parametrize("field", ["role", "user", "organisation"])
def test_another_role_or_place_is_another_membership(unit, operator, field):
    membership = a_user(Role.OFFICER, unit).memberships.get()

    with pytest.raises(Refused) as refusal:
        change_membership(membership, by=operator, **{field: None})

    assert refusal.value.field == field


def test_nobody_prolongs_their_own_role(operator, today):
    with pytest.raises(Refused, match="peran Anda sendiri"):
        change_membership(operator.memberships.get(), by=operator, valid_to=today + DAY)


def test_a_changed_period_neither_doubles_a_role_nor_ends_before_it_begins(unit, operator, today):
    user = a_user(Role.OFFICER, unit, since=today - 9 * DAY, until=today)
    later = grant(unit, by=operator, user=user, role=Role.OFFICER, valid_from=today + DAY)

    with pytest.raises(Refused, match="sudah memegang peran yang sama"):
        change_membership(later, by=operator, valid_from=today)
    with pytest.raises(Refused, match="sesudah tanggal awal"):
        change_membership(later, by=operator, valid_to=today)


def test_who_stands_in_stands_in_for_somebody_else_of_the_same_role_and_place(
    unit, operator, today
):
    head = a_user(Role.UNIT_HEAD, unit).memberships.get()
    auditor = a_user(Role.AUDITOR, unit).memberships.get()
    elsewhere = a_user(Role.UNIT_HEAD, a_unit(unit.institution)).memberships.get()
    given = {
        "by": operator, "user": a_user(), "role": Role.UNIT_HEAD, "standing": "plh",
        "valid_from": today, "valid_to": today + DAY, **LETTER,
    }  # fmt: skip

    for wrong in (auditor, elsewhere):
        with pytest.raises(Refused) as refusal:
            grant(unit, **given, on_behalf_of=wrong)
        assert refusal.value.field == "on_behalf_of"
    with pytest.raises(Refused, match="definitif tidak menggantikan"):
        grant(unit, **given | {"standing": "definitive"}, on_behalf_of=head)

    assert grant(unit, **given, on_behalf_of=head).on_behalf_of == head


def test_nobody_stands_in_for_themselves(unit, operator, today):
    head = a_user(Role.UNIT_HEAD, unit, since=today - 9 * DAY, until=today - DAY)
    given = {"valid_from": today, "valid_to": today + DAY, "role": Role.UNIT_HEAD, **LETTER}

    with pytest.raises(Refused, match="orang lain"):
        grant(
            unit,
            by=operator,
            user=head,
            standing="plh",
            on_behalf_of=head.memberships.get(),
            **given,
        )
