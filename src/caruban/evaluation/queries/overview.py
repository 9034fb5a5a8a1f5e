"""Everything that the first page about an evaluation tells, gathered in few looks."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from caruban.evaluation.models import Assessment
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.index import COLUMNS, Basis, current_basis, levels_of, values_from
from caruban.evaluation.queries.live import Line, live
from caruban.evaluation.queries.plans import efforts
from caruban.evaluation.queries.tables import Table, table
from caruban.evaluation.queries.trend import Point, trend
from caruban.evaluation.rules.index import Index, compute
from caruban.evaluation.rules.instrument import Effort
from caruban.evaluation.rules.whatif import next_steps, values_of_levels
from caruban.kernel.access import may
from caruban.kernel.actors import Actor

STEPS = 5  # shown, at most: more are a plan, not a hint


@dataclass(frozen=True)
class NextStep:
    """One indicator that can rise: `gain` to the index, with what the step takes."""

    number: int
    level: int
    gain: Decimal
    effort: Effort
    line: Line | None


@dataclass(frozen=True)
class Overview:
    """What stands, what is proved, where it leads.

    proved   the index that records support, None for who may not see it
    levels   of each indicator on the table's basis
    points   the index of this and other years, the earliest first
    lines    the indicators in full, by number; empty for who sees the result alone
    """

    table: Table
    proved: Index | None
    levels: dict[int, int | None]
    points: list[Point]
    steps: list[NextStep]
    lines: dict[int, Line] = field(default_factory=dict)


def overview(
    assessment: Assessment, *, by: Actor, basis: Basis | None = None, at: datetime | None = None
) -> Overview:
    """Give the overview of an evaluation on a basis, now or at a moment of the past.

    Raises PermissionDenied as `queries.index.index_of` does.
    """
    if may(by, EvaluationPermission.READ, assessment):
        lines = {one.number: one for one in live(assessment, by=by, at=at)}
        index = _index(assessment, lines, basis or current_basis(assessment))
        shown = table(assessment, by=by, basis=basis, at=at, index=index)
        levels = {number: _level(line, shown.basis) for number, line in lines.items()}
        proved = _proved(assessment, lines)
    else:
        lines, proved = {}, None
        shown = table(assessment, by=by, basis=basis, at=at)
        levels = levels_of(assessment, shown.basis, by=by, at=at)
    return Overview(
        table=shown,
        proved=proved,
        levels=levels,
        points=trend(assessment.institution, by=by),
        steps=_steps(assessment, levels, lines),
        lines=lines,
    )


def _level(line: Line, basis: Basis) -> int | None:
    if basis == Basis.PROVED:
        return line.proved or None
    level: int | None = getattr(line.answer, COLUMNS[basis][0])
    return level


def _index(assessment: Assessment, lines: dict[int, Line], basis: Basis) -> Index | None:
    """Compute the index from the answers at hand; None on proofs, which are more than answers."""
    if basis == Basis.PROVED:
        return None
    content = assessment.instrument.content
    return compute(content, values_from(content, (one.answer for one in lines.values()), basis))


def _proved(assessment: Assessment, lines: dict[int, Line]) -> Index:
    content = assessment.instrument.content
    levels = {number: line.proved or None for number, line in lines.items()}
    return compute(content, values_of_levels(content, levels))


def _steps(
    assessment: Assessment, levels: dict[int, int | None], lines: dict[int, Line]
) -> list[NextStep]:
    needed = efforts(assessment.institution, assessment.instrument)
    return [
        NextStep(number, level, gain, needed[number, level], lines.get(number))
        for number, level, gain in next_steps(assessment.instrument.content, levels)[:STEPS]
    ]
