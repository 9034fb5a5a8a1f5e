"""Institutions as rows, domains (or aspects, where there is one domain only) as columns."""

from dataclasses import dataclass
from decimal import Decimal

from caruban.evaluation.names import named, predicate_name, short
from caruban.evaluation.queries.tables import heat_of
from caruban.evaluation.queries.trend import Point
from caruban.evaluation.rules.index import rounded
from caruban.evaluation.rules.instrument import Part
from caruban.evaluation.views.frame import Frame
from caruban.kernel.actors import Actor


@dataclass(frozen=True)
class Cell:
    """The value of one part, with its heat (1 to 5)."""

    label: str
    value: Decimal
    heat: int


@dataclass(frozen=True)
class Line:
    """One institution; `rank` is shared by equal printed values."""

    rank: int
    name: str
    href: str
    value: Decimal
    predicate: str
    is_official: bool
    basis: str
    cells: list[Cell]


@dataclass(frozen=True)
class Comparison:
    """The lines, the highest first, under the names of the parts."""

    parts: list[tuple[str, str]]  # short and full name
    lines: list[Line]
    mean: Decimal | None


def side_by_side(points: list[Point], by: Actor) -> Comparison:
    """Shape points of one instrument, as `queries.comparison` orders them.

    An evaluation in which nobody said anything yet has no place in an order.
    """
    points = [one for one in points if one.index.values]
    if not points:
        return Comparison([], [], None)
    content = points[0].assessment.instrument.content
    parts = content.domains if len(content.domains) > 1 else content.aspects
    values = [one.index.printed for one in points]
    return Comparison(
        parts=[(short(named(part)), named(part)) for part in parts],
        lines=[_line(one, values, parts, by) for one in points],
        mean=rounded(sum(values, Decimal(0)) / len(values)),
    )


def _line(point: Point, values: list[Decimal], parts: tuple[Part, ...], by: Actor) -> Line:
    index, code = point.index, point.assessment.instrument.code
    held = (
        index.domains if parts[0] in point.assessment.instrument.content.domains else index.aspects
    )
    return Line(
        rank=values.index(index.printed) + 1,
        name=point.assessment.institution.name,
        href=Frame(point.assessment, by, code, "index").url("index"),
        value=index.printed,
        predicate=predicate_name(index.predicate),
        is_official=point.is_official,
        basis=str(point.basis.label),
        cells=[Cell(named(part), held[part.number], heat_of(held[part.number])) for part in parts],
    )
