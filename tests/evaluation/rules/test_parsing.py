"""A document becomes an instrument, or every mistake in it is named."""

from contextlib import suppress
from copy import deepcopy
from decimal import Decimal

import pytest

from caruban.evaluation.rules.index import compute
from caruban.evaluation.rules.parsing import InstrumentError, exact, parse
from caruban.evaluation.rules.values import Given, value_of
from tests.evaluation.factories import a_document_of_an_instrument, document_of


def mistakes(document):
    with pytest.raises(InstrumentError) as refused:
        parse(document)
    return dict(refused.value.mistakes)


def changed(*steps, to, document=None):
    """Give a document in which one value is another one; `steps` lead to it."""
    document = deepcopy(document or a_document_of_an_instrument())
    place = document
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = to
    return document


@pytest.mark.parametrize(
    ("code", "indicators", "aspects", "domains"),
    [("permenpanrb-59-2020", 47, 8, 4), ("permenpanrb-8-2026", 20, 7, 1)],
)
def test_the_instruments_of_the_house_are_valid(code, indicators, aspects, domains):
    instrument = parse(document_of(code))

    assert len(instrument.indicators) == indicators
    assert (len(instrument.aspects), len(instrument.domains)) == (aspects, domains)
    assert sum(one.weight for one in instrument.indicators) == 100


def test_what_is_unverified_in_an_instrument_is_marked():
    assert parse(document_of("permenpanrb-8-2026")).value_rule_unverified
    assert not parse(document_of("permenpanrb-59-2020")).value_rule_unverified


