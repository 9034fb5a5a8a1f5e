"""What waits for somebody: answers to fill, evaluations to move, objections to answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict

from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from caruban.evaluation.models import Answer, Assessment, Objection
from caruban.evaluation.names import named
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.progress import due_on
from caruban.evaluation.rules.workflow import CONTESTABLE, FILLABLE, JUDGEABLE, REVIEWABLE
from caruban.kernel.access import visible
from caruban.kernel.accounts.roles import Role
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.tiles.interface import Task

State = Assessment.State


@dataclass
class Addresses:
    """Gives the address of a page about an evaluation, `?instrumen=` where a year has two."""

    twins: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def read(cls) -> "Addresses":
        """Look up once which years were evaluated by more than one instrument."""
        counts = Assessment.objects.order_by().values("institution_id", "year")
        rows = counts.annotate(held=Count("pk")).filter(held__gt=1)
        return cls({(row["institution_id"], row["year"]) for row in rows})

    def of(self, page: str, assessment: Assessment, **further: Any) -> str:
        """Give the address of a page."""
        place = {"region": assessment.institution.region_code, "year": assessment.year}
        address = reverse(f"evaluation:{page}", kwargs={**place, **further})
        if (assessment.institution_id, assessment.year) in self.twins:
            return f"{address}?instrumen={assessment.instrument.code}"
        return address


def tasks_of(actor: Actor, *, on: date) -> list[Task]:
    """Give what waits for an actor on a day: late ones first, then by due day."""
    if not actor.is_authenticated:
        return []
    to = Addresses.read()
    found = [
        *_to_fill(actor, on, to),
        *_to_steer(actor, on, to),
        *_to_review(actor, to),
        *_to_judge(actor, to),
        *_to_answer(actor, to),
    ]
    return sorted(found, key=lambda one: (one.due or date.max, one.title))


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


def _to_fill(actor: Actor, on: date, to: Addresses) -> Iterator[Task]:
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
            title=_("Isi indikator %(number)s: %(name)s") % _names(answer),
            why=_duty(answer, due, on),
            url=to.of("indicator", answer.assessment, number=answer.number),
            domain=_domain(answer),
            due=due,
            is_late=due is not None and due < on,
            verb=pgettext("to do", "Isi"),
            key=f"evaluation.fill.{answer.pk}",
            of_unit=True,
            **_place(answer.assessment, answer.unit),
        )


def _to_steer(actor: Actor, on: date, to: Addresses) -> Iterator[Task]:
    for one in _counted(_held(actor, EvaluationPermission.STEER)):
        if one.state in (State.DRAFT, State.SELF_ASSESSMENT) and one.unassigned:  # type: ignore[attr-defined]
            yield Task(
                title=_("Tugaskan indikator %(assessment)s") % {"assessment": one},
                why=_unassigned(one.unassigned),  # type: ignore[attr-defined]
                url=to.of("process", one) + "#penugasan",
                verb=_("Tugaskan"),
                **_place(one),
            )
        if one.state in STEERED:
            yield _steer(one, on, to)


STEERED = (State.DRAFT, State.SELF_ASSESSMENT, State.PROVISIONAL)


def _steer(one: Assessment, on: date, to: Addresses) -> Task:
    """Give what the secretariat does at a stage of `STEERED`."""
    name = {"assessment": one}
    if one.state == State.DRAFT:
        return Task(
            title=_("Mulai penilaian mandiri %(assessment)s") % name,
            why=_("Tetapkan tenggat dan penugasan, lalu mulai."),
            url=to.of("process", one),
            verb=pgettext("to do", "Mulai"),
            **_place(one),
        )
    if one.state == State.PROVISIONAL:
        return Task(
            title=_("Periksa hasil sementara %(assessment)s") % name,
            why=_("Ajukan sanggahan bila ada tingkat yang tidak Anda setujui."),
            url=to.of("process", one),
            verb=_("Periksa"),
            **_place(one),
        )
    left = one.total - one.ready  # type: ignore[attr-defined]
    due = one.due_on
    if not left:
        return Task(
            title=_("Ajukan %(assessment)s ke reviu internal") % name,
            why=_("Semua indikator sudah siap diajukan."),
            url=to.of("process", one),
            due=due,
            is_late=due is not None and due < on,
            verb=_("Ajukan"),
            key=f"evaluation.submit.{one.pk}",
            **_place(one),
        )
    return Task(
        title=_("Pantau penilaian mandiri %(assessment)s") % name,
        why=_left(left),
        url=to.of("progress", one),
        due=due,
        is_late=due is not None and due < on,
        verb=_("Pantau"),
        key=f"evaluation.watch.{one.pk}",
        **_place(one),
    )


def _to_review(actor: Actor, to: Addresses) -> Iterator[Task]:
    rows = _held(actor, EvaluationPermission.REVIEW).filter(state__in=REVIEWABLE)
    for one in _counted(rows):
        left = one.total - one.reviewed  # type: ignore[attr-defined]
        name = {"assessment": one}
        if left:
            yield Task(
                title=_("Reviu %(assessment)s") % name,
                why=_waiting(left),
                url=to.of("indicator", one, number=one.first_unreviewed),  # type: ignore[attr-defined]
                verb=_("Reviu"),
                **_place(one),
            )
        else:
            yield Task(
                title=_("Teruskan %(assessment)s ke asesor eksternal") % name,
                why=_("Semua indikator sudah direviu."),
                url=to.of("process", one),
                verb=_("Teruskan"),
                **_place(one),
            )


def _to_judge(actor: Actor, to: Addresses) -> Iterator[Task]:
    held = _held(actor, EvaluationPermission.JUDGE)
    for one in _counted(held.filter(state__in=JUDGEABLE)):
        left = one.total - one.judged  # type: ignore[attr-defined]
        name = {"assessment": one}
        if left:
            yield Task(
                title=_("Nilai %(assessment)s") % name,
                why=_waiting(left),
                url=to.of("indicator", one, number=one.first_unjudged),  # type: ignore[attr-defined]
                verb=pgettext("to do", "Nilai"),
                **_place(one),
            )
        else:
            yield Task(
                title=_("Lanjutkan tahap %(assessment)s") % name,
                why=_("Semua indikator sudah dinilai."),
                url=to.of("process", one),
                verb=_("Lanjutkan"),
                **_place(one),
            )


def _to_answer(actor: Actor, to: Addresses) -> Iterator[Task]:
    """Give the objections that an assessor must answer, then the results to make final."""
    waiting = set()
    for objection in _open_objections(actor):
        answer = objection.answer
        waiting.add(answer.assessment_id)
        yield Task(
            title=_("Jawab sanggahan indikator %(number)s: %(name)s") % _names(answer),
            why=objection.grounds,
            url=to.of("indicator", answer.assessment, number=answer.number) + "#sanggahan",
            domain=_domain(answer),
            verb=_("Jawab"),
            **_place(answer.assessment),
        )
    contested = _held(actor, EvaluationPermission.JUDGE).filter(state__in=CONTESTABLE)
    for one in contested.exclude(pk__in=waiting):
        yield Task(
            title=_("Tetapkan hasil akhir %(assessment)s") % {"assessment": one},
            why=_("Tidak ada sanggahan yang menunggu jawaban."),
            url=to.of("process", one),
            verb=_("Tetapkan"),
            **_place(one),
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


def _counted(rows: QuerySet[Assessment]) -> Iterable[Assessment]:
    unreviewed, unjudged = Q(answers__reviewed_level=None), Q(answers__judged_level=None)
    return rows.annotate(
        total=Count("answers"),
        ready=Count("answers", filter=Q(answers__is_complete=True)),
        unassigned=Count("answers", filter=Q(answers__unit=F("institution"))),
        reviewed=Count("answers", filter=~unreviewed),
        judged=Count("answers", filter=~unjudged),
        first_unreviewed=Min("answers__number", filter=unreviewed),
        first_unjudged=Min("answers__number", filter=unjudged),
    )


class Whose(TypedDict):
    """Whose a task is, as `Task` wants to know it."""

    unit: str
    path: str
    institution: str


def _place(assessment: Assessment, unit: Organisation | None = None) -> Whose:
    """Give whose a task is: the unit's that answers, or the institution's."""
    owner = unit or assessment.institution
    return {
        "unit": owner.name,
        "path": owner.path,
        "institution": assessment.institution.name,
    }


def _names(answer: Answer) -> dict[str, Any]:
    indicator = answer.assessment.instrument.content.by_number[answer.number]
    return {"number": answer.number, "name": named(indicator)}


def _domain(answer: Answer) -> int:
    """Give the SPBE domain of an answer; 0 for an instrument that is not cut into the four."""
    content = answer.assessment.instrument.content
    if len(content.domains) == 1:
        return 0
    return content.aspect(content.by_number[answer.number].aspect).domain


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
    return ngettext("%(count)d indikator belum siap.", "%(count)d indikator belum siap.", count) % {
        "count": count
    }


def _unassigned(count: int) -> str:
    return ngettext(
        "%(count)d indikator belum ditugaskan kepada perangkat daerah.",
        "%(count)d indikator belum ditugaskan kepada perangkat daerah.",
        count,
    ) % {"count": count}


def _waiting(count: int) -> str:
    return ngettext(
        "%(count)d indikator menunggu Anda.", "%(count)d indikator menunggu Anda.", count
    ) % {"count": count}
