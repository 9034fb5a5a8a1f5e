"""Many at once give exactly what one at a time does."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caruban.evaluation.rules.bulk import Scorer, compute_many
from caruban.evaluation.rules.index import compute, rounded
from tests.evaluation.rules.shipped import pemdi, small, spbe

THIRDS = small({1: {1: "33.333", 2: "16.667"}, 2: {3: "0.125", 4: "49.875"}})


def keys(instrument):
    parts = [("domain", one.number) for one in instrument.domains]
    return [("index", 0), *parts, *(("aspect", one.number) for one in instrument.aspects)]


def one_by_one(index, kind, number):
    return {"index": {0: index.value}, "domain": index.domains, "aspect": index.aspects}[kind][
        number
    ]


@settings(max_examples=60)
@given(st.data(), st.sampled_from([spbe(), pemdi(), THIRDS]), st.sampled_from([1, 100]))
def test_bulk_equals_one_by_one(data, instrument, unit):
    row = data.draw(
        st.lists(
            st.integers(0, 5 * unit),
            min_size=len(instrument.indicators),
            max_size=len(instrument.indicators),
        )
    )
    many = compute_many(instrument, [row, row[::-1]], unit=unit)
    numbers = Scorer(instrument).numbers
    index = compute(
        instrument, {n: Decimal(value) / unit for n, value in zip(numbers, row, strict=True)}
    )

    for key in keys(instrument):
        assert many.printed(0, *key) == rounded(one_by_one(index, *key))
        assert rounded(many.value(0, *key)) == many.printed(0, *key)
    assert many.predicates[0] == index.predicate


def test_a_row_that_lacks_a_value_is_refused():
    with pytest.raises(ValueError, match="reshape"):
        compute_many(spbe(), [[1, 2, 3]])


def test_nothing_in_gives_nothing_out():
    assert compute_many(spbe(), []).predicates == []


def test_an_unknown_figure_is_refused():
    with pytest.raises(ValueError, match="not in tuple"):
        compute_many(small(), [[1, 2, 3]]).value(0, "aspect", 99)
