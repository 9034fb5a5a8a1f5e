"""One indicator as its page tells it: a ladder of five levels, what was said, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caruban.evaluation.forms.answer import AnswerForm
from caruban.evaluation.forms.evidence import TakeForm, UploadForm
from caruban.evaluation.forms.judging import JudgeForm, ObjectionForm, ReplyForm
from caruban.evaluation.models import Answer, Assessment, Evidence, Judgement, Objection
from caruban.evaluation.names import level_name, named
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.evidence import documents_to_take, evidence_of
from caruban.evaluation.queries.live import Line, best_known, line
from caruban.evaluation.queries.trail import Entry, answer_trail
from caruban.evaluation.rules.instrument import Indicator
from caruban.evaluation.rules.workflow import CONTESTABLE, FILLABLE, JUDGEABLE, REVIEWABLE
from caruban.evaluation.views.frame import Frame
from caruban.evaluation.views.shapes.conflict import Conflict, conflict_of
from caruban.evaluation.views.shapes.instruments import Sheet, sheet_of
from caruban.evaluation.views.shapes.saving import readiness
from caruban.kernel.access import may
from caruban.kernel.permissions import Permission

TRAIL = 20  # entries shown at first


@dataclass(frozen=True)
class Paper:
    """A document given as evidence: its newest version, with size and address."""

    pk: int
    title: str
    note: str
    version: int
    size: int
    file_name: str
    href: str  # "" while the scanner has not looked at it
    owner: str


@dataclass(frozen=True)
class Item:
    """One thing that is ticked where items are counted; `value` is "3.1"."""

    value: str
    text: str
    is_claimed: bool
    is_accepted: bool | None  # by the assessor, else the reviewer; None while nobody counted


@dataclass(frozen=True)
class Rung:
    """One level: what it asks, what shows that it is met."""

    number: int
    name: str
    criterion: str
    checks: list[str]
    items: list[Item]
    papers: list[Paper]
    conditions: list[dict[str, Any]]
    kind: str
    word: str
    is_claimed: bool

    @property
    def met(self) -> int:
        """Give how many of its conditions the records show."""
        return sum(1 for one in self.conditions if one["met"])


@dataclass(frozen=True)
class Decision:
    """One judgement, kept."""

    stage: str
    level: int
    who: str
    at: Any
    reason: str
    recommendation: str
    items: str
    score: Any


@dataclass(frozen=True)
class Forms:
    """The forms that the reader may use at this stage; None for those that they may not."""

    answer: AnswerForm | None
    upload: UploadForm | None
    take: TakeForm | None
    judge: JudgeForm | None
    objection: ObjectionForm | None
    reply: ReplyForm | None

    @property
    def all(self) -> list[Any]:
        forms = (self.answer, self.upload, self.take, self.judge, self.objection, self.reply)
        return [one for one in forms if one is not None]


@dataclass(frozen=True)
class Page:
    """The indicator, whole."""

    answer: Answer
    line: Line
    sheet: Sheet
    name: str
    rungs: list[Rung]
    forms: Forms
    conflict: Conflict | None
    verb: str  # "review" or "judge": what the form of judging does
    why_closed: str
    readiness: str
    decisions: list[Decision]
    objections: list[Objection]
    levels: list[tuple[str, int | None, str]]
    trail: list[Entry]
    before: int | None
    after: int | None
    wants_contest: bool

    @property
    def indicator(self) -> Indicator:
        return self.line.indicator

    @property
    def aspect(self) -> str:
        return named(self.line.aspect)

    @property
    def open_objection(self) -> Objection | None:
        return next((one for one in self.objections if one.outcome == Objection.Outcome.OPEN), None)


def page_of(frame: Frame, answer: Answer, given: Mapping[str, Any]) -> Page:
    """Shape an indicator's page for its reader; `given` holds forms that were refused."""
    content = frame.content
    found = line(answer, by=frame.by)
    sheet = sheet_of(content, found.indicator)
    forms = _forms(frame, answer, given)
    stale = given.get("stale")
    numbers = [one.number for one in content.indicators]
    here = numbers.index(answer.number)
    return Page(
        answer=answer,
        line=found,
        sheet=sheet,
        name=named(found.indicator),
        rungs=_rungs(frame, found, sheet, forms.answer),
        forms=forms,
        conflict=conflict_of(forms.answer, answer, stale) if forms.answer and stale else None,
        verb="review" if answer.assessment.state in REVIEWABLE else "judge",
        why_closed="" if forms.answer else _why_closed(frame, answer),
        readiness=readiness(answer),
        decisions=_decisions(frame, answer),
        objections=list(answer.objections.all()),
        levels=levels_of(frame, found),
        trail=answer_trail(answer, by=frame.by, limit=TRAIL),
        before=numbers[here - 1] if here else None,
        after=numbers[here + 1] if here + 1 < len(numbers) else None,
        wants_contest=answer.assessment.state == Assessment.State.PROVISIONAL
        and frame.may(EvaluationPermission.STEER),
    )


