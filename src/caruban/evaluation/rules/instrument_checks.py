"""What makes a document a valid instrument; each check gives the mistakes that it finds."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from caruban.evaluation.rules.instrument import HUNDRED, LEVELS, Instrument
from caruban.evaluation.rules.values import VALUE_RULES

Mistakes = Iterator[tuple[str, str]]


def mistakes_of(instrument: Instrument) -> list[tuple[str, str]]:
    """Give every mistake as (place, sentence); an empty list is a valid instrument."""
    checks = (_rule, _scales, _numbers, _parents, _weights, _criteria, _predicates, _bands)
    return [mistake for check in checks for mistake in check(instrument)]


def _rule(instrument: Instrument) -> Mistakes:
    if instrument.value_rule not in VALUE_RULES:
        known = ", ".join(sorted(VALUE_RULES))
        yield "value_rule", f"aturan nilai {instrument.value_rule!r} tidak dikenal; ada: {known}"


def _scales(instrument: Instrument) -> Mistakes:
    for name, levels in instrument.scales.items():
        if tuple(level.number for level in levels) != LEVELS:
            yield f"scales.{name}", "skala harus memuat tingkat 1 sampai 5, berurutan"


def _numbers(instrument: Instrument) -> Mistakes:
    for place, parts in (
        ("domains", instrument.domains),
        ("aspects", instrument.aspects),
        ("indicators", instrument.indicators),
    ):
        if not parts:
            yield place, "tidak boleh kosong"
        for number, times in Counter(part.number for part in parts).items():
            if times > 1:
                yield place, f"nomor {number} dipakai {times} kali"


def _parents(instrument: Instrument) -> Mistakes:
    domains = {domain.number for domain in instrument.domains}
    aspects = {aspect.number for aspect in instrument.aspects}
    for aspect in instrument.aspects:
        if aspect.domain not in domains:
            yield f"aspects {aspect.number}", f"domain {aspect.domain} tidak ada"
    for indicator in instrument.indicators:
        if indicator.aspect not in aspects:
            yield f"indicators {indicator.number}", f"aspek {indicator.aspect} tidak ada"


def _weights(instrument: Instrument) -> Mistakes:
    for aspect in instrument.aspects:
        parts = [one.weight for one in instrument.indicators if one.aspect == aspect.number]
        yield from _sum(f"aspects {aspect.number}", "indikator", parts, aspect.weight)
    for domain in instrument.domains:
        parts = [one.weight for one in instrument.aspects if one.domain == domain.number]
        yield from _sum(f"domains {domain.number}", "aspek", parts, domain.weight)
    yield from _sum("domains", "domain", [one.weight for one in instrument.domains], HUNDRED)
    for indicator in instrument.indicators:
        if indicator.weight <= 0:
            yield f"indicators {indicator.number}", "bobot harus lebih dari nol"


def _sum(place: str, what: str, weights: list[Decimal], whole: Decimal) -> Mistakes:
    total = sum(weights, Decimal(0))
    if total != whole:
        yield place, f"bobot {what} berjumlah {total}, seharusnya {whole}"


def _criteria(instrument: Instrument) -> Mistakes:
    for indicator in instrument.indicators:
        place = f"indicators {indicator.number}"
        missing = [str(level) for level in LEVELS if not indicator.criteria.get(level)]
        if missing:
            yield place, f"kriteria tingkat {', '.join(missing)} tidak ada"
        if indicator.scale not in instrument.scales:
            yield place, f"skala {indicator.scale!r} tidak ada"


def _predicates(instrument: Instrument) -> Mistakes:
    for lower, upper in pairwise(instrument.predicates):
        if lower.high != upper.low:
            yield (
                "predicates",
                f"antara {lower.name} dan {upper.name} ada celah atau tumpang tindih",
            )
    if not instrument.predicates or instrument.predicates[-1].high != LEVELS[-1]:
        yield "predicates", "predikat tertinggi harus sampai 5"


def _bands(instrument: Instrument) -> Mistakes:
    if instrument.value_rule != "band_share":
        return
    for name, levels in instrument.scales.items():
        edges = [(level.low, level.high) for level in levels]
        if any(low is None or high is None or low >= high for low, high in edges):
            yield f"scales.{name}", "setiap tingkat harus punya batas bawah dan atas nilai"
        elif any(one[1] != other[0] for one, other in pairwise(edges)):
            yield f"scales.{name}", "batas nilai antartingkat harus bersambung"
