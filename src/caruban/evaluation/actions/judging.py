"""The verbs of those who decide on answers: review inside the institution, judge from outside."""

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _

from caruban.evaluation.actions.saying import Said, settle
from caruban.evaluation.events import AnswerJudged, AnswerReviewed
from caruban.evaluation.models import Answer, Judgement
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.rules.workflow import JUDGEABLE, REVIEWABLE
from caruban.kernel.actions import action
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit


@action(EvaluationPermission.REVIEW, during="assessment")
def review(
    answer: Answer,
    *,
    by: Actor,
    reason: str,
    level: int | None = None,
    items: Collection[str] | None = None,
    score: Decimal | None = None,
    recommendation: str = "",
) -> Judgement:
    """Decide inside the institution which level an answer's evidence shows; kept, with reasons.

    level, items, score   as `actions.saying.settle`

    Saying the same thing again keeps nothing new.
    Refused outside of the internal review, without a reason, and as `settle`.
    """
    _ask_stage(answer, REVIEWABLE)
    said = _settled(answer, level, items, score)
    if same := _said_already(answer, said, by, reason, recommendation):
        return same
    answer.reviewed_level, answer.reviewed_items = said.level, said.items
    answer.reviewed_score = said.score
    answer.save(update_fields=["reviewed_level", "reviewed_items", "reviewed_score", "updated_at"])
    kept = keep(answer, said, by=by, reason=reason, recommendation=recommendation)
    emit(AnswerReviewed(subject=answer, level=said.level))
    return kept


@action(EvaluationPermission.JUDGE, during="assessment")
def judge(
    answer: Answer,
    *,
    by: Actor,
    reason: str,
    level: int | None = None,
    items: Collection[str] | None = None,
    score: Decimal | None = None,
    recommendation: str = "",
) -> Judgement:
    """Decide as external assessor which level an answer's evidence shows; kept, with reasons.

    level, items, score   as `actions.saying.settle`

    Saying the same thing again keeps nothing new.
    Refused outside of document review, interview and visit, without a reason, and as `settle`.
    """
    _ask_stage(answer, JUDGEABLE)
    said = _settled(answer, level, items, score)
    if same := _said_already(answer, said, by, reason, recommendation):
        return same
    set_judged(answer, said)
    kept = keep(answer, said, by=by, reason=reason, recommendation=recommendation)
    emit(AnswerJudged(subject=answer, level=said.level))
    return kept


def set_judged(answer: Answer, said: Said) -> None:
    """Write the assessor's word on an answer; the caller keeps the judgement."""
    answer.judged_level, answer.judged_items = said.level, said.items
    answer.judged_score = said.score
    answer.save(update_fields=["judged_level", "judged_items", "judged_score", "updated_at"])


def keep(
    answer: Answer, said: Said, *, by: Actor, reason: str, recommendation: str = ""
) -> Judgement:
    """Keep what was decided, beside all decisions before. Refused without a reason."""
    if not reason.strip():
        raise Refused(_("Tulis alasan penilaian Anda."), field="reason")
    judgement = Judgement(
        answer=answer,
        stage=answer.assessment.state,
        level=said.level,
        items=said.items,
        score=said.score,
        reason=reason.strip(),
        recommendation=recommendation.strip(),
        by_id=key_of(by),
    )
    judgement.full_clean()
    judgement.save()
    return judgement


def _said_already(
    answer: Answer, said: Said, by: Actor, reason: str, recommendation: str
) -> Judgement | None:
    """Give the latest judgement if it says this very thing: a second click decides nothing new."""
    last = answer.judgements.order_by("pk").last()
    is_same = last is not None and (
        last.by_id == by.pk
        and last.stage == answer.assessment.state
        and (last.level, last.items, last.score) == (said.level, said.items, said.score)
        and last.reason == reason.strip()
        and last.recommendation == recommendation.strip()
    )
    return last if is_same else None


def _settled(
    answer: Answer, level: int | None, items: Collection[str] | None, score: Decimal | None
) -> Said:
    indicator = answer.assessment.instrument.content.by_number[answer.number]
    if indicator.items and items is None and score is None:
        raise Refused(_("Tandai butir data dukung yang Anda terima."), field="items")
    return settle(indicator, level=level, items=items, score=score)


def _ask_stage(answer: Answer, states: Collection[str]) -> None:
    if answer.assessment.state not in states:
        raise Refused(
            _("Penilaian tidak dapat diisi: evaluasi sedang pada tahap %(state)s.")
            % {"state": answer.assessment.get_state_display()}
        )
