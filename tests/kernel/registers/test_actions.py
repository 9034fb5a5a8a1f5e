import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caruban.kernel.accounts.roles import Role
from caruban.kernel.errors import Refused, Stale
from caruban.kernel.registers import actions
from tests.factories import a_unit, a_user, an_institution
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Part, Toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit(an_institution())


@pytest.fixture
def officer(unit):
    return a_user(Role.OFFICER, unit)


def values(unit, **more):
    return {"code": "K-1", "name": "Kuda", "organisation": unit} | more


def test_a_record_is_entered_with_its_rows(unit, officer):
    given = values(unit, parts=[{"name": "roda", "weight": 3}, {"name": "as"}])

    toy = actions.create(ToyRegister, by=officer, values=given)

    assert [part.name for part in toy.parts.all()] == ["roda", "as"]


def test_nobody_enters_a_record_into_another_unit(unit, officer):
    elsewhere = a_unit(unit.institution)

    with pytest.raises(PermissionDenied):
        actions.create(ToyRegister, by=officer, values=values(elsewhere))

    assert not Toy.objects.exists()


def test_nobody_points_to_what_they_may_not_see(unit, officer):
    foreign = a_maker(an_institution())

    with pytest.raises(Refused, match="bukan untuk Anda") as refusal:
        actions.create(ToyRegister, by=officer, values=values(unit, maker=foreign))

    assert refusal.value.field == "maker"


def test_a_value_that_the_form_does_not_have_is_refused(unit, officer):
    with pytest.raises(Refused, match="tidak dikenal") as refusal:
        actions.create(ToyRegister, by=officer, values=values(unit, state="approved"))

    assert refusal.value.field == "state"


def test_what_is_not_asked_for_is_kept_empty(unit, officer):
    toy = actions.create(ToyRegister, by=officer, values=values(unit, size="small", height=5))

    assert toy.height is None


def test_only_what_differs_is_changed(unit, officer, django_assert_max_num_queries):
    toy = a_toy(unit, name="Lama")

    changed = actions.change(ToyRegister, toy, by=officer, values={"name": "Baru"})

    assert (changed.name, changed.version) == ("Baru", 2)


def test_an_old_version_is_refused_with_what_changed(unit, officer):
    toy = a_toy(unit, name="Lama")
    actions.change(ToyRegister, toy, by=officer, values={"name": "Baru"})

    with pytest.raises(Stale) as stale:
        actions.change(ToyRegister, toy, by=officer, values={"amount": 3}, from_version=1)

    assert [(one.before, one.after) for one in stale.value.changes] == [("Lama", "Baru")]


def test_rows_are_changed_added_and_removed(unit, officer):
    toy = a_toy(unit)
    kept = Part.objects.create(toy=toy, name="roda")
    Part.objects.create(toy=toy, name="tali")
    wanted = [{"pk": kept.pk, "name": "roda besar"}, {"name": "kepala"}]

    actions.change(ToyRegister, toy, by=officer, values={"parts": wanted})

    assert [part.name for part in toy.parts.all()] == ["roda besar", "kepala"]


def test_a_row_of_another_record_is_refused(unit, officer):
    toy, other = a_toy(unit), a_toy(unit)
    part = Part.objects.create(toy=other, name="roda")

    with pytest.raises(Refused, match="bukan bagian"):
        actions.change(ToyRegister, toy, by=officer, values={"parts": [{"pk": part.pk}]})


def test_what_the_model_refuses_saves_nothing(unit, officer):
    toy = a_toy(unit)

    with pytest.raises(ValidationError, match="tidak boleh kurang"):
        actions.change(ToyRegister, toy, by=officer, values={"amount": -1, "name": "X"})

    toy.refresh_from_db()
    assert (toy.name, toy.amount) != ("X", -1)


def test_an_officer_may_not_remove_and_a_secretary_may(unit, officer):
    toy = a_toy(unit)
    secretary = a_user(Role.SECRETARY, unit.institution)

    with pytest.raises(PermissionDenied):
        actions.remove(ToyRegister, toy, by=officer)
    actions.remove(ToyRegister, toy, by=secretary)

    assert not Toy.objects.exists()
