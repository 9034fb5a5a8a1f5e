"""The verbs of answers: fill, attach evidence, detach it. What was entered is never lost."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from caruban.evaluation.actions.saying import Said, checked_level, settle
from caruban.evaluation.events import (
    AnswerCompleted,
    AnswerReopened,
    EvidenceAttached,
    EvidenceDetached,
)
from caruban.evaluation.models import Answer, Evidence
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.claims import lacks
from caruban.evaluation.rules.instrument import Indicator
from caruban.evaluation.rules.workflow import FILLABLE
from caruban.kernel.access import require
from caruban.kernel.actions import action
from caruban.kernel.actors import Actor
from caruban.kernel.documents import actions as documents
from caruban.kernel.documents.incoming import Received, Upload, received
from caruban.kernel.documents.models import Document
from caruban.kernel.documents.permissions import DocumentPermission
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.history.staleness import ask_fresh

CONTENT = ("claimed_level", "claimed_items", "claimed_score", "narrative", "is_complete")


@action(EvaluationPermission.FILL, during="assessment")
def fill(answer: Answer, *, by: Actor, version: int, **given: Any) -> Answer:
    """Save what was typed: only the fields given, of those in `CONTENT`.

    version         the version that the reader saw (`Answer.version`)
    claimed_level   1 to 5, or None;   claimed_items   as "level.item", where the instrument counts
    claimed_score   the other body's index, where the value comes from there
    narrative       text;   is_complete   True says "ready", False opens the answer again

    Where items or a score are given, the level follows from them. Saving again what is there
    already changes nothing. An answer that was ready and now lacks something is open again.

    Refused outside of the self-assessment, for what the instrument does not know, and for "ready"
    while level, explanation or evidence lack. Raises Stale when somebody else changed the content
    since `version`: nothing is overwritten. Raises TypeError for a field that is none of these.
    """
    _ask_open(answer)
    _ask_fields(given)
    wanted = _changed(answer, _settled(answer, given))
    if not wanted:
        return answer
    ask_fresh(answer, version, columns=CONTENT)
    was_complete = answer.is_complete
    for name, value in wanted.items():
        setattr(answer, name, value)
    answer.full_clean(exclude=["assessment", "unit"])
    if wanted.get("is_complete"):
        _ask_complete(answer)
    elif answer.is_complete and lacks(answer):
        answer.is_complete = False
    answer.save(update_fields=[*CONTENT, "updated_at"])
    _tell(answer, was_complete)
    return answer


@action(EvaluationPermission.FILL, during="assessment", ahead=received)
def attach(
    answer: Answer,
    *,
    by: Actor,
    level: int,
    file: Upload | Received,
    title: str = "",
    note: str = "",
) -> Evidence:
    """Upload a document of the responsible unit as evidence for a level.

    Refused outside of the self-assessment, for a level outside of 1 to 5, and as
    `documents.incoming.receive` refuses a file.
    """
    _ask_open(answer)
    checked_level(level)
    document = documents.add(answer.unit, by=by, file=file, title=title)
    return _attached(answer, document, level, note)


@action(EvaluationPermission.FILL, during="assessment")
def attach_existing(
    answer: Answer, *, by: Actor, level: int, document: Document, note: str = ""
) -> Evidence:
    """Take a document of the institution, uploaded before, as evidence for a level.

    Refused as `attach`, and for another institution's document. Raises ValidationError when it
    is evidence for that level already, PermissionDenied for one that `by` may not read.
    """
    _ask_open(answer)
    checked_level(level)
    require(by, DocumentPermission.READ, document)
    if document.organisation.institution_id != answer.unit.institution_id:
        raise Refused(_("Pilih dokumen dari instansi yang sama."), field="document")
    return _attached(answer, document, level, note)


@action(EvaluationPermission.FILL, during="answer__assessment")
def detach(evidence: Evidence, *, by: Actor) -> Answer:
    """Take a document back from a level; the document itself stays.

    Refused outside of the self-assessment. An answer that lacks it now is open again.
    """
    answer = Answer.objects.select_for_update().get(pk=evidence.answer_id)
    _ask_open(answer)
    level, title = evidence.level, evidence.document.title
    evidence.delete()
    emit(EvidenceDetached(subject=answer, document=title, level=level))
    if answer.is_complete and lacks(answer):
        answer.is_complete = False
        answer.save(update_fields=["is_complete", "updated_at"])
        emit(AnswerReopened(subject=answer))
    return answer


def _attached(answer: Answer, document: Document, level: int, note: str) -> Evidence:
    evidence = Evidence(answer=answer, document=document, level=level, note=note.strip())
    evidence.full_clean()
    evidence.save()
    emit(EvidenceAttached(subject=answer, document=document.title, level=level))
    return evidence


def _ask_open(answer: Answer) -> None:
    if answer.assessment.state not in FILLABLE:
        raise Refused(
            _("Jawaban hanya diubah selama penilaian mandiri; evaluasi ini pada tahap %(state)s.")
            % {"state": answer.assessment.get_state_display()}
        )


def _ask_fields(given: Mapping[str, Any]) -> None:
    unknown = sorted(set(given) - set(CONTENT))
    if unknown:
        raise TypeError(f"fill knows no {', '.join(unknown)}")


def _settled(answer: Answer, given: Mapping[str, Any]) -> dict[str, Any]:
    """Let the level follow from items and score, where the instrument has them."""
    values = dict(given)
    indicator = answer.assessment.instrument.content.by_number[answer.number]
    level = values.get("claimed_level")
    if level is not None:
        _settle_claim(indicator, level, None, None)
    score = _score(values.get("claimed_score", answer.claimed_score))
    items = values.get("claimed_items", answer.claimed_items) or None
    says = {"claimed_level", "claimed_items", "claimed_score"} & set(values)
    if says and (score is not None or items is not None):
        said = _settle_claim(indicator, level, items, score)
        values |= {"claimed_level": said.level, "claimed_items": said.items or []}
        values |= {"claimed_score": said.score}
    elif "claimed_level" not in values and _is_withdrawn(answer, values):
        values["claimed_level"] = None
    return values


def _settle_claim(
    indicator: Indicator, level: int | None, items: Any, score: Decimal | None
) -> Said:
    """Settle what is claimed; a refusal names the field of the claim."""
    try:
        return settle(indicator, level=level, items=items, score=score)
    except Refused as refused:
        raise Refused(refused.sentence, field=f"claimed_{refused.field}") from refused


def _is_withdrawn(answer: Answer, values: Mapping[str, Any]) -> bool:
    """Say whether the last box, or the score, from which a level followed was cleared."""
    had_items = bool(answer.claimed_items) and "claimed_items" in values
    return had_items or (answer.claimed_score is not None and "claimed_score" in values)


def _score(value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    try:
        score = Decimal(str(value))
    except ArithmeticError:
        score = Decimal("NaN")
    if not score.is_finite():
        raise Refused(_("Isi nilai sebagai angka."), field="claimed_score")
    return score


def _changed(answer: Answer, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(answer, name) != value}


def _ask_complete(answer: Answer) -> None:
    missing = lacks(answer)
    if missing:
        sentence = _("Belum dapat ditandai siap. Yang kurang: %(missing)s.")
        raise Refused(sentence % {"missing": "; ".join(missing)}, field="is_complete")


def _tell(answer: Answer, was_complete: bool) -> None:  # noqa: FBT001 (what was, beside what is)
    if answer.is_complete and not was_complete:
        emit(AnswerCompleted(subject=answer, level=answer.claimed_level or 0))
    if was_complete and not answer.is_complete:
        emit(AnswerReopened(subject=answer))
