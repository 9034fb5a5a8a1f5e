"""Each kind of filter finds what it says, for its reader and nobody else's rows."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from caruban.kernel.registers.lists.filters import parameters
from caruban.kernel.registers.lists.periods import period
from tests.factories import a_unit, an_institution
from tests.kernel.registers.lists.looking import found, state_of
from tests.toys.factories import a_maker, a_toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db


@pytest.fixture
def toys(unit):
    """Three toys that differ in everything, and the records that filters name."""
    below, beside = a_unit(unit, "Seksi Boneka"), a_unit(unit.institution, "Dinas Lain")
    maker, other = a_maker(unit, "Bengkel Jati"), a_maker(unit, "Bengkel Rotan")
    a_toy(unit, code="A", name="Beruang", amount=1, made_on="2024-01-01", maker=maker,
          checked_at="2024-05-01T16:59:59Z", story="Dijahit tangan")  # fmt: skip
    a_toy(below, code="B", name="Gasing 50% kayu", amount=2, size="large", height="3.50",
          made_on="2024-01-02", checked_at="2024-05-01T17:00:00Z", maker=other)  # fmt: skip
    a_toy(beside, code="C", name="Perahu", amount=3, is_wooden=True)
    return {
        "unit": unit.pk, "below": below.pk, "beside": beside.pk, "all": unit.institution.pk,
        "maker": maker.pk, "other": other.pk,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        # words: parts, stems, several columns, capitals or not; signs of LIKE mean themselves
        ("q=beru", "A"), ("q=GASING", "B"), ("q=jahitan", "A"), ("q=50%25", "B"), ("q=_", ""),
        # choice: one of several
        ("size=large", "B"), ("size=large&size=small", "ABC"), ("state=approved", ""),
        # numbers: both ends included, each for itself
        ("amount_min=2", "BC"), ("amount_max=2", "AB"), ("amount_min=2&amount_max=2", "B"),
        ("height_min=3.5&height_max=3.50", "B"), ("height_max=100", "B"),
        # days: both ends included
        ("made_on_after=2024-01-02", "B"), ("made_on_before=2024-01-01", "A"),
        ("made_on_after=2024-01-01&made_on_before=2024-01-02", "AB"),
        ("made_on_after=01-01-2024&made_on_before=01/01/2024", "A"),
        # moments: days as they are in Jakarta, seven hours before UTC
        ("checked_at_before=2024-05-01", "A"), ("checked_at_after=2024-05-02", "B"),
        # yes or no
        ("is_wooden=true", "C"), ("is_wooden=0", "AB"),
        # relation: one of several
        ("maker={maker}", "A"), ("maker={maker}&maker={other}", "AB"),
        # organisation, with all below it
        ("organisation={unit}", "AB"), ("organisation={below}", "B"), ("organisation={all}", "ABC"),
        ("organisation={below}&organisation={beside}", "BC"),
        # empty or not
        ("maker_empty=true", "C"), ("maker_empty=false", "AB"), ("made_on_empty=true", "C"),
        ("height_empty=true", "AC"), ("checked_at_empty=0", "AB"),
        # several at once
        ("organisation={unit}&amount_min=2&q=gasing", "B"), ("size=small&is_wooden=true", "C"),
    ],
)  # fmt: skip
def test_each_kind_of_filter_finds_what_it_says(officer, toys, query, wanted):
    assert "".join(found(query.format(**toys), officer)) == wanted


@pytest.mark.parametrize("name", ["today", "week", "month", "year"])
def test_a_period_is_the_one_that_today_lies_in(officer, unit, name):
    first, after = period(name, on=timezone.localdate())
    a_toy(unit, code="A", made_on=first - timedelta(days=1))
    a_toy(unit, code="B", made_on=first)
    a_toy(unit, code="C", made_on=after - timedelta(days=1))
    a_toy(unit, code="D", made_on=after)

    assert found(f"made_on_period={name}", officer) == ["B", "C"]


def test_weeks_begin_on_monday_and_months_have_their_length():
    assert period("week", on=date(2024, 3, 3)) == (date(2024, 2, 26), date(2024, 3, 4))
    assert period("month", on=date(2024, 2, 29)) == (date(2024, 2, 1), date(2024, 3, 1))
    assert period("year", on=date(2024, 12, 31)) == (date(2024, 1, 1), date(2025, 1, 1))


def test_text_relations_to_many_and_yes_no_of_any_register_are_filtered_by_their_kind(
    officer, unit, declare
):
    register = declare(
        filters=("name", "mail", "page", "friends", "maker__organisation", "size", "story")
    )
    friend = a_toy(unit, code="F", name="Teman")
    toy = a_toy(unit, code="A", name="Beruang besar", mail="a@contoh.id", maker=a_maker(unit),
                story="panjang")  # fmt: skip
    toy.friends.add(friend, a_toy(unit, code="G", name="Kawan"))

    def of(query):
        return found(query, officer, register)

    assert of("name=RUANG") == ["A"]
    assert of("mail_empty=false") == ["A"]
    assert of("mail=contoh") == ["A"]
    assert of("story_empty=true") == ["F", "G"]
    assert of(f"friends={friend.pk}&friends={toy.friends.last().pk}") == ["A"]  # once
    assert of(f"maker__organisation={unit.pk}") == ["A"]
    assert of("maker__organisation_empty=true") == ["F", "G"]


def test_a_column_that_the_database_computes_is_filtered_by_what_it_is(officer, unit, declare):
    from django.db.models import F

    from caruban.kernel.registers.layout import Column

    register = declare(
        columns=("code", Column("double", head="dua kali", expression=F("amount") * 2)),
        filters=("double",), totals=("double",),
    )  # fmt: skip
    a_toy(unit, code="A", amount=2)
    a_toy(unit, code="B", amount=3)

    assert found("double_min=5", officer, register) == ["B"]
    assert found("sort=-double", officer, register) == ["B", "A"]


def test_a_filter_offers_no_record_that_its_reader_may_not_see(officer, unit):
    theirs = an_institution()
    maker = a_maker(a_unit(theirs))
    a_toy(unit)

    for query in (f"maker={maker.pk}", f"organisation={theirs.pk}"):
        state = state_of(query, officer)
        assert not state.is_valid
        assert found(query, officer) == []


def test_what_can_be_empty_is_asked_and_what_cannot_is_not():
    assert "maker_empty" in parameters(ToyRegister, "maker")
    assert "organisation_empty" not in parameters(ToyRegister, "organisation")
    assert "state_empty" not in parameters(ToyRegister, "state")


def test_rows_of_others_are_found_by_no_filter(unit, outsider):
    a_toy(unit, name="Rahasia", amount=9)

    assert found("q=Rahasia", outsider) == []
    assert found("amount_min=1", outsider) == []
