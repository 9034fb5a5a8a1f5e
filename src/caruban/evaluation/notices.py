"""Whom what happens in an evaluation concerns."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from caruban.evaluation.events import (
    AnswerAssigned,
    AnswerCompleted,
    AnswerReopened,
    AssessmentDated,
    AssessmentMoved,
    ObjectionAnswered,
    ObjectionRaised,
)
from caruban.evaluation.models import Answer, Assessment
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.people import who_answer, who_hold
from caruban.evaluation.queries.tasks import Addresses
from caruban.evaluation.rules.workflow import FILLABLE, JUDGEABLE, REVIEWABLE
from caruban.kernel.accounts.models import User
from caruban.kernel.events.models import Happening
from caruban.kernel.notices.interface import Mailing, notifies

State = Assessment.State
CONTESTED = frozenset({State.OBJECTION})


def _answer(happening: Happening) -> Answer | None:
    rows = Answer.objects.select_related("assessment__institution", "assessment__instrument")
    return rows.filter(pk=happening.subject_id).first()


def _assessment(happening: Happening) -> Assessment | None:
    rows = Assessment.objects.select_related("institution", "instrument")
    return rows.filter(pk=happening.subject_id).first()


def _indicator(happening: Happening) -> str:
    answer = _answer(happening)
    if answer is None:
        return ""
    return Addresses.read().of("indicator", answer.assessment, number=answer.number)


def _process(happening: Happening) -> str:
    assessment = _assessment(happening)
    return Addresses.read().of("process", assessment) if assessment else ""


@notifies(
    AnswerAssigned,
    kind="answer.assigned",
    title=_("Indikator ditugaskan kepada unit Anda"),
    permission=EvaluationPermission.READ,
    record=_answer,
    address=_indicator,
)
def assigned(happening: Happening) -> list[User]:
    """Tell the unit that got an indicator."""
    answer = _answer(happening)
    return who_answer(answer) if answer else []


@notifies(
    AnswerReopened,
    kind="answer.reopened",
    title=_("Jawaban dibuka kembali"),
    permission=EvaluationPermission.READ,
    record=_answer,
    address=_indicator,
)
def reopened(happening: Happening) -> Iterable[User]:
    """Tell the unit whose answer is not ready any more."""
    return assigned(happening)


@notifies(
    AnswerCompleted,
    kind="answer.completed",
    title=_("Jawaban siap diajukan"),
    permission=EvaluationPermission.READ,
    record=_answer,
    address=_indicator,
)
def completed(happening: Happening) -> list[User]:
    """Tell the secretariat, which submits when all are ready."""
    answer = _answer(happening)
    return who_hold(EvaluationPermission.STEER, answer.assessment) if answer else []


@notifies(
    AssessmentDated,
    kind="assessment.dated",
    title=_("Tenggat evaluasi ditetapkan"),
    permission=EvaluationPermission.READ,
    record=_assessment,
    address=_process,
)
def dated(happening: Happening) -> list[User]:
    """Tell the units which have to answer by then."""
    return who_answer(
        *Answer.objects.filter(assessment=happening.subject_id).select_related("unit")
    )


@notifies(
    AssessmentMoved,
    kind="assessment.moved",
    title=_("Evaluasi pindah tahap"),
    permission=EvaluationPermission.READ,
    record=_assessment,
    address=_process,
    mailing=Mailing.NOW,
)
def moved(happening: Happening) -> Iterable[User]:
    """Tell the secretariat, and whose turn it is now."""
    assessment = _assessment(happening)
    return {one.pk: one for one in _concerned(assessment)}.values() if assessment else []


def _concerned(assessment: Assessment) -> Iterator[User]:
    yield from who_hold(EvaluationPermission.STEER, assessment)
    if assessment.state in FILLABLE:
        yield from who_answer(*assessment.answers.select_related("unit"))
    if assessment.state in REVIEWABLE:
        yield from who_hold(EvaluationPermission.REVIEW, assessment)
    if assessment.state in JUDGEABLE | CONTESTED:
        yield from who_hold(EvaluationPermission.JUDGE, assessment)


@notifies(
    ObjectionRaised,
    kind="objection.raised",
    title=_("Sanggahan diajukan"),
    permission=EvaluationPermission.READ,
    record=_answer,
    address=_indicator,
)
def contested(happening: Happening) -> list[User]:
    """Tell the assessors, who answer it."""
    answer = _answer(happening)
    return who_hold(EvaluationPermission.JUDGE, answer.assessment) if answer else []


@notifies(
    ObjectionAnswered,
    kind="objection.answered",
    title=_("Sanggahan dijawab"),
    permission=EvaluationPermission.READ,
    record=_answer,
    address=_indicator,
)
def answered(happening: Happening) -> list[User]:
    """Tell the secretariat, which objected."""
    answer = _answer(happening)
    return who_hold(EvaluationPermission.STEER, answer.assessment) if answer else []
