"""What happened in an evaluation: events in their sentences, changes field by field."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from caruban.evaluation.models import Answer, Assessment, Objection
from caruban.evaluation.permissions import EvaluationPermission
from caruban.kernel.access import require
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Difference
from caruban.kernel.events.models import Happening
from caruban.kernel.events.stream import tell
from caruban.kernel.history.models import Change
from caruban.kernel.history.queries import changes_of, differences


@dataclass(frozen=True)
class Entry:
    """One line of a trail: when, who, and either a sentence or what changed field by field."""

    at: datetime
    who: str
    sentence: str = ""
    differences: list[Difference] = field(default_factory=list)


def trail(assessment: Assessment, *, by: Actor, limit: int = 50) -> list[Entry]:
    """Tell what happened to an evaluation and its answers, the latest first.

    Raises PermissionDenied for who may not read the evaluation's inside.
    """
    return told(happenings(assessment, by=by)[:limit])


def happenings(assessment: Assessment, *, by: Actor) -> QuerySet[Happening]:
    """Give what happened to an evaluation and its answers as rows, the latest first.

    Raises PermissionDenied for who may not read the evaluation's inside.
    """
    require(by, EvaluationPermission.READ, assessment)
    answers = Answer.objects.filter(assessment=assessment).values("pk")
    objections = Objection.objects.filter(answer__assessment=assessment).values("pk")
    about = (
        Q(subject_table=Assessment._meta.db_table, subject_id=assessment.pk)
        | Q(subject_table=Answer._meta.db_table, subject_id__in=answers)
        | Q(subject_table=Objection._meta.db_table, subject_id__in=objections)
    )
    return Happening.objects.filter(about)


def answer_trail(answer: Answer, *, by: Actor, limit: int = 100) -> list[Entry]:
    """Tell what happened to one answer, and how its fields changed, the latest first.

    Raises PermissionDenied for who may not read the evaluation's inside.
    """
    require(by, EvaluationPermission.READ, answer)
    objections = Objection.objects.filter(answer=answer).values("pk")
    about = Q(subject_table=Answer._meta.db_table, subject_id=answer.pk) | Q(
        subject_table=Objection._meta.db_table, subject_id__in=objections
    )
    changes = changes_of(answer).filter(operation=Change.Operation.UPDATE)[:limit]
    changed = [
        Entry(at=one.at, who=one.actor_name, differences=differences(one, Answer))
        for one in changes
    ]
    entries = told(Happening.objects.filter(about)[:limit]) + [
        one for one in changed if one.differences
    ]
    return sorted(entries, key=lambda one: one.at, reverse=True)[:limit]


def told(happenings: Iterable[Happening]) -> list[Entry]:
    """Tell rows of what happened in their sentences, in the order given."""
    return [Entry(at=one.at, who=one.actor_name, sentence=tell(one)) for one in happenings]
