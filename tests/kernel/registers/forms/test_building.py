"""The form of a register asks for what its declaration says, and gives what the verbs take."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from caruban.kernel.accounts.roles import Role
from caruban.kernel.registers import actions
from caruban.kernel.registers.forms.building import form_of
from caruban.kernel.registers.register import REGISTERS
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


def sent(**values):
    """Give what a browser sends; lists are sent as several values."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [str(value)])
    return data


def typed(unit, **more):
    return sent(**({"code": "K-1", "name": "Kuda", "organisation": unit.pk, "size": "small",
                    "amount": "3"} | more))  # fmt: skip


def a_form(officer, data=None, **more):
    return form_of(ToyRegister, by=officer, data=data, files=MultiValueDict(), **more)


def test_what_is_typed_is_what_the_verb_takes(unit, officer):
    maker, friend = a_maker(unit), a_toy(unit)
    form = a_form(officer, typed(
        unit, maker=maker.pk, made_on="2024-02-01", checked_at="2024-02-01T08:15",
        is_wooden="on", size="large", height="12.5", friends=[str(friend.pk)],
        parts=["0"], parts__sent="1", parts__0__name="roda", parts__0__weight="5",
    ))  # fmt: skip

    assert form.is_valid(), form.errors
    toy = actions.create(ToyRegister, by=officer, values=form.values())

    assert (toy.maker, toy.height, toy.made_on) == (maker, Decimal("12.5"), date(2024, 2, 1))
    assert toy.checked_at == datetime(2024, 2, 1, 1, 15, tzinfo=UTC)
    assert list(toy.friends.all()) == [friend]
    assert [(one.name, one.weight) for one in toy.parts.all()] == [("roda", 5)]


def test_help_stands_with_its_field(officer):
    assert a_form(officer)["amount"].help_text == "Banyaknya di gudang."


def test_the_defaults_of_the_model_are_what_a_new_form_begins_with(officer):
    form = a_form(officer)

    assert (form["size"].value(), form["amount"].value()) == ("small", 0)


def test_the_only_place_is_chosen_already(unit, officer):
    assert a_form(officer).initial["organisation"] == unit


def test_places_are_offered_only_where_the_reader_may_do_the_verb(unit):
    elsewhere = a_unit(unit.institution)
    below = a_unit(unit)
    officer = a_user(Role.OFFICER, unit)

    offered = a_form(officer).fields["organisation"].candidates.few
    form = a_form(officer, typed(elsewhere))

    assert offered == [unit, below]
    assert not form.is_valid()
    assert "bukan untuk Anda" in str(form.errors["organisation"])


def test_the_subject_of_a_verb_is_offered_only_where_it_may_be_done(unit):
    operator = a_user(Role.OPERATOR, unit.institution)
    other = an_institution()

    form = form_of(REGISTERS["units"], by=operator)

    assert form.fields["parent"].candidates.few == [unit.institution, unit]
    assert other not in form.fields["parent"].candidates.few


def test_a_field_that_is_not_asked_for_is_neither_demanded_nor_taken(unit, officer):
    form = a_form(officer, typed(unit, size="small", height="abc"))

    assert form.is_valid()
    assert "height" not in form.values()


def test_what_is_asked_for_is_checked(unit, officer):
    form = a_form(officer, typed(unit, size="large", height="abc"))

    assert not form.is_valid()
    assert list(form.errors) == ["height"]


def test_what_the_reader_sees_masked_is_not_in_the_form(unit, officer):
    toy = a_toy(unit, nik="3209010101010001")

    form = a_form(officer, record=toy)

    assert "nik" not in form.fields
    assert "3209010101010001" not in str(form)
    assert form.masked == {"nik"}


def test_a_masked_field_is_asked_for_of_a_new_record(officer):
    assert "nik" in a_form(officer).fields


def test_who_may_see_it_edits_it(unit):
    toy = a_toy(unit, nik="3209010101010001")
    secretary = a_user(Role.SECRETARY, unit.institution)

    assert form_of(ToyRegister, by=secretary, record=toy)["nik"].value() == "3209010101010001"


