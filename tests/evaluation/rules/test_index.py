"""The index, with the figures of the regulation and of the regency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caruban.datasets.cirebon import files
from caruban.evaluation.rules.index import compute, predicate_of, rounded
from tests.evaluation.rules.shipped import pemdi, small, spbe, values

RESULT = files.told("index_2021.yaml")
ALL_SPBE = sorted(spbe().by_number)


def test_cirebon_2021_is_1_91_cukup():
    index = compute(spbe(), values(RESULT["levels"]))

    assert index.printed == Decimal("1.91")
    assert index.value == Decimal("1.9135")
    assert index.predicate.name == "Cukup"
    assert index.missing == ()


@pytest.mark.parametrize(
    ("aspect", "printed"), [(1, "2.20"), (2, "2.00"), (5, "1.00"), (7, "2.30"), (8, "1.83")]
)
def test_aspects_of_2021_are_those_of_table_3_1(aspect, printed):
    index = compute(spbe(), values(RESULT["levels"]))

    assert rounded(index.aspects[aspect]) == Decimal(printed)


@pytest.mark.parametrize("level", range(1, 6))
@pytest.mark.parametrize("instrument", [spbe(), pemdi()], ids=lambda one: one.code)
def test_one_level_everywhere_is_the_index(instrument, level):
    index = compute(instrument, dict.fromkeys(instrument.by_number, Decimal(level)))

    assert index.value == level
    assert set(index.domains.values()) == set(index.aspects.values()) == {Decimal(level)}


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("1.9135", "1.91"),
        ("2.1154", "2.12"),
        ("2.595", "2.60"),
        ("2.594999", "2.59"),
        ("0.005", "0.01"),
        ("4.995", "5.00"),
        ("2.665", "2.67"),
    ],
)
def test_rounding_is_half_up(value, printed):
    assert rounded(Decimal(value)) == Decimal(printed)


@given(st.integers(1, 60), st.integers(1, 5))
def test_equal_parts_that_have_no_end_still_make_their_whole(parts, level):
    third = Decimal(level) / parts

    assert rounded(sum([third] * parts)) == level


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("0", "Kurang"),
        ("1.79", "Kurang"),
        ("1.7949", "Kurang"),
        ("1.795", "Cukup"),
        ("1.80", "Cukup"),
        ("2.5949", "Cukup"),
        ("2.595", "Baik"),
        ("2.60", "Baik"),
        ("3.49", "Baik"),
        ("3.50", "Sangat Baik"),
        ("4.1949", "Sangat Baik"),
        ("4.20", "Memuaskan"),
        ("5", "Memuaskan"),
    ],
)
def test_predicates_of_2020_at_their_edges(value, name):
    assert predicate_of(spbe(), Decimal(value)).name == name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("0", "Kurang"),
        ("1.00", "Kurang"),
        ("1.50", "Cukup"),
        ("2.49", "Cukup"),
        ("2.50", "Baik"),
        ("3.50", "Sangat Baik"),
        ("4.00", "Memuaskan"),
        ("5.00", "Memuaskan"),
    ],
)
def test_predicates_of_2026_at_their_edges(value, name):
    assert predicate_of(pemdi(), Decimal(value)).name == name


def test_what_nobody_answered_counts_as_nothing_and_is_named():
    index = compute(small(), {1: Decimal(5), 3: None})

    assert index.missing == (2, 3)
    assert index.value == Decimal(1)  # 20 % of 5
    assert index.domains[1] == Decimal(2)  # 20 of 50 % of 5
    assert index.domains[2] == 0


LEVELS = st.fixed_dictionaries({n: st.integers(1, 5).map(Decimal) for n in ALL_SPBE})


@given(LEVELS)
def test_the_index_is_the_weighted_mean_of_its_domains_and_of_its_aspects(levels):
    index = compute(spbe(), levels)
    of_domains = sum(index.domains[one.number] * one.weight for one in spbe().domains) / 100
    of_aspects = sum(index.aspects[one.number] * one.weight for one in spbe().aspects) / 100

    assert rounded(of_domains) == rounded(of_aspects) == index.printed
    assert 1 <= index.value <= 5


@given(LEVELS, st.sampled_from(ALL_SPBE))
def test_a_higher_level_never_lowers_anything(levels, number):
    before = compute(spbe(), levels)
    after = compute(spbe(), {**levels, number: Decimal(5)})

    assert after.value >= before.value
    assert all(after.aspects[one] >= before.aspects[one] for one in before.aspects)
    assert after.predicate.low >= before.predicate.low
