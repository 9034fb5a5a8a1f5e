"""What waits for somebody: answers to fill, evaluations to move, objections to answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caruban.evaluation.models import Answer, Assessment, Objection
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.progress import due_on
from caruban.evaluation.rules.workflow import FILLABLE, JUDGEABLE, REVIEWABLE
from caruban.kernel.access import visible
from caruban.kernel.accounts.roles import Role
from caruban.kernel.actors import Actor

State = Assessment.State


@dataclass(frozen=True)
class Task:
    """One thing to do.

    kind       "fill", "assign", "submit", "review", "judge", "objection" or "move"
    why        the sentence beside it: who waits for it, or what it needs
    url_name   the page where it is done, with `url_args` by name
    due        the day when it is due; None where nobody set one
    """

    kind: str
    title: str
    why: str
    url_name: str
    url_args: dict[str, Any] = field(default_factory=dict)
    due: date | None = None
    is_late: bool = False


def tasks_of(actor: Actor, *, on: date) -> list[Task]:
    """Give what waits for an actor on a day: late ones first, then by due day."""
    if not actor.is_authenticated:
        return []
    found = [*_to_fill(actor, on), *_to_steer(actor, on), *_to_review(actor), *_to_judge(actor)]
    return sorted(found, key=lambda one: (one.due or date.max, one.title))


def _to_fill(actor: Actor, on: date) -> Iterator[Task]:
    rows = (
        Answer.objects.filter(own_units(actor))
        .filter(assessment__state__in=FILLABLE, is_complete=False)
        .select_related("assessment__institution", "assessment__instrument", "unit")
        .defer("assessment__instrument__document")
        .order_by("assessment", "number")
    )
    for answer in rows:
        due = due_on(answer)
        yield Task(
            kind="fill",
            title=_("Isi indikator %(number)s: %(name)s") % _names(answer),
            why=_duty(answer, due, on),
            url_name="evaluation:indicator",
            url_args={**_place(answer.assessment), "number": answer.number},
            due=due,
            is_late=due is not None and due < on,
        )


def own_units(actor: Actor) -> Q:
    """Give the condition on answers whose unit an actor works in, as officer or head.

    Whoever steers the whole institution is not asked to fill each of its answers.
    """
    places = [
        holding.path
        for holding in actor.holdings  # type: ignore[union-attr]
        if holding.role in (Role.OFFICER, Role.UNIT_HEAD) and holding.path
    ]
    condition = Q(pk=None)
    for place in places:
        condition |= Q(unit__path__startswith=place)
    return condition


def _to_steer(actor: Actor, on: date) -> Iterator[Task]:
    for one in _counted(_held(actor, EvaluationPermission.STEER)):
        if one.state == State.DRAFT:
            yield _task(
                one,
                "move",
                _("Mulai penilaian mandiri %(assessment)s"),
                _("Tugaskan indikator kepada perangkat daerah, lalu mulai."),
            )
        if one.state == State.SELF_ASSESSMENT:
            left = one.total - one.ready  # type: ignore[attr-defined]
            title = _("Pantau penilaian mandiri %(assessment)s")
            if not left:
                title = _("Ajukan %(assessment)s ke reviu internal")
            yield _task(one, "move" if not left else "assign", title, _left(left), on)
        if one.state == State.PROVISIONAL:
            yield _task(
                one,
                "objection",
                _("Periksa hasil sementara %(assessment)s"),
                _("Ajukan sanggahan bila ada tingkat yang tidak Anda setujui."),
            )


def _to_review(actor: Actor) -> Iterator[Task]:
    rows = _held(actor, EvaluationPermission.REVIEW).filter(state__in=REVIEWABLE)
    for one in _counted(rows):
        left = one.total - one.reviewed  # type: ignore[attr-defined]
        yield _task(
            one,
            "review" if left else "move",
            _("Reviu %(assessment)s") if left else _("Teruskan %(assessment)s ke asesor eksternal"),
            _waiting(left, _("Semua indikator sudah direviu.")),
        )


def _to_judge(actor: Actor) -> Iterator[Task]:
    held = _held(actor, EvaluationPermission.JUDGE)
    for one in _counted(held.filter(state__in=JUDGEABLE)):
        left = one.total - one.judged  # type: ignore[attr-defined]
        yield _task(
            one,
            "judge" if left else "move",
            _("Nilai %(assessment)s") if left else _("Lanjutkan tahap %(assessment)s"),
            _waiting(left, _("Semua indikator sudah dinilai.")),
        )
    for objection in _open_objections(actor):
        yield Task(
            kind="objection",
            title=_("Jawab sanggahan indikator %(number)s: %(name)s") % _names(objection.answer),
            why=objection.grounds,
            url_name="evaluation:indicator",
            url_args={**_place(objection.answer.assessment), "number": objection.answer.number},
        )


def _open_objections(actor: Actor) -> QuerySet[Objection]:
    return (
        visible(Objection, to=actor, permission=EvaluationPermission.JUDGE)
        .filter(outcome=Objection.Outcome.OPEN)
        .select_related("answer__assessment__institution", "answer__assessment__instrument")
        .defer("answer__assessment__instrument__document")
    )


def _held(actor: Actor, permission: EvaluationPermission) -> QuerySet[Assessment]:
    return (
        visible(Assessment, to=actor, permission=permission)
        .exclude(state=State.FINAL)
        .select_related("institution", "instrument")
        .defer("instrument__document")
    )


def _counted(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    return rows.annotate(
        total=Count("answers"),
        ready=Count("answers", filter=Q(answers__is_complete=True)),
        reviewed=Count("answers", filter=Q(answers__reviewed_level__isnull=False)),
        judged=Count("answers", filter=Q(answers__judged_level__isnull=False)),
    )


def _task(assessment: Assessment, kind: str, title: str, why: str, on: date | None = None) -> Task:
    due = assessment.due_on if on else None
    return Task(
        kind=kind,
        title=title % {"assessment": assessment},
        why=why,
        url_name="evaluation:process",
        url_args=_place(assessment),
        due=due,
        is_late=bool(on and due and due < on),
    )


def _names(answer: Answer) -> dict[str, Any]:
    indicator = answer.assessment.instrument.content.by_number[answer.number]
    return {"number": answer.number, "name": indicator.name}


def _place(assessment: Assessment) -> dict[str, Any]:
    return {"region": assessment.institution.region_code, "year": assessment.year}


def _duty(answer: Answer, due: date | None, on: date) -> str:
    if due is None:
        return _("%(unit)s bertanggung jawab atas indikator ini.") % {"unit": answer.unit}
    days = (due - on).days
    if days < 0:
        return ngettext("Terlambat %(days)d hari.", "Terlambat %(days)d hari.", -days) % {
            "days": -days
        }
    if days == 0:
        return _("Tenggatnya hari ini.")
    return ngettext("Tenggat %(days)d hari lagi.", "Tenggat %(days)d hari lagi.", days) % {
        "days": days
    }


def _left(count: int) -> str:
    if not count:
        return _("Semua indikator sudah siap diajukan.")
    return ngettext("%(count)d indikator belum siap.", "%(count)d indikator belum siap.", count) % {
        "count": count
    }


def _waiting(count: int, done: str) -> str:
    if not count:
        return done
    return ngettext(
        "%(count)d indikator menunggu Anda.", "%(count)d indikator menunggu Anda.", count
    ) % {"count": count}