def _forms(frame: Frame, answer: Answer, given: Mapping[str, Any]) -> Forms:
    """Give each form where state and role allow it; one that was refused as it was typed."""
    state = answer.assessment.state

    def open_to(permission: Permission, states: frozenset[str]) -> bool:
        return state in states and may(frame.by, permission, answer)

    fills = open_to(EvaluationPermission.FILL, FILLABLE)
    whose = (
        "reviewed"
        if open_to(EvaluationPermission.REVIEW, REVIEWABLE)
        else "judged"
        if open_to(EvaluationPermission.JUDGE, JUDGEABLE)
        else ""
    )
    waiting = any(one.outcome == Objection.Outcome.OPEN for one in answer.objections.all())
    objects = open_to(EvaluationPermission.STEER, CONTESTABLE) and not waiting
    replies = open_to(EvaluationPermission.JUDGE, CONTESTABLE) and waiting
    return Forms(
        answer=given.get("answer") or (AnswerForm(answer) if fills else None),
        upload=given.get("upload") or (UploadForm() if fills else None),
        take=given.get("take")
        or (TakeForm(documents_to_take(answer, by=frame.by)) if fills else None),
        judge=given.get("judge") or (JudgeForm.of(answer, whose) if whose else None),
        objection=given.get("objection") or (ObjectionForm(answer) if objects else None),
        reply=given.get("reply") or (ReplyForm(answer) if replies else None),
    )


def _why_closed(frame: Frame, answer: Answer) -> str:
    if answer.assessment.state in FILLABLE:
        return _("Jawaban ini diisi oleh %(unit)s.") % {"unit": answer.unit}
    return _(
        "Jawaban hanya diubah selama penilaian mandiri; evaluasi ini pada tahap %(state)s."
    ) % {"state": answer.assessment.get_state_display()}


def _rungs(frame: Frame, found: Line, sheet: Sheet, form: AnswerForm | None) -> list[Rung]:
    papers = evidence_of(found.answer, by=frame.by)
    ticked = set(form.values("claimed_items")) if form and "claimed_items" in form.fields else None
    chosen = form.values("claimed_level") if form and "claimed_level" in form.fields else None
    claimed = str(best_known(found.answer)) if chosen is None else "".join(chosen)
    rungs = []
    for one in sheet.rungs:
        conditions = [c for c in found.conditions if c["level"] == one.number]
        shown = [_paper(paper) for paper in papers.get(one.number, [])]
        kind, word = _standing(one.number, found, conditions, len(shown))
        rungs.append(
            Rung(
                number=one.number,
                name=one.name,
                criterion=one.criterion,
                checks=one.checks,
                items=_items(one.number, one.items, found.answer, ticked),
                papers=shown,
                conditions=conditions,
                kind=kind,
                word=word,
                is_claimed=claimed == str(one.number),
            )
        )
    return rungs


def _standing(
    level: int, found: Line, conditions: list[dict[str, Any]], papers: int
) -> tuple[str, str]:
    """Say in a word what shows that a level is met: records first, then documents."""
    if conditions and (found.proved or 0) >= level:
        return "good", _("terbukti dari catatan")
    if papers:
        return "info", ngettext("%(num)d data dukung", "%(num)d data dukung", papers) % {
            "num": papers
        }
    is_bare = 1 < level <= (found.claimed or 0)
    return "warn" if is_bare else "idle", _("belum ada data dukung")


def _items(level: int, texts: list[str], answer: Answer, ticked: set[str] | None) -> list[Item]:
    claimed = set(answer.claimed_items) if ticked is None else ticked
    counted = answer.judged_items if answer.judged_items is not None else answer.reviewed_items
    return [
        Item(
            value=f"{level}.{order}",
            text=text,
            is_claimed=f"{level}.{order}" in claimed,
            is_accepted=None
            if counted is None or f"{level}.{order}" not in claimed.union(counted)
            else f"{level}.{order}" in counted,
        )
        for order, text in enumerate(texts, 1)
    ]


def _paper(evidence: Evidence) -> Paper:
    document = evidence.document
    latest = document.latest
    href = reverse("documents:download", args=[document.pk, latest.number])
    return Paper(
        pk=evidence.pk,
        title=document.title,
        note=evidence.note,
        version=latest.number,
        size=latest.blob.size,
        file_name=latest.file_name,
        href=href if latest.blob.is_readable else "",
        owner=document.organisation.name,
    )


def _decisions(frame: Frame, answer: Answer) -> list[Decision]:
    rows = answer.judgements.select_related("by").order_by("-pk")
    return [_decision(one) for one in rows]


def _decision(one: Judgement) -> Decision:
    return Decision(
        stage=one.get_stage_display(),
        level=one.level,
        who=str(one.by),
        at=one.created_at,
        reason=one.reason,
        recommendation=one.recommendation,
        items=", ".join(one.items or []),
        score=one.score,
    )


def levels_of(frame: Frame, found: Line) -> list[tuple[str, int | None, str]]:
    """Give who says which level, with its name, for the facts beside the page."""
    scale = frame.content.scales[found.indicator.scale]
    told = (
        (_("Klaim"), found.claimed),
        (_("Catatan di Caruban"), found.proved),
        (_("Reviu internal"), found.reviewed),
        (_("Asesor"), found.judged),
        (_("Hasil akhir"), found.final),
        (_("Evaluasi sebelumnya"), found.previous),
    )
    shown = [told[0], *(one for one in told[1:] if one[1] is not None)]
    return [(label, level, level_name(scale, level or None)) for label, level in shown]
