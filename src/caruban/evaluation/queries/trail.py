"""What happened in an evaluation: events in their sentences, changes field by field."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import takewhile

from django.db.models import Q, QuerySet

from caruban.evaluation.events import AssessmentMoved
from caruban.evaluation.models import Answer, Assessment, Objection
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.rules.workflow import TRANSITIONS
from caruban.kernel.access import require
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Difference
from caruban.kernel.events.models import Happening
from caruban.kernel.events.stream import happenings_of, tell
from caruban.kernel.history.models import Change
from caruban.kernel.history.queries import changes_of, differences

SITTING = timedelta(minutes=15)  # changes of one person that lie closer are told as one
SAVES = 10  # changes that are read for one entry shown
LONG = 120  # letters from which on only the changed part of a text is told
AROUND = 30  # letters shown before and after that part


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


def states_been(assessment: Assessment, *, by: Actor) -> set[str]:
    """Give the states that an evaluation was moved to, as its events tell.

    Raises PermissionDenied for who may not read the evaluation's inside.
    """
    require(by, EvaluationPermission.READ, assessment)
    moves = happenings_of(assessment).filter(name=AssessmentMoved.name)
    return {TRANSITIONS[one.details["transition"]].end for one in moves}


def answer_trail(answer: Answer, *, by: Actor, limit: int = 100) -> list[Entry]:
    """Tell what happened to one answer, and how its fields changed, the latest first.

    Raises PermissionDenied for who may not read the evaluation's inside.
    """
    require(by, EvaluationPermission.READ, answer)
    objections = Objection.objects.filter(answer=answer).values("pk")
    about = Q(subject_table=Answer._meta.db_table, subject_id=answer.pk) | Q(
        subject_table=Objection._meta.db_table, subject_id__in=objections
    )
    changes = changes_of(answer).filter(operation=Change.Operation.UPDATE)[: limit * SAVES]
    changed = _sittings(
        [
            Entry(at=one.at, who=one.actor_name, differences=differences(one, Answer))
            for one in changes
        ]
    )
    entries = told(Happening.objects.filter(about)[:limit]) + [
        one for one in changed if one.differences
    ]
    return sorted(entries, key=lambda one: one.at, reverse=True)[:limit]


def told(happenings: Iterable[Happening]) -> list[Entry]:
    """Tell rows of what happened in their sentences, in the order given."""
    return [Entry(at=one.at, who=one.actor_name, sentence=tell(one)) for one in happenings]


def _sittings(entries: list[Entry]) -> list[Entry]:
    """Join what one person changed in one sitting, the latest first: typing saves many times."""
    joined: list[Entry] = []
    for entry in entries:
        last = joined[-1] if joined else None
        if last and last.who == entry.who and last.at - entry.at < SITTING:
            joined[-1] = Entry(last.at, last.who, differences=_merged(last, entry))
        else:
            joined.append(entry)
    return [replace(one, differences=[cut(part) for part in one.differences]) for one in joined]


def _merged(later: Entry, earlier: Entry) -> list[Difference]:
    """Give one difference a field, from before the earlier change to after the later one."""
    merged = {one.label: one for one in earlier.differences}
    for one in later.differences:
        before = merged[one.label].before if one.label in merged else one.before
        merged[one.label] = Difference(one.label, before, one.after)
    return [one for one in merged.values() if one.before != one.after]


def cut(one: Difference) -> Difference:
    """Leave out what both long texts share at their beginning and end, but for a few words."""
    if min(len(one.before), len(one.after)) < LONG:
        return one
    begin = _shared(one.before, one.after)
    end = _shared(one.before[begin:][::-1], one.after[begin:][::-1])
    begin, end = max(0, begin - AROUND), max(0, end - AROUND)
    return Difference(one.label, _middle(one.before, begin, end), _middle(one.after, begin, end))


def _shared(one: str, other: str) -> int:
    """Count the letters with which both texts begin."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _middle(text: str, begin: int, end: int) -> str:
    shown = text[begin : len(text) - end]
    return f"{'… ' if begin else ''}{shown}{' …' if end else ''}"
