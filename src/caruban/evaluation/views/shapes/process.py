"""The process of an evaluation as its page tells it: stages, moves, assignment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.evaluation.actions.assessments import ASSIGNABLE
from caruban.evaluation.forms.process import AssignForm, DueForm, SendBackForm
from caruban.evaluation.models import Answer, Assessment
from caruban.evaluation.names import named
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.answers import answers_of
from caruban.evaluation.queries.progress import Progress, due_on, overall
from caruban.evaluation.queries.readiness import moves
from caruban.evaluation.queries.trail import states_been
from caruban.evaluation.rules.workflow import REVIEWABLE, STATES, TRANSITIONS, allowed
from caruban.evaluation.views.frame import Frame
from caruban.kernel.accounts.roles import Role, grant_of
from caruban.kernel.organisations.queries import subtree

VERBS: dict[str, tuple[str | Promise, str | Promise]] = {
    "begin": (
        gettext_lazy("Mulai penilaian mandiri"),
        gettext_lazy("Perangkat daerah mulai mengisi; penugasan masih dapat diubah."),
    ),
    "submit": (
        gettext_lazy("Ajukan ke reviu internal"),
        gettext_lazy("Jawaban tidak dapat diubah lagi, kecuali dikembalikan asesor internal."),
    ),
    "forward": (
        gettext_lazy("Teruskan ke asesor eksternal"),
        gettext_lazy("Penilaian dokumen dimulai; reviu internal selesai."),
    ),
    "interview": (
        gettext_lazy("Lanjut ke interviu"),
        gettext_lazy("Penilaian dokumen selesai; tingkat masih dapat diubah."),
    ),
    "visit": (
        gettext_lazy("Lakukan visitasi"),
        gettext_lazy("Bila keterangan dalam interviu belum cukup."),
    ),
    "publish": (
        gettext_lazy("Umumkan hasil sementara"),
        gettext_lazy("Instansi melihat tingkat dan indeks sementara, dan dapat menyanggah."),
    ),
    "contest": (
        gettext_lazy("Buka masa sanggahan"),
        gettext_lazy("Sanggahan lalu diisi pada halaman tiap indikator."),
    ),
    "finish": (
        gettext_lazy("Tetapkan hasil akhir"),
        gettext_lazy(
            "Indeks menjadi resmi dan terbuka untuk umum. Langkah ini tidak dapat ditarik."
        ),
    ),
}
STEER = EvaluationPermission.STEER
TAIL = (
    (Assessment.State.PROVISIONAL, False),
    (Assessment.State.OBJECTION, True),
    (Assessment.State.FINAL, False),
)  # after the stages that the regulation names; whether it is optional


@dataclass(frozen=True)
class Step:
    """One stage in the line: "done", "now", "next", or "skipped" where it was not needed."""

    name: str
    note: str
    standing: str
    is_optional: bool


@dataclass(frozen=True)
class Move:
    """One move that the reader may make, with what it still lacks ("": nothing)."""

    name: str
    verb: str | Promise
    effect: str | Promise
    lack: str
    href: str


@dataclass(frozen=True)
class Pick:
    """One indicator in the list of assignments."""

    number: int
    name: str
    unit: str
    due: date | None
    is_ready: bool
    href: str


@dataclass
class Group:
    """The indicators of one aspect."""

    name: str
    picks: list[Pick] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """The process, whole; a form is None where its reader may not use it now."""

    steps: list[Step]
    moves: list[Move]
    waits_for: str
    due: DueForm | None
    assign: AssignForm | None
    send_back: SendBackForm | None
    groups: list[Group]
    progress: Progress
    views: list[tuple[str, str, int | None, bool]]
    due_on: date | None


def page_of(frame: Frame, given: Mapping[str, Any], *, today: date) -> Page:
    """Shape the process for its reader; `given` holds forms that were refused."""
    answers = answers_of(frame.assessment, by=frame.by)
    state = frame.assessment.state
    steers = frame.may(STEER) and state in ASSIGNABLE
    reviews = frame.may(EvaluationPermission.REVIEW) and state in REVIEWABLE
    found = [_move(frame, one.name, lack) for one, lack in moves(frame.assessment, by=frame.by)]
    return Page(
        steps=steps_of(frame),
        moves=[one for one in found if one is not None],
        waits_for=_waits_for(state),
        due=given.get("due") or (_due_form(frame) if steers else None),
        assign=given.get("assign") or (assign_form(frame, answers) if steers else None),
        send_back=given.get("send_back") or (send_back_form(frame, answers) if reviews else None),
        groups=_groups(frame, answers),
        progress=overall(frame.assessment, by=frame.by, on=today),
        views=views_of(frame, "process"),
        due_on=frame.assessment.due_on,
    )


def views_of(frame: Frame, page: str) -> list[tuple[str, str, int | None, bool]]:
    """Give the pages about the process, as items of `ui.views`."""
    titles = {"process": _("Tahap"), "progress": _("Kemajuan"), "trail": _("Jejak")}
    return [(frame.url(name), title, None, name == page) for name, title in titles.items()]


def steps_of(frame: Frame) -> list[Step]:
    """Give the stages in their order, each with where it stands."""
    assessment, content = frame.assessment, frame.content
    here = STATES.index(assessment.state)
    been = states_been(assessment, by=frame.by)
    draft = Assessment.State.DRAFT
    steps = [_step(str(draft.label), "", (draft,), here)]
    steps += [
        _skipped(
            _step(named(stage), stage.by, stage.states, here, is_optional=stage.is_optional),
            been.isdisjoint(stage.states),
        )
        for stage in content.stages
    ]
    if not content.stages:
        middle = STATES[1 : STATES.index(TAIL[0][0])]
        steps += [_step(str(Assessment.State(one).label), "", (one,), here) for one in middle]
    steps += [
        _skipped(
            _step(str(one.label), "", (one,), here, is_optional=optional), one.value not in been
        )
        for one, optional in TAIL
    ]
    return steps


def _skipped(step: Step, never: bool) -> Step:  # noqa: FBT001 (what it never was, beside what it is)
    """Tell an optional stage that was passed by from one that was gone through."""
    if step.is_optional and never and step.standing == "done":
        return replace(step, standing="skipped")
    return step


def _step(
    name: str, note: str, states: Iterable[str], here: int, *, is_optional: bool = False
) -> Step:
    places = [STATES.index(state) for state in states]
    is_last = max(places) == len(STATES) - 1
    standing = "next"
    if here > max(places) or (is_last and here in places):
        standing = "done"
    elif here in places:
        standing = "now"
        label = str(Assessment.State(STATES[here]).label)
        note = label if label.casefold() != name.casefold() else note
    return Step(name, note, standing, is_optional)


def _move(frame: Frame, name: str, lack: str) -> Move | None:
    if name not in VERBS:
        return None
    verb, effect = VERBS[name]
    return Move(name, verb, effect, lack, frame.url(name))


def _waits_for(state: str) -> str:
    """Say which roles move the evaluation on from here."""
    roles: dict[str, None] = {}
    for one in allowed(state):
        holders = grant_of(TRANSITIONS[one.name].verb).roles - {Role.SYSTEM}
        roles |= dict.fromkeys(str(role.label) for role in sorted(holders))
    return ", ".join(roles)


def _due_form(frame: Frame) -> DueForm:
    return DueForm(initial={"due_on": frame.assessment.due_on})


def assign_form(
    frame: Frame, answers: Iterable[Answer], data: QueryDict | None = None
) -> AssignForm:
    """Make the form of assignment: the evaluation's indicators, the institution's units."""
    units = subtree(frame.assessment.institution, on=localdate()).order_by("name")
    return AssignForm(answers, units, data)


def send_back_form(
    frame: Frame, answers: Iterable[Answer], data: QueryDict | None = None
) -> SendBackForm:
    """Make the form of sending back; what was reviewed below its claim is proposed."""
    answers = list(answers)
    choices = [
        (one.number, f"{one.number}. {named(frame.content.by_number[one.number])}")
        for one in answers
    ]
    below = [one.number for one in answers if (one.reviewed_level or 9) < (one.claimed_level or 0)]
    return SendBackForm(choices, data, below)


def _groups(frame: Frame, answers: Iterable[Answer]) -> list[Group]:
    content = frame.content
    groups: dict[int, Group] = {}
    for answer in answers:
        indicator = content.by_number[answer.number]
        aspect = content.aspect(indicator.aspect)
        groups.setdefault(aspect.number, Group(named(aspect))).picks.append(
            Pick(
                number=answer.number,
                name=named(indicator),
                unit=answer.unit.name,
                due=due_on(answer),
                is_ready=answer.is_complete,
                href=frame.indicator_url(answer.number),
            )
        )
    return list(groups.values())
