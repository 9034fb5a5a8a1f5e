"""The plain files agree with the source document, and with themselves."""

from decimal import Decimal
from itertools import chain

import pytest

from caruban.datasets.cirebon import files
from caruban.datasets.cirebon.demonstration import units_by_subject
from caruban.evaluation.rules.index import compute, rounded
from caruban.evaluation.rules.parsing import parse

RESULT = files.told("index_2021.yaml")
INSTRUMENTS = {one["code"]: parse(one) for one in files.instrument_documents()}
INDEX = compute(
    INSTRUMENTS[RESULT["instrument"]],
    {number: Decimal(level) for number, level in RESULT["levels"].items()},
)


def test_the_levels_give_the_index_of_table_3_1():
    assert str(INDEX.printed) == RESULT["printed"]["index"] == "1.91"
    assert INDEX.predicate.name == RESULT["printed"]["predicate"]


@pytest.mark.parametrize("kind", ["domains", "aspects"])
def test_the_levels_give_every_domain_and_aspect_of_table_3_1(kind):
    computed = {number: str(rounded(value)) for number, value in getattr(INDEX, kind).items()}

    assert computed == RESULT["printed"][kind]


@pytest.mark.parametrize("aspect", RESULT["findings"])
def test_what_the_findings_call_met_stands_above_what_they_call_weak(aspect):
    told = RESULT["findings"][aspect]
    level = RESULT["levels"]
    good = [level[number] for number in (*told["met"], *told.get("strong", ()))]
    weak = [level[number] for number in told["weak"]]

    assert min(good, default=5) > max(weak)


def test_what_the_findings_call_a_strength_is_nowhere_below_what_is_only_met():
    told, level = RESULT["findings"][7], RESULT["levels"]

    assert min(level[one] for one in told["strong"]) >= max(level[one] for one in told["met"])


def test_every_indicator_has_one_finding():
    told = [chain.from_iterable(one.values()) for one in RESULT["findings"].values()]

    assert sorted(chain.from_iterable(told)) == list(range(1, 48))


def test_every_indicator_of_the_demonstration_is_assigned_once():
    codes = {row["code"] for row in files.rows("organisations.csv")}
    for code, instrument in INSTRUMENTS.items():
        numbers = [one.number for one in instrument.indicators]
        assigned = units_by_subject(code, numbers)

        assert sorted(chain.from_iterable(assigned.values())) == numbers
        assert assigned.keys() <= codes


def test_every_row_of_the_assignment_says_why():
    table = files.told("assignment.yaml")
    rows = [row for code in INSTRUMENTS for row in table.get(code, ())]

    assert rows
    assert all(row["reason"] for row in rows)


def test_the_regency_has_its_forty_districts_and_every_unit_a_parent():
    districts = files.rows("districts.csv")
    units = files.rows("organisations.csv")

    assert len({row["region_code"] for row in districts}) == 40
    assert all(row["region_code"].startswith("32.09.") for row in districts)
    assert {row["parent"] for row in units[1:]} <= {row["code"] for row in units}
