"""Answers of an evaluation, for its own people: read them, and change one from a known version."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router

from caruban.evaluation.actions.answers import fill
from caruban.evaluation.api.parameters import ByInstrument, Number, Region, Year, found
from caruban.evaluation.api.schemas import AnswerIn, AnswerOut, EvidenceOut
from caruban.evaluation.models import Answer, Evidence
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.answers import answers_of, find_answer
from caruban.kernel.web.api import SIGNED_IN, asks, reader, refusals
from caruban.kernel.web.preconditions import IfMatch, tag_of, version_from

router = Router(tags=["Evaluation: answers"], auth=SIGNED_IN)


@router.get(
    "/institutions/{region}/years/{year}/answers",
    summary="Read all answers",
    response={200: list[AnswerOut]} | refusals(401, 403),
)
@asks(EvaluationPermission.READ)
def answers(
    request: HttpRequest, region: Region, year: Year, instrument: ByInstrument = None
) -> Any:
    """Give the answers of an evaluation in order of indicator."""
    assessment = found(request, region, year, instrument)
    return [_plain(one) for one in answers_of(assessment, by=reader(request))]


@router.get(
    "/institutions/{region}/years/{year}/answers/{number}",
    summary="Read an answer",
    response={200: AnswerOut} | refusals(401, 403),
)
@asks(EvaluationPermission.READ)
def answer(
    request: HttpRequest,
    response: HttpResponse,
    region: Region,
    year: Year,
    number: Number,
    instrument: ByInstrument = None,
) -> Any:
    """Give one answer; its ETag is its version, to be named in If-Match."""
    assessment = found(request, region, year, instrument)
    one = find_answer(assessment, number, by=reader(request))
    response["ETag"] = tag_of(one)
    return _plain(one)


@router.patch(
    "/institutions/{region}/years/{year}/answers/{number}",
    summary="Change an answer",
    response={200: AnswerOut} | refusals(401, 403, 409, 412, 428),
)
@asks(EvaluationPermission.FILL)
def change_answer(
    request: HttpRequest,
    response: HttpResponse,
    region: Region,
    year: Year,
    number: Number,
    change: AnswerIn,
    instrument: ByInstrument = None,
    if_match: IfMatch = None,
) -> Any:
    """Save the fields given, as the page does while it is typed.

    Refused (409) outside of the self-assessment, and for "ready" while level, explanation or
    evidence lack; 412 when somebody else changed the answer since: nothing is overwritten.
    """
    assessment = found(request, region, year, instrument)
    one = find_answer(assessment, number, by=reader(request))
    version = version_from(if_match, one)
    saved = fill(one, by=reader(request), version=version, **change.dict(exclude_unset=True))
    response["ETag"] = tag_of(saved)
    return _plain(saved)


@router.get(
    "/institutions/{region}/years/{year}/answers/{number}/evidence",
    summary="Read the evidence of an answer",
    response={200: list[EvidenceOut]} | refusals(401, 403),
)
@asks(EvaluationPermission.READ)
def evidence(
    request: HttpRequest,
    region: Region,
    year: Year,
    number: Number,
    instrument: ByInstrument = None,
) -> Any:
    """Give the documents by level, each as its newest version."""
    assessment = found(request, region, year, instrument)
    one = find_answer(assessment, number, by=reader(request))
    rows = one.evidence.prefetch_related("document__versions__blob").order_by("level", "pk")
    return [_document(row) for row in rows]


def _plain(answer: Answer) -> dict[str, Any]:
    score = answer.claimed_score
    return {
        "number": answer.number,
        "version": answer.version,
        "unit": answer.unit.code,
        "due_on": answer.due_on,
        "claimed_level": answer.claimed_level,
        "claimed_items": answer.claimed_items,
        "claimed_score": None if score is None else str(score),
        "narrative": answer.narrative,
        "is_complete": answer.is_complete,
        "reviewed_level": answer.reviewed_level,
        "judged_level": answer.judged_level,
        "final_level": answer.final_level,
    }


def _document(row: Evidence) -> dict[str, Any]:
    version = row.document.latest
    place = {"document": row.document_id, "number": version.number}
    return {
        "level": row.level,
        "title": row.document.title,
        "note": row.note,
        "sha256": version.blob.sha256,
        "url": reverse("documents:download", kwargs=place),
    }
