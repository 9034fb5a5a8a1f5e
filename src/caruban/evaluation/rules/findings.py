"""What an evaluation found: strengths and weaknesses, read off the levels."""

from collections.abc import Mapping
from dataclasses import dataclass

from caruban.evaluation.rules.instrument import Indicator

STRONG = 3  # "terstandardisasi": the process is set and covers all that it should


@dataclass(frozen=True)
class Findings:
    """Indicators that are strong, that are weak, and that nobody judged; weakest and best first."""

    strong: tuple[Indicator, ...]
    weak: tuple[Indicator, ...]
    unknown: tuple[Indicator, ...]


def findings(indicators: tuple[Indicator, ...], levels: Mapping[int, int | None]) -> Findings:
    """Sort indicators by what their level says: 3 and more is a strength, less a weakness.

    Levels 1 and 2 of both instruments mean that a thing is not there, or there in part; from 3 on
    it is whole. The line is ours: the regulations name no strengths.
    """
    known = [(one, levels.get(one.number)) for one in indicators]
    strong = sorted(
        (-level, one.number, one) for one, level in known if level is not None and level >= STRONG
    )
    weak = sorted(
        (level, -one.weight, one.number, one)
        for one, level in known
        if level is not None and level < STRONG
    )
    return Findings(
        strong=tuple(row[-1] for row in strong),
        weak=tuple(row[-1] for row in weak),
        unknown=tuple(one for one, level in known if level is None),
    )
