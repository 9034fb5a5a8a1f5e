import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caruban.kernel.accounts.roles import Role
from caruban.kernel.documents.models import Document
from caruban.kernel.documents.registers import DocumentRegister
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


def test_nobody_writes_over_or_guesses_what_they_see_masked(unit, officer):
    toy = a_toy(unit, nik="3209123456789012")

    for guess in ("3209123456789012", "3209000000000001"):
        with pytest.raises(Refused, match="tersamar") as refusal:
            actions.change(ToyRegister, toy, by=officer, values={"nik": guess})
        assert refusal.value.field == "nik"

    toy.refresh_from_db()
    assert (toy.nik, toy.version) == ("3209123456789012", 1)


def test_a_value_that_the_module_s_own_action_does_not_take_is_refused():
    home = an_institution()
    unit = a_unit(home)
    secretary = a_user(Role.SECRETARY, home)
    document = Document.objects.create(organisation=home, title="SK")

    with pytest.raises(Refused, match="tidak dapat diisi") as refusal:
        actions.change(DocumentRegister, document, by=secretary, values={"organisation": unit})

    assert refusal.value.field == "organisation"


def test_what_changed_meanwhile_is_told_without_what_the_reader_may_not_see(unit, officer):
    toy = a_toy(unit, nik="3209010101010001")
    secretary = a_user(Role.SECRETARY, unit.institution)
    values = {"nik": "3209010101010002", "name": "Baru"}
    actions.change(ToyRegister, toy, by=secretary, values=values)

    with pytest.raises(Stale) as stale:
        actions.change(ToyRegister, toy, by=officer, values={"amount": 3}, from_version=1)

    assert [one.name for one in stale.value.changes] == ["name"]


def test_a_change_of_rows_alone_counts_as_a_version(unit, officer):
    toy = a_toy(unit)
    actions.change(ToyRegister, toy, by=officer, values={"parts": [{"name": "roda"}]})

    with pytest.raises(Stale):
        actions.change(ToyRegister, toy, by=officer, values={"parts": []}, from_version=1)


def test_rows_that_are_the_same_are_no_change(unit, officer):
    toy = a_toy(unit)
    part = Part.objects.create(toy=toy, name="roda")
    friend = a_toy(unit)
    toy.friends.set([friend])
    values = {"parts": [{"pk": part.pk, "name": "roda"}], "friends": [friend]}

    assert actions.change(ToyRegister, toy, by=officer, values=values).version == 1


def test_rows_keep_the_order_in_which_they_are_given(unit, officer):
    toy = a_toy(unit)
    first, second = (Part.objects.create(toy=toy, name=name) for name in ("a", "b"))
    wanted = [{"pk": second.pk, "name": "b"}, {"name": "c"}, {"pk": first.pk, "name": "a"}]

    actions.change(ToyRegister, toy, by=officer, values={"parts": wanted})

    assert [one.name for one in toy.parts.all()] == ["b", "c", "a"]
