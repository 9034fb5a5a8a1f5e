"""How an answer becomes a value: each instrument names one of these rules."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from caruban.evaluation.rules.instrument import External, Indicator, Instrument, Level

ONE = Decimal(1)


@dataclass(frozen=True)
class Given:
    """What is known of one indicator.

    level      the level claimed or judged, 1 to 5; None while nobody said
    accepted   items of evidence that were accepted, how many by level; None where not counted
    score      the official value of another body's index, where the indicator takes it from there
    """

    level: int | None = None
    accepted: Mapping[int, int] | None = None
    score: Decimal | None = None


ValueRule = Callable[[Indicator, tuple[Level, ...], Given], Decimal | None]


def value_of(instrument: Instrument, number: int, given: Given) -> Decimal | None:
    """Give the value of an indicator by the rule of its instrument; None while nobody answered."""
    indicator = instrument.by_number[number]
    rule = VALUE_RULES[instrument.value_rule]
    return rule(indicator, instrument.scales[indicator.scale], given)


def whole_levels(indicator: Indicator, scale: tuple[Level, ...], given: Given) -> Decimal | None:
    """Value of an indicator where it is simply its level, 1 to 5.

    Source: PermenPANRB 59/2020, annex: index = sum of weight times level.
    """
    return None if given.level is None else Decimal(given.level)


def band_share(indicator: Indicator, scale: tuple[Level, ...], given: Given) -> Decimal | None:
    """Value inside the band of a level, 1,00 to 5,00, by the share of its items accepted.

    A score of the other body's index goes first where the indicator takes its value from there.
    Next the items: a complete level ends at the upper edge of its band; in the first level that
    is not complete, the share of its items carries the value on from its lower edge; nothing
    accepted is 1,00. Where no items were counted, the level stands for itself, complete.

    Source: PermenPANRB 8/2026, table 4 (bands). The share is read off one assessor's sheet
    (level 1 complete 1,50; level 2 complete 2,50; 2 of 4 items of level 2 more than level 1 2,00;
    1 of 3 items of level 1 1,17) and not confirmed by the regulation's text: the instrument marks
    its rule as unverified.
    """
    if given.score is not None and indicator.external and indicator.external.sets_value:
        return from_external(indicator.external, scale, given.score)
    if given.accepted is not None:
        return _by_items(indicator, scale, given.accepted)
    return None if given.level is None else _edges(scale[given.level - 1])[1]


def _by_items(
    indicator: Indicator, scale: tuple[Level, ...], accepted: Mapping[int, int]
) -> Decimal:
    value = ONE
    for rung in scale:
        wanted = len(indicator.items[rung.number])
        got = min(accepted.get(rung.number, 0), wanted)
        low, high = _edges(rung)
        value = low + (high - low) * got / wanted
        if got < wanted:
            break
    return value


def from_external(external: External, scale: tuple[Level, ...], score: Decimal) -> Decimal:
    """Carry another body's index over to the bands of the instrument, linear inside each band.

    Source: PermenPANRB 8/2026, indicator 5 (SDI 25 gives 2,00; 68,75 gives 3,75).
    Raises ValueError for a score outside of the other index's bands.
    """
    for number, (low, high) in sorted(external.bands.items()):
        if low <= score < high or (number == max(external.bands) and score == high):
            floor, ceiling = _edges(scale[number - 1])
            return floor + (ceiling - floor) * (score - low) / (high - low)
    raise ValueError(f"{score} is outside of the bands of {external.name}")


def complete_level(indicator: Indicator, accepted: Mapping[int, int]) -> int:
    """Give the highest level all of whose items, and those of all levels below, are accepted.

    0 while level 1 is not complete. For instruments whose indicators have items.
    """
    level = 0
    for number in sorted(indicator.items):
        if accepted.get(number, 0) < len(indicator.items[number]):
            break
        level = number
    return level


def counted(items: Collection[str]) -> dict[int, int]:
    """Count items written as "level.item" ("3.1") by their level; each item counts once."""
    counts: dict[int, int] = {}
    for item in set(items):
        level = int(item.split(".", 1)[0])
        counts[level] = counts.get(level, 0) + 1
    return counts


def _edges(rung: Level) -> tuple[Decimal, Decimal]:
    if rung.low is None or rung.high is None:
        raise ValueError(f"level {rung.number} has no band")
    return rung.low, rung.high


VALUE_RULES: dict[str, ValueRule] = {"whole_levels": whole_levels, "band_share": band_share}


def is_whole(instrument: Instrument) -> bool:
    """Say whether a value is simply its level, so that many can be computed in whole numbers."""
    return VALUE_RULES[instrument.value_rule] is whole_levels
