"""Units form a tree in their institution: found, placed, moved, closed."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from caruban.kernel.accounts.roles import Role
from caruban.kernel.actors import Guest
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import happenings_of
from caruban.kernel.organisations.actions import change_details, close, found, move, place
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.organisations.queries import institutions, subtree, units
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db


def fresh(organisation):
    return Organisation.objects.get(pk=organisation.pk)


def names(rows):
    return [row.name for row in rows]


def test_a_unit_hangs_below_its_parent_in_its_institution():
    home = an_institution()
    department = a_unit(home)
    branch = a_unit(department)

    assert department.path == f"{home.path}{department.pk}."
    assert branch.path == f"{department.path}{branch.pk}."
    assert branch.institution == home
    assert set(subtree(department)) == {department, branch}
    assert happenings_of(branch).get().name == "organisation.placed"


def test_a_moved_unit_takes_all_below_it_along():
    home = an_institution()
    first, second = a_unit(home), a_unit(home)
    branch = a_unit(first)
    leaf = a_unit(branch)

    move(branch, by=system(), to=second)

    assert fresh(branch).parent == second
    assert fresh(leaf).path == f"{second.path}{branch.pk}.{leaf.pk}."
    assert set(subtree(fresh(first))) == {first}
    assert set(subtree(fresh(second))) == {second, branch, leaf}


def test_a_unit_is_not_moved_below_itself():
    department = a_unit(an_institution())
    leaf = a_unit(a_unit(department))

    for target in (department, leaf):
        with pytest.raises(Refused, match="dirinya sendiri") as refusal:
            move(department, by=system(), to=target)

    assert refusal.value.field == "parent"
    assert fresh(leaf).path == leaf.path


def test_a_unit_stays_in_its_institution_and_an_institution_where_it_is():
    home, abroad = an_institution(), an_institution()
    unit = a_unit(home)

    with pytest.raises(Refused, match="instansi yang sama"):
        move(unit, by=system(), to=abroad)
    with pytest.raises(Refused, match="tidak dapat dipindahkan"):
        move(home, by=system(), to=unit)

    assert fresh(unit).institution == home


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_circle():
    home = an_institution()
    first, second = a_unit(home), a_unit(home)
    gate, actor, outcomes = Barrier(2), system(), []

    def moving(unit, to):
        gate.wait()
        try:
            move(unit, by=actor, to=to)
            outcomes.append("moved")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    both = [Thread(target=moving, args=pair) for pair in ((first, second), (second, first))]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(outcomes) == ["moved", "refused"]
    assert {fresh(first).path, fresh(second).path} in (
        {first.path, f"{first.path}{second.pk}."},
        {second.path, f"{second.path}{first.pk}."},
    )


@pytest.mark.django_db(transaction=True)
def test_a_unit_placed_while_its_parent_moves_goes_along():
    home = an_institution()
    target, branch, actor = a_unit(home), a_unit(home), system()
    gate = Barrier(2)

    def placing():
        gate.wait()
        for number in range(5):
            place(branch, by=actor, code=f"susulan-{number}", name="Susulan", kind="unit")
        connection.close()

    other = Thread(target=placing)
    other.start()
    gate.wait()
    move(branch, by=actor, to=target)
    other.join()

    below = Organisation.objects.filter(parent=branch)
    assert below.count() == 5
    assert all(unit.path.startswith(fresh(branch).path) for unit in below)


def test_a_code_is_used_once_in_an_institution_but_again_in_the_next():
    home, abroad = an_institution(), an_institution()
    unit = place(home, by=system(), code="dinkes", name="Dinas Kesehatan", kind="department")

    with pytest.raises(ValidationError) as refusal:
        place(unit, by=system(), code="dinkes", name="Lain", kind="unit")

    assert "Kode ini sudah dipakai di instansi yang sama." in refusal.value.messages
    assert place(abroad, by=system(), code="dinkes", name="Dinas", kind="department").pk


def test_a_region_has_one_institution():
    an_institution(region_code="32.99")

    with pytest.raises(ValidationError) as refusal:
        an_institution(region_code="32.99")

    assert "Kode wilayah ini sudah dipakai instansi lain." in refusal.value.messages


def test_only_the_system_founds_an_institution():
    for actor in (a_user(Role.OPERATOR, an_institution()), Guest()):
        with pytest.raises(PermissionDenied):
            found(by=actor, code="baru", name="Kabupaten Baru")

    assert not Organisation.objects.filter(code="baru").exists()


def test_a_closed_unit_is_there_until_its_last_day():
    today = timezone.localdate()
    home = an_institution()
    unit = a_unit(home)

    close(unit, by=system(), on=today)

    assert list(units(home, on=today)) == [unit]
    assert list(units(home, on=today + timedelta(days=1))) == []
    assert set(subtree(home)) == {home, unit}


def test_a_unit_is_closed_after_those_below_it():
    today = timezone.localdate()
    unit = a_unit(an_institution())
    branch = a_unit(unit, name="Cabang")

    with pytest.raises(Refused, match="Tutup dahulu unit di bawahnya: Cabang"):
        close(unit, by=system(), on=today)
    assert fresh(unit).valid_to is None

    close(branch, by=system(), on=today)
    close(unit, by=system(), on=today)
    assert fresh(unit).valid_to == today


def test_a_unit_does_not_end_before_it_began():
    unit = place(
        an_institution(),
        by=system(),
        code="baru",
        name="Baru",
        kind="unit",
        valid_from=timezone.localdate(),
    )

    with pytest.raises(ValidationError, match="sesudah tanggal awal"):
        close(unit, by=system(), on=timezone.localdate() - timedelta(days=2))


def test_institutions_are_public_and_by_name():
    second, first = an_institution(name="Kota Tegal"), an_institution(name="Kabupaten Brebes")
    a_unit(first)

    assert names(institutions(Guest())) == [first.name, second.name]


def test_a_subtree_is_read_by_the_index():
    home = an_institution()
    unit, branch = a_unit(home), None
    branch = a_unit(unit)
    Organisation.objects.bulk_create(
        Organisation(
            code=f"lain-{number}", name="Lain", kind="unit", institution=home, path=f"9{number}."
        )
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE organisations_organisation")

    plan = subtree(unit).explain()

    assert "Index" in plan
    assert "Seq Scan" not in plan
    assert set(subtree(unit)) == {unit, branch}


def test_what_is_recorded_of_a_unit_changes_by_one_action():
    unit = a_unit(an_institution())

    change_details(unit, by=system(), name="Dinas Baru", code="dinas-baru")

    assert (fresh(unit).name, fresh(unit).code) == ("Dinas Baru", "dinas-baru")
    assert happenings_of(unit).first().name == "organisation.changed"


def test_another_parent_moves_a_unit_with_all_below_it():
    home = an_institution()
    first, second = a_unit(home), a_unit(home)
    leaf = a_unit(first)

    change_details(first, by=system(), parent=second)

    assert fresh(leaf).path.startswith(fresh(second).path)


@pytest.mark.parametrize("which", ["none", "itself", "elsewhere"])
def test_a_unit_is_not_changed_out_of_its_tree(which):
    unit = a_unit(an_institution())
    parents = {"none": None, "itself": unit, "elsewhere": an_institution()}

    with pytest.raises(Refused) as refusal:
        change_details(unit, by=system(), parent=parents[which])

    assert refusal.value.field == "parent"


def test_a_last_day_is_refused_while_a_unit_below_goes_on():
    unit = a_unit(an_institution())
    a_unit(unit)

    with pytest.raises(Refused):
        change_details(unit, by=system(), valid_to=timezone.localdate())
    assert fresh(unit).valid_to is None


def test_only_who_manages_an_organisation_changes_it():
    home = an_institution()
    operator = a_user(Role.OPERATOR, an_institution())

    with pytest.raises(PermissionDenied):
        change_details(home, by=operator, name="Direbut")
