"""What the planning document prints, computed again."""

from decimal import Decimal

import pytest

from caruban.datasets.cirebon import files
from caruban.evaluation.rules.document import recompute
from caruban.evaluation.rules.gap import Gap, gaps
from caruban.evaluation.rules.index import compute
from tests.evaluation.rules.shipped import spbe, values

RESULT = files.told("index_2021.yaml")
TARGETS = files.told("targets_2024.yaml")


def of(told):
    return {number: Decimal(text) for number, text in told.items()}


@pytest.mark.parametrize(
    ("aspects", "what", "computed"),
    [
        (RESULT["printed"]["aspects"], "index", "1.91290"),
        (RESULT["printed"]["aspects"], "domain 4", "2.11407"),
        (TARGETS["aspects"], "index", "3.21950"),
        (TARGETS["aspects"], "domain 1", "3.30000"),
        (TARGETS["aspects"], "domain 2", "2.98000"),
        (TARGETS["aspects"], "domain 3", "3.29091"),
        (TARGETS["aspects"], "domain 4", "3.30220"),
    ],
)
def test_the_document_s_figures_computed_again(aspects, what, computed):
    found = recompute(spbe(), of(aspects), what)

    assert found.quantize(Decimal("0.00001")) == Decimal(computed)


def test_the_gap_of_2024_is_counted_as_printed():
    index = compute(spbe(), values(RESULT["levels"]))
    targets = {("index", 0): Decimal("3.2"), ("aspect", 8): Decimal(3), ("domain", 3): Decimal(1)}
    found = gaps(index, targets)

    assert found["index", 0].distance == Decimal("1.29")
    assert found["aspect", 8].distance == Decimal("1.17")
    assert found["domain", 3].is_reached


def test_a_target_of_what_the_instrument_lacks_has_no_gap():
    index = compute(spbe(), values(RESULT["levels"]))

    assert gaps(index, {("aspect", 99): Decimal(3)}) == {}


@pytest.mark.parametrize(("value", "reached"), [("2.994999", False), ("2.995", True), ("3", True)])
def test_a_target_is_reached_when_the_printed_value_reaches_it(value, reached):
    assert Gap(Decimal(value), Decimal("3.00")).is_reached is reached
