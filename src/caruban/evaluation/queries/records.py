"""Records of evaluations that show something by themselves, as they were on a day.

For proofs, which the system computes for a whole institution: readers meet them through
`kernel.proofs.queries`, which asks their rights.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from caruban.evaluation.models import Answer, Assessment, Judgement, Plan, Target
from caruban.kernel.events.models import Happening
from caruban.kernel.organisations.models import Organisation

RECENT = timedelta(days=2 * 365)  # "kurang dari 2 tahun", PermenPANRB 59/2020, annex
OFFICES = 2  # from two on, work is together


def target_ahead(institution: Organisation, instrument: str, *, on: date) -> Target | None:
    """Give the target of the index that lies next ahead of a day, this year's included."""
    return (
        Target.objects.filter(
            institution=institution,
            instrument__code=instrument,
            subject=Target.Subject.INDEX,
            year__gte=on.year,
            created_at__date__lte=on,
        )
        .select_related("institution", "instrument")
        .order_by("year")
        .first()
    )


def plan_ahead(institution: Organisation, instrument: str, *, on: date) -> Plan | None:
    """Give the latest kept path that reaches its target by steps in years not yet over."""
    plans = (
        Plan.objects.filter(
            institution=institution, instrument__code=instrument, created_at__date__lte=on
        )
        .select_related("institution", "instrument")
        .order_by("-created_at")
    )
    return next((one for one in plans if _last_year(one) >= on.year), None)


def _last_year(plan: Plan) -> int:
    steps = plan.answer.get("path", {}).get("steps", ())
    return max((step["year"] for step in steps), default=0)


def review_of(
    institution: Organisation, instrument: str, number: int, *, on: date
) -> Judgement | None:
    """Give the latest judgement on an indicator with a recommendation, by a finished evaluation.

    Younger than two years on the day; the evaluation was finished by then.
    """
    rows = (
        Judgement.objects.filter(
            answer__assessment__institution=institution,
            answer__assessment__instrument__code=instrument,
            answer__assessment__in=_finished(institution, on),
            answer__number=number,
            created_at__date__gt=on - RECENT,
            created_at__date__lte=on,
        )
        .exclude(recommendation="")
        .select_related("answer__assessment__institution", "answer__assessment__instrument")
    )
    return rows.order_by("-created_at").first()


def _finished(institution: Organisation, on: date) -> set[int]:
    return set(
        Happening.objects.filter(
            name="assessment.moved",
            organisation_path=institution.path,
            details__transition="finish",
            at__date__lte=on,
        ).values_list("subject_id", flat=True)
    )


def planned_together(institution: Organisation, *, on: date) -> tuple[Assessment, int] | None:
    """Give the latest evaluation that two offices or more answer by a due day, and how many.

    Evaluations of this year and the last count.
    """
    for assessment in _recent(institution, on):
        offices = {unit for unit, due in _assigned(assessment, on).values() if due != "-"}
        if len(offices) >= OFFICES:
            return assessment, len(offices)
    return None


def worked_together(institution: Organisation, *, on: date) -> tuple[Assessment, int] | None:
    """Give the latest evaluation in which two offices or more had answers ready, and how many."""
    for assessment in _recent(institution, on):
        ready = _ready(assessment, on)
        offices = {unit for pk, (unit, _due) in _assigned(assessment, on).items() if pk in ready}
        if len(offices) >= OFFICES:
            return assessment, len(offices)
    return None


def latest_by(institution: Organisation, instrument: str) -> Assessment | None:
    """Give an institution's latest evaluation by an instrument, in any state."""
    rows = Assessment.objects.filter(institution=institution, instrument__code=instrument)
    return rows.select_related("institution", "instrument").order_by("-year").first()


def _recent(institution: Organisation, on: date) -> list[Assessment]:
    rows = Assessment.objects.filter(
        institution=institution, year__gte=on.year - 1, created_at__date__lte=on
    )
    return list(rows.select_related("institution", "instrument").order_by("-year"))


def _assigned(assessment: Assessment, on: date) -> dict[int, tuple[str, str]]:
    """Give the office and due day that each answer was assigned to last, by its key."""
    return {
        one.subject_id: (one.details["unit"], one.details["due_on"])
        for one in _told(assessment, ("answer.assigned",), on)
    }


def _ready(assessment: Assessment, on: date) -> set[int]:
    ready: set[int] = set()
    for one in _told(assessment, ("answer.completed", "answer.reopened"), on):
        (ready.add if one.name == "answer.completed" else ready.discard)(one.subject_id)
    return ready


def _told(assessment: Assessment, names: tuple[str, ...], on: date) -> Iterable[Happening]:
    return Happening.objects.filter(
        name__in=names,
        subject_table=Answer._meta.db_table,
        subject_id__in=Answer.objects.filter(assessment=assessment).values("pk"),
        at__date__lte=on,
    ).order_by("id")
