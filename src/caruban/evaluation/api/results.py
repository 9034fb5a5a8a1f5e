"""Results: institutions, their index, indicators and targets."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router

from caruban.evaluation.api.parameters import ByInstrument, Region, Year, found
from caruban.evaluation.api.schemas import IndexOut, IndicatorOut, InstitutionYearsOut, TargetOut
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.assessments import seen
from caruban.evaluation.queries.index import levels_of
from caruban.evaluation.queries.live import Line, live
from caruban.evaluation.queries.summary import summary
from caruban.evaluation.queries.tables import Row, Table, table
from caruban.evaluation.queries.targets import all_targets
from caruban.evaluation.rules.gap import Gap
from caruban.evaluation.rules.index import rounded
from caruban.kernel.access import may
from caruban.kernel.organisations.queries import institutions as all_institutions
from caruban.kernel.web.api import asks, reader, refusals

router = Router(tags=["Evaluation: results"])


@router.get(
    "/institutions",
    summary="List institutions",
    response={200: list[InstitutionYearsOut]} | refusals(),
)
@asks(EvaluationPermission.READ_INDEX)
def institutions(request: HttpRequest) -> Any:
    """Give every institution with the evaluations that you may see, the latest first."""
    by = reader(request)
    held: dict[int, list[dict[str, Any]]] = {}
    for one in seen(by):
        told = {"year": one.year, "instrument": one.instrument.code, "state": one.state}
        held.setdefault(one.institution_id, []).append(told)
    return [
        {
            "code": one.code,
            "name": one.name,
            "region_code": one.region_code,
            "years": held.get(one.pk, []),
        }
        for one in all_institutions(by)
    ]


@router.get(
    "/institutions/{region}/years/{year}/index",
    summary="Read an index",
    response={200: IndexOut} | refusals(),
)
@asks(EvaluationPermission.READ_INDEX)
def index(request: HttpRequest, region: Region, year: Year, instrument: ByInstrument = None) -> Any:
    """Give the index of an institution for a year with its domains and aspects.

    It is exact: sums of weights times values, rounded only to be shown.
    """
    return summary(table(found(request, region, year, instrument), by=reader(request)))


@router.get(
    "/institutions/{region}/years/{year}/indicators",
    summary="Read the indicators of an evaluation",
    response={200: list[IndicatorOut]} | refusals(),
)
@asks(EvaluationPermission.READ_INDEX)
def indicators(
    request: HttpRequest, region: Region, year: Year, instrument: ByInstrument = None
) -> Any:
    """Give each indicator with its level and value, on the basis that stands now.

    The institution's own people and its assessors also get what is claimed, reviewed, judged and
    proved, and what the next level asks for.
    """
    assessment = found(request, region, year, instrument)
    by = reader(request)
    shown = table(assessment, by=by)
    levels = levels_of(assessment, shown.basis, by=by)
    lines: dict[int, Line] = {}
    if may(by, EvaluationPermission.READ, assessment):
        lines = {line.number: line for line in live(assessment, by=by)}
    return [
        _indicator(row, domain.number, aspect.number, levels, lines)
        for domain in shown.domains
        for aspect in domain.children
        for row in aspect.children
    ]


def _indicator(
    row: Row, domain: int, aspect: int, levels: dict[int, int | None], lines: dict[int, Line]
) -> dict[str, Any]:
    line = lines.get(row.number)
    return {
        "number": row.number,
        "name": row.name,
        "aspect": aspect,
        "domain": domain,
        "weight": float(row.weight),
        "level": levels.get(row.number),
        "value": None if row.value is None else float(rounded(row.value)),
        "exact": None if row.value is None else _exact(row.value),
        "inside": _inside(line) if line else None,
    }


def _inside(line: Line) -> dict[str, Any]:
    return {
        "unit": line.unit.code,
        "claimed": line.claimed,
        "reviewed": line.reviewed,
        "judged": line.judged,
        "proved": line.proved,
        "next_level": line.next_level,
        "missing": [{"sentence": one.sentence, "advice": one.advice} for one in line.missing],
    }


@router.get(
    "/institutions/{region}/years/{year}/targets",
    summary="Read targets and the gap to them",
    response={200: list[TargetOut]} | refusals(),
)
@asks(EvaluationPermission.READ_INDEX)
def targets(
    request: HttpRequest, region: Region, year: Year, instrument: ByInstrument = None
) -> Any:
    """Give the targets of all years by the evaluation's instrument, beside where it stands."""
    assessment = found(request, region, year, instrument)
    stands = _values(table(assessment, by=reader(request)))
    rows = all_targets(assessment.institution, assessment.instrument)
    told = []
    for one in rows:
        value = stands.get((one.subject, one.number))
        if value is None:
            continue  # set by another edition, with parts that this one lacks
        gap = Gap(value, one.value)
        told.append(
            {
                "year": one.year,
                "subject": one.subject,
                "number": one.number,
                "target": str(one.value),
                "value": str(rounded(value)),
                "distance": str(gap.distance),
                "is_reached": gap.is_reached,
                "description": one.description,
                "source": one.source,
            }
        )
    return told


def _values(shown: Table) -> dict[tuple[str, int], Decimal]:
    return {(row.kind, row.number): row.value for row in shown.rows if row.value is not None}


def _exact(value: Decimal) -> str:
    return f"{value.normalize():f}"
