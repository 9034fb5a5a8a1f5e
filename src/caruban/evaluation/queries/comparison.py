"""Institutions side by side."""

from caruban.evaluation.queries.assessments import seen
from caruban.evaluation.queries.trend import Point, points
from caruban.kernel.actors import Actor


def comparison(year: int, *, by: Actor, instrument: str) -> list[Point]:
    """Give every institution's index of a year by one instrument, the highest first.

    Whoever is from outside sees finished evaluations only; one's own institution may be under way.
    """
    rows = list(seen(by).filter(year=year, instrument__code=instrument))
    return sorted(points(rows), key=lambda one: (-one.index.value, one.assessment.institution.name))


def comparable(*, by: Actor) -> list[tuple[int, str, str]]:
    """Give the (year, instrument code, instrument name) that have evaluations, the latest first."""
    rows = seen(by).order_by("-year", "instrument__code")
    found = rows.values_list("year", "instrument__code", "instrument__name")
    return list(dict.fromkeys((year, code, name) for year, code, name in found))
