"""The state of a list: read from its address, carried on in it, never more than was asked."""

import pytest
from django.http import QueryDict

from caruban.kernel.registers.lists.state import SIZES
from tests.kernel.registers.lists.looking import found, state_of
from tests.toys.factories import a_maker, a_toy

pytestmark = pytest.mark.django_db


def test_a_state_carried_on_is_the_same_state(officer, unit):
    maker = a_maker(unit)
    asked = (
        f"q=kayu&size=small&size=large&amount_min=2&made_on_period=year&maker={maker.pk}"
        f"&organisation={unit.pk}&maker_empty=false&sort=-amount,name&columns=name,code&per_page=50"
    )

    state = state_of(asked, officer)
    again = state_of(state.query, officer)

    assert QueryDict(state.query) == QueryDict(asked)
    assert (again.query, again.sort, again.columns, again.size) == (
        state.query, ("-amount", "name"), ("name", "code"), 50,
    )  # fmt: skip
    assert not again.notes
    assert again.is_valid


def test_the_place_in_the_pages_and_what_is_left_empty_are_not_carried_on(officer):
    state = state_of("q=&amount_min=&size=small&after=abc&before=&view=3&totals=1", officer)

    assert state.query == "size=small"
    assert (state.after, state.view) == ("abc", 3)


def test_without_a_word_a_list_is_as_its_register_declares(officer):
    state = state_of("", officer)

    assert state.columns == (
        "code", "name", "organisation", "maker", "size", "height", "amount", "made_on", "state",
    )  # fmt: skip
    assert [key.path for key in state.keys] == ["code"]
    assert state.size == SIZES[0]
    assert state.narrowing == {}


def test_kept_columns_stand_unless_the_address_names_others(officer):
    kept = {"columns": ("amount", "code", "gone")}

    assert state_of("", officer, **kept).columns == ("amount", "code")
    assert state_of("columns=name", officer, **kept).columns == ("name",)


@pytest.mark.parametrize(
    "query",
    ["sort=colour", "sort=story", "columns=colour,code", "per_page=7", "colour=red", "code__gt=a",
     "organisation__name=x", "state__in=draft"],
)  # fmt: skip
def test_what_is_not_understood_is_left_out_and_told(officer, unit, query):
    a_toy(unit)

    state = state_of(query, officer)

    assert len(state.notes) == 1
    assert len(found(query, officer)) == 1


@pytest.mark.parametrize(
    "query",
    ["amount_min=x", "size=huge", "state=zz", "maker=999999", "maker=ab", "is_wooden=perhaps",
     "made_on_after=kemarin", "made_on_after=99999-01-01", "made_on_after=1000-01-01",
     "made_on_period=decade", "amount_min=9&amount_max=3", "organisation=0", "q=%00",
     "made_on_after=2024-02-01&made_on_before=2024-01-01", "height_min=1e400",
     "amount_min=99999999999999999999", "maker=" + "9" * 40, "q=" + "a" * 201],
)  # fmt: skip
def test_a_filter_that_cannot_be_read_lets_no_row_through(officer, unit, query):
    a_toy(unit, amount=5)

    assert found(query, officer) == []


def test_of_many_columns_to_sort_by_only_the_first_count(officer):
    assert state_of("sort=code,name,amount,size", officer).sort == ("code", "name", "amount")
