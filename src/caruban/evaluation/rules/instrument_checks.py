"""What makes a document a valid instrument; each check gives the mistakes that it finds."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from caruban.evaluation.rules.instrument import HUNDRED, LEVELS, Instrument
from caruban.evaluation.rules.values import VALUE_RULES
from caruban.evaluation.rules.workflow import STATES

Mistakes = Iterator[tuple[str, str]]
Step = tuple[int, int]  # indicator, level


def mistakes_of(instrument: Instrument) -> list[tuple[str, str]]:
    """Give every mistake as (place, sentence); an empty list is a valid instrument."""
    return [mistake for check in CHECKS for mistake in check(instrument)]


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
        for name, levels in (("checks", indicator.checks), ("items", indicator.items)):
            if not set(levels) <= set(LEVELS):
                yield place, f"{name} hanya untuk tingkat 1 sampai 5"


def _predicates(instrument: Instrument) -> Mistakes:
    for lower, upper in pairwise(instrument.predicates):
        if lower.high != upper.low:
            what = "celah" if lower.high < upper.low else "tumpang tindih"
            yield "predicates", f"antara {lower.name} dan {upper.name} ada {what}"
    for one in instrument.predicates:
        if one.low >= one.high:
            yield "predicates", f"batas bawah {one.name} harus di bawah batas atasnya"
    if not instrument.predicates or instrument.predicates[-1].high != LEVELS[-1]:
        yield "predicates", "predikat tertinggi harus sampai 5"
    elif instrument.predicates[0].low > LEVELS[0]:
        yield "predicates", "predikat terendah harus mulai dari 1 atau kurang"


def _bands(instrument: Instrument) -> Mistakes:
    if instrument.value_rule != "band_share":
        return
    for name, levels in instrument.scales.items():
        edges = [(level.low, level.high) for level in levels]
        if any(low is None or high is None or low >= high for low, high in edges):
            yield f"scales.{name}", "setiap tingkat harus punya batas bawah dan atas nilai"
        elif any(one[1] != other[0] for one, other in pairwise(edges)):
            yield f"scales.{name}", "batas nilai antartingkat harus bersambung"
    for indicator in instrument.indicators:
        bare = [str(level) for level in LEVELS if not indicator.items.get(level)]
        if bare:
            place = f"indicators {indicator.number}"
            yield place, f"butir data dukung tingkat {', '.join(bare)} tidak ada"


def _externals(instrument: Instrument) -> Mistakes:
    for indicator in instrument.indicators:
        if indicator.external is None or not indicator.external.sets_value:
            continue
        bands = indicator.external.bands
        edges = [bands[level] for level in LEVELS if level in bands]
        if len(edges) != len(LEVELS) or not _run_on(edges):
            place = f"indicators {indicator.number}"
            yield place, "rentang indeks luar harus bersambung dari tingkat 1 sampai 5"


def _run_on(edges: list[tuple[Decimal, Decimal]]) -> bool:
    rising = all(low < high for low, high in edges)
    return rising and all(one[1] == other[0] for one, other in pairwise(edges))


def _stages(instrument: Instrument) -> Mistakes:
    for stage in instrument.stages:
        unknown = [state for state in stage.states if state not in STATES]
        if unknown:
            yield f"stages {stage.number}", f"status {', '.join(unknown)} tidak dikenal"


def _efforts(instrument: Instrument) -> Mistakes:
    tables = {f"aspect {one.number}" for one in instrument.aspects} | set(instrument.scales)
    for name, row in instrument.efforts.items():
        if name not in tables:
            yield f"efforts {name}", "bukan skala atau aspek instrumen ini"
        if not set(row) <= set(LEVELS):
            yield f"efforts {name}", "upaya hanya untuk tingkat 1 sampai 5"
        if any(effort.days < 0 or effort.cost < 0 for effort in row.values()):
            yield f"efforts {name}", "hari dan biaya tidak boleh kurang dari nol"


def _prerequisites(instrument: Instrument) -> Mistakes:
    numbers = {one.number for one in instrument.indicators}
    for rule in instrument.prerequisites:
        place = f"prerequisites {rule.indicator}.{rule.level}"
        if not {rule.indicator, rule.needs} <= numbers:
            yield place, "menyebut indikator yang tidak ada"
        if not {rule.level, rule.at} <= set(LEVELS):
            yield place, "menyebut tingkat di luar 1 sampai 5"
    for number, level in _circles(instrument):
        yield f"prerequisites {number}.{level}", "prasyarat berputar kembali ke dirinya sendiri"


def _circles(instrument: Instrument) -> list[Step]:
    """Peel off steps that wait for nothing or that nothing waits for; the rest go in circles."""
    steps = [(one.number, level) for one in instrument.indicators for level in LEVELS]
    needs = {step: {(step[0], step[1] - 1)} & set(steps) for step in steps}
    for rule in instrument.prerequisites:
        needs.get((rule.indicator, rule.level), set()).add((rule.needs, rule.at))
    left = set(needs)
    while free := _free(left, needs):
        left -= free
    return sorted(left)


def _free(left: set[Step], needs: Mapping[Step, set[Step]]) -> set[Step]:
    awaited = {need for step in left for need in needs[step]}
    return {step for step in left if step not in awaited or not needs[step] & left}


CHECKS = (
    _rule,
    _scales,
    _numbers,
    _parents,
    _weights,
    _criteria,
    _predicates,
    _bands,
    _externals,
    _stages,
    _efforts,
    _prerequisites,
)
