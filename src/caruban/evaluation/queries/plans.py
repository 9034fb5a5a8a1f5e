"""Efforts, and the cheapest path from where an institution stands to what it wants to reach."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from caruban.evaluation.models import Assessment, Effort, Instrument, Plan
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.index import Basis, current_basis, levels_of
from caruban.evaluation.rules import instrument as rules
from caruban.evaluation.rules.effort import efforts_of
from caruban.evaluation.rules.gap import TargetKey
from caruban.evaluation.rules.path import OutOfReach, Path, Question, find
from caruban.kernel.access import visible
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation


def own_efforts(
    institution: Organisation, instrument: Instrument
) -> dict[tuple[int, int], rules.Effort]:
    """Give the efforts that an institution set itself, by (indicator, level)."""
    rows = Effort.objects.filter(institution=institution, instrument__code=instrument.code)
    return {(one.number, one.level): rules.Effort(one.days, one.cost) for one in rows}


def efforts(
    institution: Organisation, instrument: Instrument
) -> dict[tuple[int, int], rules.Effort]:
    """Give the effort of every step: the institution's own where set, else the default."""
    return efforts_of(instrument.content, own_efforts(institution, instrument))


def question(
    assessment: Assessment,
    *,
    by: Actor,
    targets: Mapping[TargetKey, Decimal],
    years: tuple[int, ...],
    basis: Basis | None = None,
    **limits: Any,
) -> Question:
    """Ask for a path from where an evaluation stands, with the institution's efforts.

    limits   budget, days, locked, steps_per_year, minimise, prerequisites: as `rules.path.Question`

    Raises PermissionDenied as `queries.index.index_of` does.
    """
    levels = levels_of(assessment, basis or current_basis(assessment), by=by)
    return Question(
        instrument=assessment.instrument.content,
        levels={number: level or 0 for number, level in levels.items()},
        targets=targets,
        years=years,
        efforts=efforts(assessment.institution, assessment.instrument),
        **limits,
    )


def path(asked: Question) -> Path | OutOfReach:
    """Find the cheapest path; see `rules.path.find`."""
    return find(asked)


def kept_plans(institution: Organisation, *, by: Actor) -> QuerySet[Plan]:
    """Give the paths that an institution kept, the latest first; instrument and author joined."""
    return (
        visible(Plan, to=by, permission=EvaluationPermission.READ)
        .filter(institution=institution)
        .select_related("instrument", "by", "institution")
        .defer("instrument__document")
    )


def find_plan(assessment: Assessment, pk: int, *, by: Actor) -> Plan:
    """Give one kept path of an evaluation's institution and instrument. Raises Http404."""
    plans = kept_plans(assessment.institution, by=by)
    found = plans.filter(pk=pk, instrument__code=assessment.instrument.code).first()
    if found is None:
        raise Http404(_("Jalur itu tidak ada."))
    return found


def plain_question(asked: Question) -> dict[str, Any]:
    """Give a question as values that JSON can hold."""
    return {
        "levels": {str(number): level for number, level in asked.levels.items()},
        "targets": [
            {"subject": kind, "number": number, "value": str(value)}
            for (kind, number), value in asked.targets.items()
        ],
        "years": list(asked.years),
        "budget": None if asked.budget is None else str(asked.budget),
        "days": asked.days,
        "locked": sorted(asked.locked),
        "steps_per_year": asked.steps_per_year,
        "minimise": asked.minimise,
        "prerequisites": asked.prerequisites,
    }


def plain_answer(found: Path | OutOfReach) -> dict[str, Any]:
    """Give a path, or why there is none, as values that JSON can hold."""
    if isinstance(found, OutOfReach):
        return {
            "reachable": False,
            "limits": list(found.limits),
            "short": [
                {"subject": kind, "number": number, "value": str(value)}
                for (kind, number), value in found.short.items()
            ],
            "best": _plain_path(found.best),
        }
    return {"reachable": True, "path": _plain_path(found)}


def _plain_path(found: Path) -> dict[str, Any]:
    return {
        "cost": str(found.cost),
        "days": found.days,
        "index": str(found.index.value),
        "by_year": {str(year): str(value) for year, value in found.by_year.items()},
        "steps": [
            {
                "year": step.year,
                "number": step.number,
                "level": step.level,
                "days": step.effort.days,
                "cost": str(step.effort.cost),
                "gain": str(step.gain),
                "index": str(step.index),
                "unlocks": list(step.unlocks),
            }
            for step in found.steps
        ],
    }
