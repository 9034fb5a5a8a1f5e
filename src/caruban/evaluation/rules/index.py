"""The index: exact sums of weights times values, rounded only to be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from caruban.evaluation.rules.instrument import HUNDRED, Indicator, Instrument, Part, Predicate

ZERO = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Index:
    """A computed index with all that it is made of.

    value      exact, 0 to 5; domains and aspects likewise, by their number
    predicate  the name for `value`, read off as printed
    missing    indicators without a value: they count as 0, as in the ministry's sheet
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
    return value.quantize(CENT, ROUND_HALF_UP)


def compute(instrument: Instrument, values: Mapping[int, Decimal | None]) -> Index:
    """Compute index, domains and aspects from the value of each indicator.

    values   by the indicator's number; one that is None or absent counts as 0 and is named

    Source: PermenPANRB 59/2020, annex: index = sum of weight/100 times value; an aspect's or
    domain's value is the same sum over its indicators, divided by its own weight.
    """
    known = {number: value for number, value in values.items() if value is not None}
    aspects = {
        aspect.number: _mean(aspect, instrument.indicators_of(aspect.number), known)
        for aspect in instrument.aspects
    }
    domains = {
        domain.number: sum(
            (aspects[one.number] * one.weight for one in instrument.aspects_of(domain.number)),
            ZERO,
        )
        / domain.weight
        for domain in instrument.domains
    }
    value = sum((known.get(one.number, ZERO) * one.weight for one in instrument.indicators), ZERO)
    return Index(
        value=value / HUNDRED,
        domains=domains,
        aspects=aspects,
        values=known,
        predicate=predicate_of(instrument, value / HUNDRED),
        missing=tuple(one.number for one in instrument.indicators if one.number not in known),
    )


def _mean(aspect: Part, parts: Iterable[Indicator], values: Mapping[int, Decimal]) -> Decimal:
    total = sum((values.get(one.number, ZERO) * one.weight for one in parts), ZERO)
    return total / aspect.weight


def predicate_of(instrument: Instrument, value: Decimal) -> Predicate:
    """Give the name of an index, read off its printed form: 2,595 prints as 2,60 and is "Baik".

    So the number and the word that a reader sees together never disagree. What lies below the
    lowest band takes the lowest name. Source: PermenPANRB 59/2020, table of predicates.
    """
    printed = rounded(value)
    fitting = [one for one in instrument.predicates if one.low <= printed]
    return fitting[-1] if fitting else instrument.predicates[0]


class Scorer:
    """Compute the index of many sets of levels by one instrument, exactly and fast.

    Weights and values are scaled to whole numbers once, so that each set costs a row of integer
    products; the figures are those of `compute`, to the last digit.
    """

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.numbers = [one.number for one in instrument.indicators]
        self.scale = 10 ** max(
            -int(one.weight.as_tuple().exponent) for one in instrument.indicators
        )
        self.weights = [int(one.weight * self.scale) for one in instrument.indicators]
        self.spans = self._spans()

    def _spans(self) -> list[tuple[int, list[int], int]]:
        places = {number: place for place, number in enumerate(self.numbers)}
        return [
            (
                aspect.number,
                [places[one.number] for one in self.instrument.indicators_of(aspect.number)],
                int(aspect.weight * self.scale),
            )
            for aspect in self.instrument.aspects
        ]

    def index(self, levels: list[int]) -> Decimal:
        """Give the exact index of whole levels in the order of the indicators."""
        total = sum(map(int.__mul__, self.weights, levels))
        return Decimal(total) / (self.scale * 100)

    def aspects(self, levels: list[int]) -> dict[int, Decimal]:
        """Give the exact value of each aspect of whole levels in the order of the indicators."""
        products = list(map(int.__mul__, self.weights, levels))
        return {
            number: Decimal(sum([products[place] for place in places])) / weight
            for number, places, weight in self.spans
        }
