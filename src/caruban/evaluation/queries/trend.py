"""The index of an institution through the years."""

from dataclasses import dataclass

from caruban.evaluation.models import Assessment
from caruban.evaluation.queries.assessments import of_institution
from caruban.evaluation.queries.index import Basis, current_basis, indices_of
from caruban.evaluation.rules.index import Index
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class Point:
    """One year's index by one instrument; only `is_official` ones are finished."""

    assessment: Assessment
    index: Index
    basis: Basis

    @property
    def year(self) -> int:
        return self.assessment.year

    @property
    def is_official(self) -> bool:
        return self.assessment.state == Assessment.State.FINAL


def trend(institution: Organisation, *, by: Actor) -> list[Point]:
    """Give the index of every evaluation that `by` may see, the earliest year first.

    Indices by different instruments are not comparable one to one: a reader is told which.
    """
    return points(list(of_institution(institution, by=by)))[::-1]


def points(assessments: list[Assessment]) -> list[Point]:
    """Compute the index of evaluations that the reader may see, each on its present basis."""
    bases = {one.pk: current_basis(one) for one in assessments}
    found: dict[int, Index] = {}
    for basis in set(bases.values()):
        found |= indices_of([one for one in assessments if bases[one.pk] == basis], basis)
    return [Point(one, found[one.pk], bases[one.pk]) for one in assessments]