def test_of_an_edit_only_what_differs_is_given(unit, officer):
    checked = datetime(2024, 2, 1, 1, 15, 0, 123456, tzinfo=UTC)
    toy = a_toy(unit, name="Lama", checked_at=checked)
    shown = a_form(officer, record=toy)["checked_at"].as_widget()
    checked_at = shown.split('value="')[1].split('"')[0]
    data = typed(unit, code=toy.code, name="Baru", amount=toy.amount, checked_at=checked_at)

    changed = a_form(officer, data, record=toy)

    assert changed.is_valid(), changed.errors
    assert changed.values() == {"name": "Baru"}


def test_rows_are_added_changed_and_moved_in_the_order_of_the_page(unit, officer):
    toy = a_toy(unit)
    wheel = Part.objects.create(toy=toy, name="roda", place=1)
    rope = Part.objects.create(toy=toy, name="tali", place=2)
    data = typed(
        unit, code=toy.code, parts=["7", "1", "0"], parts__sent="1",
        parts__0__pk=wheel.pk, parts__0__name="roda besar", parts__0__weight="1",
        parts__1__pk=rope.pk, parts__1__name="tali", parts__1__weight="0",
        parts__7__name="kepala", parts__7__weight="2",
    )  # fmt: skip
    form = a_form(officer, data, record=toy)
    assert form.is_valid(), form.errors

    actions.change(ToyRegister, toy, by=officer, values=form.values(), from_version=1)

    assert [one.name for one in toy.parts.all()] == ["kepala", "tali", "roda besar"]


def test_a_row_into_which_nothing_was_typed_is_nothing(unit, officer):
    form = a_form(officer, typed(unit, parts=["0"], parts__sent="1", parts__0__weight="0"))

    assert form.is_valid()
    assert form.values()["parts"] == []


def test_a_wrong_row_makes_the_form_wrong(unit, officer):
    form = a_form(officer, typed(unit, parts=["0"], parts__sent="1", parts__0__weight="x"))

    assert not form.is_valid()
    assert set(form.rows[0].forms[0].errors) == {"name", "weight"}


def test_rows_that_the_page_did_not_have_are_left_alone(unit, officer):
    toy = a_toy(unit)
    Part.objects.create(toy=toy, name="roda")
    form = a_form(officer, typed(unit, code=toy.code, name="Lain"), record=toy)

    assert form.is_valid()
    assert "parts" not in form.values()


def test_more_rows_than_a_form_holds_are_left_alone(unit, officer):
    toy = a_toy(unit)
    Part.objects.bulk_create(Part(toy=toy, name=f"{one}") for one in range(101))
    form = a_form(officer, typed(unit, code=toy.code, parts__sent="1"), record=toy)

    assert form.is_valid()
    assert form.rows[0].is_too_long
    assert "parts" not in form.values()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\"'><img src=x>", "\u202e terbalik", "🧸" * 100]
)
def test_any_text_comes_back_as_it_was_typed_and_harmless(unit, officer, text):
    form = a_form(officer, typed(unit, name=text))

    assert form.is_valid(), form.errors
    assert form.values()["name"] == text
    assert "<script>" not in str(form["name"])
    assert "<img" not in str(form["name"])


@pytest.mark.parametrize("text", ["nol\x00nol", "x" * 201])
def test_what_no_column_holds_is_refused_beside_its_field(unit, officer, text):
    form = a_form(officer, typed(unit, name=text))

    assert not form.is_valid()
    assert list(form.errors) == ["name"]


def test_a_form_that_is_not_sent_yet_says_nothing_of_what_is_wrong(officer):
    form = a_form(officer, sent(name="Kuda", parts=["0"], parts__sent="1")).quiet()

    assert not form.errors
    assert form["name"].value() == "Kuda"
    assert not form.rows[0].forms[0].errors
    assert not Toy.objects.exists()
