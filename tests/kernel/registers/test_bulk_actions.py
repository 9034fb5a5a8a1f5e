"""Many records at once keep every rule that one record keeps."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from caruban.kernel.accounts.roles import Role
from caruban.kernel.errors import sentences_of
from caruban.kernel.history.models import Change
from caruban.kernel.registers import actions
from caruban.kernel.registers.bulk_actions import (
    Edit,
    ManyRefused,
    change_many,
    create_many,
    is_plain,
)
from caruban.kernel.registers.bulk_checks import suspects, wrongs_of
from caruban.kernel.registers.register import REGISTERS
from tests.factories import a_unit, a_user, an_institution
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit(an_institution())


@pytest.fixture
def officer(unit):
    return a_user(Role.OFFICER, unit)


def new(unit, number, **more):
    return {"code": f"K-{number}", "name": f"Kuda {number}", "organisation": unit} | more


def test_many_records_are_entered_with_their_history(unit, officer):
    records = create_many(ToyRegister, by=officer, rows=[new(unit, one) for one in range(3)])

    assert [one.code for one in Toy.objects.all()] == ["K-0", "K-1", "K-2"]
    history = Change.objects.filter(table="toys_toy", record__in=[one.pk for one in records])
    assert [one.actor_id for one in history] == [officer.pk] * 3


def test_a_thousand_records_cost_few_questions(unit, officer):
    rows = [new(unit, one, amount=one) for one in range(1000)]
    with CaptureQueriesContext(connection) as few:
        create_many(ToyRegister, by=officer, rows=rows[:10])
    with CaptureQueriesContext(connection) as many:
        create_many(ToyRegister, by=officer, rows=rows[10:])

    assert len(many) <= len(few) + 4


def test_nobody_enters_one_of_many_records_into_another_unit(unit, officer):
    elsewhere = a_unit(unit.institution)

    with pytest.raises(ManyRefused) as refusal:
        create_many(ToyRegister, by=officer, rows=[new(unit, 1), new(elsewhere, 2)])

    assert list(refusal.value.wrongs) == [1]
    assert "tidak berhak" in refusal.value.wrongs[1][0][1]
    assert not Toy.objects.exists()


def test_nobody_moves_one_of_many_records_out_of_their_reach(unit, officer):
    toys = [a_toy(unit), a_toy(unit)]
    elsewhere = a_unit(unit.institution)
    edits = [Edit(toys[0].pk, {"name": "X"}), Edit(toys[1].pk, {"organisation": elsewhere})]

    with pytest.raises(ManyRefused) as refusal:
        change_many(ToyRegister, by=officer, edits=edits)

    assert list(refusal.value.wrongs) == [1]
    assert not Toy.objects.filter(name="X").exists()


def test_nobody_changes_one_of_many_records_of_another_unit(unit, officer):
    foreign = a_toy(a_unit(unit.institution), name="Lama")

    with pytest.raises(ManyRefused):
        change_many(ToyRegister, by=officer, edits=[Edit(foreign.pk, {"name": "Baru"})])

    foreign.refresh_from_db()
    assert foreign.name == "Lama"


def test_nobody_takes_one_of_many_records_of_another_unit_into_their_own(unit, officer):
    foreign = a_toy(a_unit(unit.institution))

    with pytest.raises(ManyRefused, match="tidak berhak"):
        change_many(ToyRegister, by=officer, edits=[Edit(foreign.pk, {"organisation": unit})])

    foreign.refresh_from_db()
    assert foreign.organisation != unit


def test_none_of_many_points_to_what_its_actor_may_not_see(unit, officer):
    foreign = a_maker(an_institution())
    rows = [new(unit, 1), new(unit, 2, maker=foreign), new(unit, 3, friends=[])]

    with pytest.raises(ManyRefused) as refusal:
        create_many(ToyRegister, by=officer, rows=rows)

    assert refusal.value.wrongs == {1: [("maker", "Pilihan ini tidak ada, atau bukan untuk Anda.")]}


def test_a_field_that_the_form_does_not_have_is_refused(unit, officer):
    with pytest.raises(ManyRefused) as refusal:
        create_many(ToyRegister, by=officer, rows=[new(unit, 1, state="approved")])

    assert refusal.value.field == "state"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": -1}, ""),
        ({"code": "M-ADA"}, "code"),
        ({"name": ""}, "name"),
        ({"size": "huge"}, "size"),
        ({"name": "x" * 201}, "name"),
        ({"organisation": None}, "organisation"),
    ],
)
def test_the_model_refuses_of_many_what_it_refuses_of_one_in_the_same_words(
    unit, officer, values, field
):
    a_toy(unit, code="M-ADA")
    wrong = Toy(**(new(unit, 2) | values))
    with pytest.raises(ValidationError) as alone:
        wrong.full_clean()

    with pytest.raises(ManyRefused) as refusal:
        create_many(ToyRegister, by=officer, rows=[new(unit, 1), new(unit, 2, **values)])

    assert list(refusal.value.wrongs) == [1]
    assert refusal.value.wrongs[1] == [(field, *sentences_of(alone.value)[field])]


def test_only_what_a_constraint_may_refuse_is_asked_one_by_one(unit):
    a_toy(unit, code="M-ADA")
    records = [Toy(**new(unit, 1)), Toy(**new(unit, 2, amount=-1)), Toy(**new(unit, 3))]
    records[2].code = "M-ADA"

    assert suspects(records) == [1, 2]
    assert sorted(wrongs_of(records)) == [1, 2]


def test_only_what_differs_is_changed_and_its_version_counts(unit, officer):
    toys = [a_toy(unit, name="Lama", amount=3), a_toy(unit, name="Baru", amount=3)]
    edits = [Edit(one.pk, {"name": "Baru", "amount": 3}) for one in toys]

    changed = change_many(ToyRegister, by=officer, edits=edits)

    assert [one.pk for one in changed] == [toys[0].pk]
    assert [one.version for one in Toy.objects.order_by("pk")] == [2, 1]


def test_fields_that_differ_in_different_records_do_not_overwrite_each_other(unit, officer):
    first, second = a_toy(unit, name="A", amount=1), a_toy(unit, name="B", amount=2)

    edits = [Edit(first.pk, {"name": "AA"}), Edit(second.pk, {"amount": 5})]
    change_many(ToyRegister, by=officer, edits=edits)

    assert list(Toy.objects.order_by("pk").values_list("name", "amount")) == [("AA", 1), ("B", 5)]


def test_an_old_version_is_refused_with_who_changed_what(unit, officer):
    toy = a_toy(unit, name="Lama")
    other = a_user(Role.OFFICER, unit, name="Bu Sari")
    actions.change(ToyRegister, toy, by=other, values={"amount": 7})

    with pytest.raises(ManyRefused, match="Bu Sari mengubah catatan ini") as refusal:
        change_many(ToyRegister, by=officer, edits=[Edit(toy.pk, {"name": "Baru"}, version=1)])

    assert "jumlah" in refusal.value.sentence


def test_every_kind_of_value_is_written_as_it_is(unit, officer):
    given = {
        "name": "Kuda “besar” \\ 'tua' 🐎", "story": "satu\ndua\ttiga", "amount": 7,
        "size": "large",
        "height": Decimal("12.34"), "made_on": date(2026, 1, 31), "is_wooden": True, "maker": None,
        "checked_at": datetime(2026, 1, 31, 1, 15, 30, 123456, tzinfo=UTC), "mail": "a@b.go.id",
    }  # fmt: skip
    toy = a_toy(unit, maker=a_maker(unit))

    change_many(ToyRegister, by=officer, edits=[Edit(toy.pk, given)])

    toy.refresh_from_db()
    assert {name: getattr(toy, name) for name in given} == given


def test_relations_to_many_are_set(unit, officer):
    toy, friend = a_toy(unit), a_toy(unit)

    change_many(ToyRegister, by=officer, edits=[Edit(toy.pk, {"friends": [friend]})])

    assert list(toy.friends.all()) == [friend]


def test_none_of_many_is_written_over_where_it_is_seen_masked(unit, officer):
    toy = a_toy(unit, nik="3209123456789012")

    for guess in ("3209123456789012", "3209000000000001"):
        with pytest.raises(ManyRefused, match="tersamar"):
            change_many(ToyRegister, by=officer, edits=[Edit(toy.pk, {"nik": guess})])

    toy.refresh_from_db()
    assert toy.nik == "3209123456789012"


def test_what_is_gone_is_refused(unit, officer):
    with pytest.raises(ManyRefused, match="sudah tidak ada"):
        change_many(ToyRegister, by=officer, edits=[Edit(0, {"name": "X"})])


def test_two_rows_that_contradict_each_other_are_stopped_by_the_table(unit, officer):
    with pytest.raises(IntegrityError), transaction.atomic():
        create_many(ToyRegister, by=officer, rows=[new(unit, 1), new(unit, 1)])

    assert not Toy.objects.exists()


def test_a_change_by_hand_is_dated(unit, officer):
    toy = a_toy(unit)

    changed = actions.change(ToyRegister, toy, by=officer, values={"name": "Baru"})

    assert changed.updated_at > toy.updated_at


def test_registers_with_verbs_of_their_own_are_not_plain():
    assert is_plain(ToyRegister)
    assert not is_plain(REGISTERS["units"])
    assert not is_plain(REGISTERS["institutions"])
