"""The index of many institutions and years in one go, exact like `index.compute`.

Weights and values are whole numbers here (hundredths of a percent times levels), so that a matrix
product of integers gives every sum without a rounding; one division comes at the very end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from caruban.evaluation.rules.index import CENT, Index
from caruban.evaluation.rules.instrument import HUNDRED, LEVELS, Indicator, Instrument, Predicate

Whole = NDArray[np.int64]
EXACT = {level: Decimal(level) for level in LEVELS}


@dataclass(frozen=True)
class Scores:
    """The scores of many sets of values: a row for each set, a column for each figure.

    columns   ("index", 0), then each ("domain", number) and ("aspect", number)
    sums      what each figure's weights times values add up to; `wholes` is what to divide by
    """

    instrument: Instrument
    columns: tuple[tuple[str, int], ...]
    sums: Whole
    wholes: Whole

    @cached_property
    def cents(self) -> Whole:
        """Give every figure as printed, in hundredths: 191 is 1,91 (half up)."""
        return (self.sums * 200 + self.wholes) // (self.wholes * 2)

    @cached_property
    def predicates(self) -> list[Predicate]:
        """Give the predicate of each row's index, read off as printed."""
        names = self.instrument.predicates
        lows = np.array([_whole(one.low, HUNDRED) for one in names])
        places = np.searchsorted(lows, self.cents[:, 0], side="right") - 1
        return [names[place] for place in np.maximum(places, 0).tolist()]

    def value(self, row: int, kind: str = "index", number: int = 0) -> Decimal:
        """Give one exact figure of a row, 0 to 5. Raises ValueError for an unknown figure."""
        column = self.columns.index((kind, number))
        return Decimal(int(self.sums[row, column])) / int(self.wholes[column])

    def index(self, row: int, values: Mapping[int, Decimal]) -> Index:
        """Give a whole row as `index.compute` does; `values` are the ones it was made of."""
        figures = {key: self.value(row, *key) for key in self.columns}
        numbers = (one.number for one in self.instrument.indicators)
        return Index(
            value=figures["index", 0],
            domains={
                number: value for (kind, number), value in figures.items() if kind == "domain"
            },
            aspects={
                number: value for (kind, number), value in figures.items() if kind == "aspect"
            },
            values=values,
            predicate=self.predicates[row],
            missing=tuple(number for number in numbers if number not in values),
        )

    def printed(self, row: int, kind: str = "index", number: int = 0) -> Decimal:
        """Give one figure of a row as printed. Raises ValueError for an unknown figure."""
        return int(self.cents[row, self.columns.index((kind, number))]) * CENT


class Scorer:
    """Computes the scores of many sets of values by one instrument; made once, used often."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.numbers = tuple(one.number for one in instrument.indicators)
        self.columns = _columns(instrument)
        self._finest = 10 ** max(_decimals(one.weight) for one in instrument.indicators)
        all_of = instrument.indicators
        members = [_members(instrument, kind, number) for kind, number in self.columns]
        self._weights = np.array(
            [[self._scaled(one) * (one.number in group) for group in members] for one in all_of],
            dtype=np.int64,
        )

    def scores(self, rows: Sequence[Sequence[int]] | ArrayLike, *, unit: int = 1) -> Scores:
        """Compute the scores of rows of values.

        rows   whole numbers in the order of `numbers`: levels 0 (none) to 5, or parts of levels
        unit   how many make one level: 1 for levels, 100 for values of two decimals

        Raises ValueError for rows that do not have a value for each indicator.
        """
        values = np.asarray(rows, dtype=np.int64).reshape(-1, len(self.numbers))
        wholes = self._weights.sum(axis=0) * unit
        return Scores(self.instrument, self.columns, values @ self._weights, wholes)

    def indices(self, levels: Sequence[Mapping[int, int]]) -> list[Index]:
        """Compute the index of many sets of whole levels, by number; what lacks counts as 0."""
        scores = self.scores([[one.get(number, 0) for number in self.numbers] for one in levels])
        return [
            scores.index(row, {n: EXACT[one[n]] for n in self.numbers if n in one})
            for row, one in enumerate(levels)
        ]

    def _scaled(self, indicator: Indicator) -> int:
        return _whole(indicator.weight, Decimal(self._finest))


def compute_many(
    instrument: Instrument, rows: Sequence[Sequence[int]] | ArrayLike, *, unit: int = 1
) -> Scores:
    """Compute the scores of many sets of values; see `Scorer.scores`."""
    return Scorer(instrument).scores(rows, unit=unit)


def _columns(instrument: Instrument) -> tuple[tuple[str, int], ...]:
    domains = [("domain", one.number) for one in instrument.domains]
    aspects = [("aspect", one.number) for one in instrument.aspects]
    return (("index", 0), *domains, *aspects)


def _members(instrument: Instrument, kind: str, number: int) -> frozenset[int]:
    return frozenset(one.number for one in instrument.part(kind, number))


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _whole(number: Decimal, scale: Decimal) -> int:
    return int(number * scale)
