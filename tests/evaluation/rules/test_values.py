"""How an answer becomes a value: whole levels, shares of a band, another body's index."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caruban.evaluation.rules.instrument import Check
from caruban.evaluation.rules.values import Given, band_share, complete_level, counted, value_of
from tests.evaluation.rules.shipped import pemdi, spbe


def share(number, accepted):
    return value_of(pemdi(), number, Given(level=1, accepted=accepted))


@pytest.mark.parametrize("level", range(1, 6))
def test_where_values_are_levels_the_level_is_the_value(level):
    assert value_of(spbe(), 1, Given(level)) == level


@pytest.mark.parametrize("instrument", [spbe(), pemdi()], ids=lambda one: one.code)
def test_who_said_nothing_has_no_value(instrument):
    assert value_of(instrument, 1, Given()) is None


def sheet(*counts):
    """Give an indicator with so many items a level, as on the assessor's sheet."""
    items = {level: (Check("butir", "item"),) * count for level, count in enumerate(counts, 1)}
    return replace(pemdi().by_number[1], items=items)


def of_sheet(counts, accepted):
    return band_share(sheet(*counts), pemdi().scales["process"], Given(1, accepted))


@pytest.mark.parametrize(
    ("counts", "accepted", "value"),
    [
        ((3, 4, 2, 2, 1), {1: 3}, "1.50"),
        ((3, 4, 2, 2, 1), {1: 3, 2: 4}, "2.50"),
        ((3, 4, 2, 2, 1), {1: 3, 2: 2}, "2.00"),
        ((3, 4, 2, 2, 1), {}, "1.00"),
        ((3, 4, 2, 2, 1), {1: 3, 2: 4, 3: 1}, "3.00"),
        ((3, 4, 2, 2, 1), {1: 3, 2: 4, 3: 2, 4: 2, 5: 1}, "5.00"),
    ],
)
def test_the_assessor_s_sheet_is_reproduced(counts, accepted, value):
    assert of_sheet(counts, accepted) == Decimal(value)


def test_one_of_three_items_of_level_1_prints_as_1_17():
    assert round(of_sheet((3, 4, 2, 2, 1), {1: 1}), 2) == Decimal("1.17")


def test_items_of_a_level_whose_lower_one_is_not_complete_do_not_count():
    assert of_sheet((3, 4, 2, 2, 1), {1: 2, 2: 4, 5: 1}) == of_sheet((3, 4, 2, 2, 1), {1: 2})


def test_more_items_than_there_are_make_no_more_than_the_level():
    assert of_sheet((3, 4, 2, 2, 1), {1: 99}) == Decimal("1.50")


@pytest.mark.parametrize(
    ("level", "value"), [(1, "1.5"), (2, "2.5"), (3, "3.5"), (4, "4.0"), (5, "5.0")]
)
def test_a_bare_level_stands_complete(level, value):
    assert value_of(pemdi(), 1, Given(level)) == Decimal(value)


@pytest.mark.parametrize(
    ("score", "value"),
    [
        ("0", "1.00"),
        ("12.5", "1.50"),
        ("25", "2.00"),
        ("37.5", "2.50"),
        ("68.75", "3.75"),
        ("75", "4.00"),
        ("100", "5.00"),
    ],
)
def test_the_index_of_data_is_carried_over(score, value):
    assert value_of(pemdi(), 5, Given(score=Decimal(score))) == Decimal(value)


@pytest.mark.parametrize("score", ["-0.01", "100.01"])
def test_a_score_outside_of_the_other_index_is_refused(score):
    with pytest.raises(ValueError, match="outside of the bands"):
        value_of(pemdi(), 5, Given(score=Decimal(score)))


def test_a_score_that_is_evidence_only_sets_no_value():
    assert value_of(pemdi(), 10, Given(level=2, score=Decimal(5))) == Decimal("2.5")


def test_the_score_goes_before_items():
    both = Given(level=1, accepted={1: 1}, score=Decimal("68.75"))

    assert value_of(pemdi(), 5, both) == Decimal("3.75")


ACCEPTED = st.dictionaries(st.integers(1, 5), st.integers(0, 4))


@given(st.sampled_from(sorted(pemdi().by_number)), ACCEPTED)
def test_a_value_of_items_lies_in_the_band_above_the_complete_level(number, accepted):
    indicator = pemdi().by_number[number]
    level = complete_level(indicator, accepted)
    value = share(number, accepted)
    scale = pemdi().scales["process"]

    assert value >= (scale[level - 1].high if level else Decimal(1))
    assert value < scale[level].high if level < 5 else value == 5


@given(ACCEPTED, st.integers(1, 5))
def test_one_more_item_never_lowers_a_value(accepted, level):
    more = {**accepted, level: accepted.get(level, 0) + 1}

    assert share(1, more) >= share(1, accepted)


def test_items_count_once_each_by_their_level():
    assert counted(["1.1", "2.1", "2.2", "2.1"]) == {1: 1, 2: 2}
    assert counted([]) == {}
