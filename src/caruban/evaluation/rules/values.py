"""How an answer becomes a value: each instrument names one of these rules."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from caruban.evaluation.rules.instrument import External, Indicator, Level

ONE = Decimal(1)


@dataclass(frozen=True)
class Given:
    """What is known of one indicator.

    level      the level claimed or judged, 1 to 5; None while nobody said
    accepted   items of evidence that were accepted, by level: how many
    """

    level: int | None
    accepted: Mapping[int, int] | None = None


ValueRule = Callable[["Indicator", "tuple[Level, ...]", Given], Decimal | None]


def whole_levels(
    indicator: "Indicator", scale: "tuple[Level, ...]", given: Given
) -> Decimal | None:
    """Value of an indicator where it is simply its level, 1 to 5.

    Source: PermenPANRB 59/2020, annex: index = sum of weight times level.
    """
    return None if given.level is None else Decimal(given.level)


def band_share(indicator: "Indicator", scale: "tuple[Level, ...]", given: Given) -> Decimal | None:
    """Value inside the band of a level, by the share of its evidence items that was accepted.

    A complete level ends at the upper edge of its band; of the first level that is not complete,
    the share of its items carries the value on from its lower edge. Nothing accepted is 1,00.
    Where no items were counted, the level stands for itself: all its items are taken as accepted.

    Source: PermenPANRB 8/2026, table 4 (bands). The share is read off one assessor's sheet
    (1 level complete 1,50; 2 of 4 items of level 2 more 2,00; 1 of 3 items of level 1 1,17) and
    is not confirmed by the regulation's text: pages mark it as unverified.
    """
    if given.accepted is None:
        return None if given.level is None else _edge(scale[given.level - 1])
    value = ONE
    for rung in scale:
        wanted = len(indicator.items.get(rung.number, ())) or 1
        accepted = min(given.accepted.get(rung.number, 0), wanted)
        low, high = _edges(rung)
        value = low + (high - low) * accepted / wanted
        if accepted < wanted:
            break
    return value


def from_external(external: "External", scale: "tuple[Level, ...]", score: Decimal) -> Decimal:
    """Carry another body's index over to the bands of the instrument, linear inside each band.

    Source: PermenPANRB 8/2026, indicator 5 (SDI 25 gives 2,00; 68,75 gives 3,75).
    Raises ValueError for a score outside of the other index's bands.
    """
    for number, (low, high) in sorted(external.bands.items()):
        last = number == max(external.bands)
        if low <= score < high or (last and score == high):
            floor, ceiling = _edges(scale[number - 1])
            return floor + (ceiling - floor) * (score - low) / (high - low)
    raise ValueError(f"{score} is outside of the bands of {external.name}")


def counted(items: Collection[str]) -> dict[int, int]:
    """Count items written as "level.item" by their level."""
    counts: dict[int, int] = {}
    for item in items:
        level = int(item.split(".", 1)[0])
        counts[level] = counts.get(level, 0) + 1
    return counts


def _edges(rung: "Level") -> tuple[Decimal, Decimal]:
    if rung.low is None or rung.high is None:
        raise ValueError(f"level {rung.number} has no band")
    return rung.low, rung.high


def _edge(rung: "Level") -> Decimal:
    return _edges(rung)[1]


VALUE_RULES: dict[str, ValueRule] = {"whole_levels": whole_levels, "band_share": band_share}
