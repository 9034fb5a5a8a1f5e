"""The index: exact sums of weights times values, rounded only to be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from caruban.evaluation.rules.instrument import HUNDRED, Indicator, Instrument, Predicate

ZERO = Decimal(0)
CENT = Decimal("0.01")
FINE = Decimal("1e-20")


@dataclass(frozen=True)
class Index:
    """A computed index with all that it is made of.

    value      exact, 0 to 5; domains and aspects likewise, by their number
    predicate  the name for `value`, read off as printed
    missing    indicators without a value ("belum dinilai"): each counts as 0
    """

    value: Decimal
    domains: Mapping[int, Decimal]
    aspects: Mapping[int, Decimal]
    values: Mapping[int, Decimal]
    predicate: Predicate
    missing: tuple[int, ...] = field(default=())

    @property
    def printed(self) -> Decimal:
        """Give the index as the ministry prints it."""
        return rounded(self.value)


def rounded(value: Decimal) -> Decimal:
    """Round to two decimals, half up, as the ministry prints (1,9135 is 1,91; 2,1154 is 2,12)."""
    # A third has no end in decimals: three of them must round as the whole that they make, so the
    # last places, where the missing rest would show, go first.
    return value.quantize(FINE, ROUND_HALF_UP).quantize(CENT, ROUND_HALF_UP)


def compute(instrument: Instrument, values: Mapping[int, Decimal | None]) -> Index:
    """Compute index, domains and aspects from the value of each indicator.

    values   by the indicator's number; one that is None or absent counts as 0 and is named in
             `missing`: an unanswered indicator never helps, and never goes unseen

    Source: PermenPANRB 59/2020, annex: index = sum of weight/100 times value; an aspect's or
    domain's value is the same sum over its indicators, divided by its own weight.
    PermenPANRB 8/2026, annex, part B: the same.
    """
    known = {number: value for number, value in values.items() if value is not None}
    value = _mean(instrument.indicators, HUNDRED, known)
    return Index(
        value=value,
        domains={
            domain.number: _mean(instrument.indicators_in(domain.number), domain.weight, known)
            for domain in instrument.domains
        },
        aspects={
            aspect.number: _mean(instrument.indicators_of(aspect.number), aspect.weight, known)
            for aspect in instrument.aspects
        },
        values=known,
        predicate=predicate_of(instrument, value),
        missing=tuple(one.number for one in instrument.indicators if one.number not in known),
    )


def _mean(parts: Iterable[Indicator], weight: Decimal, values: Mapping[int, Decimal]) -> Decimal:
    return sum((values.get(one.number, ZERO) * one.weight for one in parts), ZERO) / weight


def predicate_of(instrument: Instrument, value: Decimal) -> Predicate:
    """Give the name of an index, read off its printed form: 2,595 prints as 2,60 and is "Baik".

    So the number and the word that a reader sees together never disagree. What lies below the
    lowest band takes the lowest name. Source: PermenPANRB 59/2020, table of predicates.
    """
    printed = rounded(value)
    fitting = [one for one in instrument.predicates if one.low <= printed]
    return fitting[-1] if fitting else instrument.predicates[0]
