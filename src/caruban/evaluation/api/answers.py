"""Answers of an evaluation, for its own people: read them, and change one from a known version."""

import re
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Header, Router
from ninja.errors import HttpError

from caruban.evaluation.actions.answers import fill
from caruban.evaluation.api.parameters import ByInstrument, Number, Region, Year, found
from caruban.evaluation.api.schemas import AnswerIn, AnswerOut, EvidenceOut
from caruban.evaluation.models import Answer, Evidence
from caruban.evaluation.queries.answers import answers_of, find_answer
from caruban.kernel.errors import Stale
from caruban.kernel.web.api import SignedIn, reader, refusals

router = Router(tags=["Evaluation: answers"], auth=SignedIn())

TAG = re.compile(r'"([1-9][0-9]{0,8})"')
PRECONDITION_REQUIRED = 428

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=100,
        description="the ETag of the answer that you started from; required (428)",
        examples=['"3"'],
    ),
]


@router.get(
    "/institutions/{region}/years/{year}/answers",
    summary="Read all answers",
    response={200: list[AnswerOut]} | refusals(401, 403),
)
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
    response["ETag"] = f'"{one.version}"'
    return _plain(one)


@router.patch(
    "/institutions/{region}/years/{year}/answers/{number}",
    summary="Change an answer",
    response={200: AnswerOut} | refusals(401, 403, 409, 412, 428),
)
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
    version = _version(if_match, one)
    saved = fill(one, by=reader(request), version=version, **change.dict(exclude_unset=True))
    response["ETag"] = f'"{saved.version}"'
    return _plain(saved)


@router.get(
    "/institutions/{region}/years/{year}/answers/{number}/evidence",
    summary="Read the evidence of an answer",
    response={200: list[EvidenceOut]} | refusals(401, 403),
)
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


def _version(if_match: str | None, answer: Answer) -> int:
    """Read the version that a change starts from; one that cannot be is as stale as an old one."""
    if not if_match:
        raise HttpError(PRECONDITION_REQUIRED, _("Sertakan versi jawaban di If-Match."))
    if if_match.strip() == "*":
        return answer.version
    tag = TAG.fullmatch(if_match.strip())
    if tag is None or int(tag[1]) > answer.version:
        raise Stale(_("Versi di If-Match tidak dikenal. Baca lagi jawaban ini."), **_NOBODY)
    return int(tag[1])


_NOBODY: dict[str, Any] = {"changes": [], "who": "", "when": None}


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
