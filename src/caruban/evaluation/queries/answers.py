"""Answers of an evaluation, as they are now or as they were at a moment."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from caruban.evaluation.models import Answer, Assessment
from caruban.evaluation.permissions import EvaluationPermission
from caruban.kernel.access import get_visible_or_404, require
from caruban.kernel.actors import Actor
from caruban.kernel.history.models import Change

LEVELS = ("claimed_level", "reviewed_level", "judged_level", "final_level")
ITEMS = ("claimed_items", "reviewed_items", "judged_items")
SCORES = ("claimed_score", "reviewed_score", "judged_score")
TEXTS = ("narrative", "is_complete")


def answers_of(assessment: Assessment, *, by: Actor, at: datetime | None = None) -> list[Answer]:
    """Give the answers in order of indicator, unit joined, evidence with documents at hand.

    at   show claims and judgements as history says they were then; what did not exist is left out

    Raises PermissionDenied for who may not read the evaluation's inside.
    """
    require(by, EvaluationPermission.READ, assessment)
    rows = list(_rows(assessment).order_by("number"))
    return rows if at is None else _as_of(rows, at)


def find_answer(assessment: Assessment, number: int, *, by: Actor) -> Answer:
    """Give the answer to one indicator, objections at hand too. Raises Http404."""
    found = get_visible_or_404(
        Answer,
        to=by,
        permission=EvaluationPermission.READ,
        assessment_id=assessment.pk,
        number=number,
    )
    return _rows(assessment).prefetch_related("objections").get(pk=found.pk)


def _rows(assessment: Assessment) -> QuerySet[Answer]:
    """Give the answers of an evaluation, which each of them then has at hand, the same for all."""
    answers: QuerySet[Answer] = assessment.answers.all()
    return answers.select_related("unit").prefetch_related("evidence__document")


def _as_of(answers: Iterable[Answer], at: datetime) -> list[Answer]:
    by_pk = {answer.pk: answer for answer in answers}
    undone: set[tuple[int, str]] = set()
    changes = Change.objects.filter(
        table=Answer._meta.db_table, record__in=by_pk, at__gt=at
    ).order_by("id")
    for change in changes:
        if change.operation == Change.Operation.INSERT:
            by_pk.pop(change.record, None)
        elif change.record in by_pk:
            _undo(by_pk[change.record], change, undone)
    return list(by_pk.values())


def _undo(answer: Answer, change: Change, undone: set[tuple[int, str]]) -> None:
    """Put back what the earliest change after the moment found."""
    for name, value in (change.before or {}).items():
        if name in (*LEVELS, *ITEMS, *SCORES, *TEXTS) and (answer.pk, name) not in undone:
            undone.add((answer.pk, name))
            setattr(answer, name, _read(name, value))


def _read(name: str, value: Any) -> Any:
    return Decimal(str(value)) if name in SCORES and value is not None else value