@pytest.mark.parametrize(
    ("steps", "to", "place", "says"),
    [
        (("indicators", 0, "weight"), "19.99", "aspects 1", "berjumlah 49.99, seharusnya 50"),
        (("aspects", 0, "weight"), "49", "domains 1", "bobot aspek berjumlah 49"),
        (("domains", 1, "weight"), "51", "domains", "berjumlah 101, seharusnya 100"),
        (("indicators", 1, "weight"), "-30", "indicators 2", "lebih dari nol"),
        (("indicators", 0, "weight"), 20.0, "indicators 1", "dalam tanda kutip"),
        (("indicators", 0, "weight"), "dua puluh", "indicators 1", "tidak terbaca"),
        (("indicators", 0, "weight"), "NaN", "indicators 1", "bukan bilangan"),
        (("indicators", 0, "aspect"), 7, "indicators 1", "aspek 7 tidak ada"),
        (("indicators", 0, "scale"), "lain", "indicators 1", "skala 'lain' tidak ada"),
        (("indicators", 0, "criteria"), {1: "a", 3: "b", 4: "c"}, "indicators 1", "tingkat 2, 5"),
        (("indicators", 1, "number"), 1, "indicators", "nomor 1 dipakai 2 kali"),
        (("indicators",), [], "indicators", "tidak boleh kosong"),
        (("indicators",), {"1": {}}, "indicators", "harus berupa daftar"),
        (("aspects", 0, "domain"), 9, "aspects 1", "domain 9 tidak ada"),
        (("value_rule", "name"), "tebakan", "value_rule", "ada: band_share, whole_levels"),
        (("scales", "process"), [], "scales.process", "tingkat 1 sampai 5"),
        (("predicates", 0, "to"), "2.4", "predicates", "celah"),
        (("predicates", 0, "to"), "2.6", "predicates", "tumpang tindih"),
        (("predicates", 1, "to"), "4.9", "predicates", "sampai 5"),
        (("predicates", 0, "from"), "1.1", "predicates", "mulai dari 1"),
        (("stages",), [{"number": 1, "name": "a", "by": "b", "purpose": "c", "states": ["x"]}],
         "stages 1", "status x tidak dikenal"),
        (("efforts",), {"lain": {1: [1, "1"]}}, "efforts lain", "bukan skala atau aspek"),
        (("efforts",), {"process": {9: [1, "1"]}}, "efforts process", "tingkat 1 sampai 5"),
        (("efforts",), {"process": {1: [-1, "1"]}}, "efforts process", "kurang dari nol"),
        (("prerequisites",), [{"indicator": 1, "level": 2, "needs": 9, "at": 1}],
         "prerequisites 1.2", "indikator yang tidak ada"),
        (("prerequisites",), [{"indicator": 1, "level": 6, "needs": 2, "at": 1}],
         "prerequisites 1.6", "di luar 1 sampai 5"),
        (("prerequisites",), [{"indicator": 1}], "prerequisites 1", "bagian 'level' tidak ada"),
        (("in_force_from",), "Juni 2026", "in_force_from", "tanggal"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_place(steps, to, place, says):
    found = mistakes(changed(*steps, to=to))

    assert place in found, found
    assert says in found[place]


@pytest.mark.parametrize("part", ["code", "name", "source", "value_rule", "scales"])
def test_a_missing_part_is_named(part):
    document = a_document_of_an_instrument()
    del document[part]

    assert mistakes(document) == {"dokumen": f"bagian '{part}' tidak ada"}


def test_every_mistake_is_named_at_once():
    document = changed("indicators", 0, "weight", to="10")
    document["value_rule"]["name"] = "tebakan"
    document["predicates"][0]["to"] = "2"

    assert set(mistakes(document)) == {"aspects 1", "value_rule", "predicates"}


def test_one_broken_row_does_not_hide_the_next():
    document = changed("indicators", 0, to={"number": 1})
    del document["indicators"][2]["weight"]

    assert set(mistakes(document)) == {"indicators 1", "indicators 3"}


def test_prerequisites_that_go_in_circles_are_refused():
    circle = [
        {"indicator": 1, "level": 3, "needs": 2, "at": 3},
        {"indicator": 2, "level": 2, "needs": 1, "at": 4},
    ]
    found = mistakes(a_document_of_an_instrument(prerequisites=circle))

    assert set(found) >= {"prerequisites 1.3", "prerequisites 2.2"}


BANDS = {
    "value_rule": {"name": "band_share"},
    "scales": {
        "process": [
            {"level": n, "name": f"T{n}", "from": str(n - 1), "to": str(n)} for n in range(1, 6)
        ]
    },
}


def banded(**changes):
    document = a_document_of_an_instrument(**deepcopy(BANDS))
    for one in document["indicators"]:
        one["items"] = {level: [{"id": f"butir {level}"}] for level in range(1, 6)}
    return document | changes


def test_where_values_lie_inside_a_level_bands_must_join():
    assert parse(banded())
    broken = changed("scales", "process", 1, "to", to="1.9", document=banded())
    bare = changed("scales", "process", 1, "from", to="2", document=banded())

    assert "bersambung" in mistakes(broken)["scales.process"]
    assert "batas bawah dan atas" in mistakes(bare)["scales.process"]


def test_where_items_are_counted_each_level_needs_one():
    found = mistakes(changed("indicators", 0, "items", to={1: [{"id": "a"}]}, document=banded()))

    assert "tingkat 2, 3, 4, 5" in found["indicators 1"]


def test_another_body_s_index_that_sets_the_value_must_cover_all_levels():
    external = {"name": "SDI", "owner": "Bappenas", "sets_value": True, "bands": {1: ["0", "50"]}}
    document = changed("indicators", 0, "external_index", to=external, document=banded())

    assert "rentang indeks luar" in mistakes(document)["indicators 1"]


def test_a_third_instrument_with_its_own_parts_is_computed_without_code():
    instrument = parse(
        banded(
            code="indeks-desa",
            predicates=[
                {"name": "Tertinggal", "from": "0", "to": "1.3"},
                {"name": "Berkembang", "from": "1.3", "to": "3.75"},
                {"name": "Mandiri", "from": "3.75", "to": "5"},
            ],
        )
    )
    given = {1: Given(5), 2: Given(1, {1: 1, 2: 1}), 3: Given(1, {})}
    values = {number: value_of(instrument, number, one) for number, one in given.items()}
    index = compute(instrument, values)

    assert values == {1: Decimal(5), 2: Decimal(2), 3: Decimal(0)}
    assert index.value == Decimal("1.6")
    assert index.predicate.name == "Berkembang"


JUNK = (None, [], {}, "x", "", -1, 1.5, True, [[]], [{}], {"x": []}, "9" * 40)


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, below in value.items():
            yield from places(below, (*path, key))
    if isinstance(value, list):
        for order, below in enumerate(value[:2]):
            yield from places(below, (*path, order))


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_whatever_stands_anywhere_in_a_document_is_read_or_refused(junk):
    document = banded(
        efforts={"process": {1: [1, "1"]}, "aspects": {1: {2: [1, "1"]}}},
        prerequisites=[{"indicator": 1, "level": 2, "needs": 2, "at": 1}],
        stages=[{"number": 1, "name": "a", "by": "b", "purpose": "c", "states": ["draft"]}],
        teams=[{"role": "a", "name": "b", "who": "c"}],
        in_force_from="2026-01-01",
    )
    for path in places(document):
        broken = changed(*path, to=junk, document=document) if path else junk
        with suppress(InstrumentError):
            parse(broken)


@pytest.mark.parametrize("number", [0.1, 1e3, "Infinity", "-inf", "NaN", "", "1,5", None])
def test_a_number_that_is_not_exact_or_not_finite_is_refused(number):
    with pytest.raises((ValueError, ArithmeticError)):
        exact(number)


def test_texts_and_whole_numbers_are_exact():
    assert exact("2.50") == Decimal("2.50")
    assert exact(3) == Decimal(3)
