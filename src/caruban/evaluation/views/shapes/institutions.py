"""Institutions with their evaluations, for a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from caruban.evaluation.models import Assessment
from caruban.evaluation.names import named, predicate_name
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.trend import Point
from caruban.evaluation.views.frame import Frame
from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class Year:
    """One evaluation of an institution."""

    year: int
    href: str
    value: Decimal | None
    predicate: str
    instrument: str
    source: str
    state: str
    basis: str
    is_official: bool
    is_reconstructed: bool


@dataclass(frozen=True)
class Entry:
    """One institution, the latest year first; whether the reader works there."""

    institution: Organisation
    years: list[Year]
    may_open: bool


def by_institution(assessments: Iterable[Assessment]) -> list[list[Assessment]]:
    """Group evaluations by institution, institutions by name, each in the order given."""
    held: dict[int, list[Assessment]] = {}
    for one in assessments:
        held.setdefault(one.institution_id, []).append(one)
    return sorted(held.values(), key=lambda rows: rows[0].institution.name)


def entries_of(points: list[Point], by: Actor) -> list[Entry]:
    """Group evaluations by institution, institutions by name."""
    held: dict[int, list[Point]] = {}
    for one in points:
        held.setdefault(one.assessment.institution_id, []).append(one)
    entries = [
        Entry(
            rows[0].assessment.institution,
            [_year(row, by, rows) for row in rows],
            may(by, EvaluationPermission.OPEN, rows[0].assessment),
        )
        for rows in held.values()
    ]
    return sorted(entries, key=lambda one: one.institution.name)


def _year(point: Point, by: Actor, rows: list[Point]) -> Year:
    assessment = point.assessment
    twins = [one for one in rows if one.year == point.year]
    asked = assessment.instrument.code if len(twins) > 1 else ""
    return Year(
        year=point.year,
        href=Frame(assessment, by, asked, "index").url("index"),
        value=point.index.printed if point.index.values else None,
        predicate=predicate_name(point.index.predicate) if point.index.values else "–",
        instrument=named(assessment.instrument.content),
        source=assessment.instrument.source,
        state=assessment.get_state_display(),
        basis=str(point.basis.label),
        is_official=point.is_official,
        is_reconstructed=assessment.provenance == assessment.Provenance.RECONSTRUCTED,
    )
