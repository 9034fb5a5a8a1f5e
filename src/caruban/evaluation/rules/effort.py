"""What it takes to raise an indicator by one level: the instrument's defaults, where set anew."""

from collections.abc import Mapping
from decimal import Decimal

from caruban.evaluation.rules.instrument import LEVELS, Effort, Instrument

UNKNOWN = Effort(20, Decimal(25_000_000))  # where an instrument says nothing
Efforts = Mapping[tuple[int, int], Effort]


def default_effort(instrument: Instrument, number: int, level: int) -> Effort:
    """Give the instrument's own estimate for one step; an aspect's table goes before its scale's.

    The estimates are the project's, not a regulation's; every institution edits them.
    """
    indicator = instrument.by_number[number]
    for table in (f"aspect {indicator.aspect}", indicator.scale):
        effort = instrument.efforts.get(table, {}).get(level)
        if effort is not None:
            return effort
    return UNKNOWN


def efforts_of(instrument: Instrument, own: Efforts) -> dict[tuple[int, int], Effort]:
    """Give the effort of every step by (indicator, level): the institution's own, else default."""
    return {
        (one.number, level): own.get((one.number, level))
        or default_effort(instrument, one.number, level)
        for one in instrument.indicators
        for level in LEVELS
    }
