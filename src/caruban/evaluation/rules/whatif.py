"""What if levels moved: the index after, and what each step would bring."""

from collections.abc import Mapping
from decimal import Decimal

from caruban.evaluation.rules.index import Index, compute
from caruban.evaluation.rules.instrument import HUNDRED, LEVELS, Instrument
from caruban.evaluation.rules.values import VALUE_RULES, Given


def values_of_levels(
    instrument: Instrument, levels: Mapping[int, int | None]
) -> dict[int, Decimal | None]:
    """Give the value of each indicator that stands at a whole level."""
    rule = VALUE_RULES[instrument.value_rule]
    return {
        one.number: rule(one, instrument.scales[one.scale], Given(levels.get(one.number)))
        for one in instrument.indicators
    }


def moved(
    instrument: Instrument, levels: Mapping[int, int | None], moves: Mapping[int, int]
) -> Index:
    """Compute the index after some indicators moved to other levels."""
    return compute(instrument, values_of_levels(instrument, {**levels, **moves}))


def shifted(
    instrument: Instrument, values: Mapping[int, Decimal | None], moves: Mapping[int, int]
) -> Index:
    """Compute the index after some indicators moved to whole levels; the others keep their values.

    values   as they stand now, which may lie inside of a level's band
    """
    after = values_of_levels(instrument, moves)
    return compute(instrument, {**values, **{number: after[number] for number in moves}})


def step_value(instrument: Instrument, number: int, level: int) -> Decimal:
    """Give what the index gains when an indicator rises to a level from the one below."""
    indicator = instrument.by_number[number]
    scale = instrument.scales[indicator.scale]
    rule = VALUE_RULES[instrument.value_rule]
    after = rule(indicator, scale, Given(level)) or Decimal(0)
    before = rule(indicator, scale, Given(level - 1)) if level > 1 else Decimal(0)
    return (after - (before or Decimal(0))) * indicator.weight / HUNDRED


def next_steps(
    instrument: Instrument, levels: Mapping[int, int | None]
) -> list[tuple[int, int, Decimal]]:
    """Give (indicator, next level, gain to the index) for each that can rise, greatest first."""
    steps = [
        (one.number, (levels.get(one.number) or 0) + 1)
        for one in instrument.indicators
        if (levels.get(one.number) or 0) < LEVELS[-1]
    ]
    gains = [(number, level, step_value(instrument, number, level)) for number, level in steps]
    return sorted(gains, key=lambda step: (-step[2], step[0]))
