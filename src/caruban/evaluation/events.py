"""What can have happened in an evaluation, each with its sentence.

Typing is no event: history keeps every save. An event is what others wait for.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event, Words


@dataclass(frozen=True, kw_only=True)
class InstrumentLoaded(Event):
    """A new edition of an instrument came in."""

    name = "instrument.loaded"
    sentence = _("{actor} memuat instrumen {subject} (edisi {edition}).")
    edition: int


@dataclass(frozen=True, kw_only=True)
class AssessmentOpened(Event):
    """An evaluation of an institution for a year began."""

    name = "assessment.opened"
    sentence = _("{actor} membuka evaluasi {subject} dengan {instrument}.")
    instrument: str


@dataclass(frozen=True, kw_only=True)
class ResultRecorded(Event):
    """The result of an evaluation that ended elsewhere was entered."""

    name = "assessment.recorded"
    sentence = _("{actor} mencatat hasil evaluasi {subject} yang sudah selesai.")


@dataclass(frozen=True, kw_only=True)
class AssessmentMoved(Event):
    """An evaluation went from one stage to another."""

    name = "assessment.moved"
    sentence = _("{actor} memindahkan evaluasi {subject} dari {before} ke {after}{note}.")
    transition: str
    before: Words
    after: Words
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AssessmentDated(Event):
    """The day when answers are due was set."""

    name = "assessment.dated"
    sentence = _("{actor} menetapkan tenggat evaluasi {subject}: {due_on}.")
    due_on: str  # ISO date


@dataclass(frozen=True, kw_only=True)
class AnswerAssigned(Event):
    """An indicator got a responsible unit and a due date."""

    name = "answer.assigned"
    sentence = _("{actor} menugaskan {subject} kepada {unit}, tenggat {due_on}.")
    unit: str
    due_on: str  # ISO date


@dataclass(frozen=True, kw_only=True)
class AnswerCompleted(Event):
    """A unit says that its answer is ready."""

    name = "answer.completed"
    sentence = _("{actor} menandai {subject} siap diajukan, tingkat {level}.")
    level: int


@dataclass(frozen=True, kw_only=True)
class AnswerReopened(Event):
    """An answer that was ready is being worked on again."""

    name = "answer.reopened"
    sentence = _("{actor} membuka kembali {subject}.")


@dataclass(frozen=True, kw_only=True)
class EvidenceAttached(Event):
    """A document became evidence for a level."""

    name = "evidence.attached"
    sentence = _(
        "{actor} menambahkan {document} sebagai data dukung tingkat {level} pada {subject}."
    )
    document: str
    level: int


@dataclass(frozen=True, kw_only=True)
class EvidenceDetached(Event):
    """A document is evidence for a level no more."""

    name = "evidence.detached"
    sentence = _("{actor} melepas {document} dari data dukung tingkat {level} pada {subject}.")
    document: str
    level: int


@dataclass(frozen=True, kw_only=True)
class AnswerReviewed(Event):
    """An internal reviewer decided on an answer."""

    name = "answer.reviewed"
    sentence = _("{actor} mereviu {subject}: tingkat {level}.")
    level: int


@dataclass(frozen=True, kw_only=True)
class AnswerJudged(Event):
    """An external assessor decided on an answer."""

    name = "answer.judged"
    sentence = _("{actor} menilai {subject}: tingkat {level}.")
    level: int


@dataclass(frozen=True, kw_only=True)
class ObjectionRaised(Event):
    """The institution objects to a provisional level."""

    name = "objection.raised"
    sentence = _("{actor} menyanggah {subject} dan meminta tingkat {level}.")
    level: int


@dataclass(frozen=True, kw_only=True)
class ObjectionAnswered(Event):
    """An assessor answered an objection."""

    name = "objection.answered"
    sentence = _("{actor} menjawab sanggahan {subject}: {outcome}.")
    outcome: Words


@dataclass(frozen=True, kw_only=True)
class TargetSet(Event):
    """An institution set what it wants to reach."""

    name = "target.set"
    sentence = _("{actor} menetapkan target {subject}.")


@dataclass(frozen=True, kw_only=True)
class PlanKept(Event):
    """A computed path to a target was kept."""

    name = "plan.kept"
    sentence = _("{actor} menyimpan jalur {subject}.")


@dataclass(frozen=True, kw_only=True)
class NotesKept(Event):
    """Notes on a document, where its figures disagree, were written down."""

    name = "notes.kept"
    sentence = _("{actor} menyimpan {count} catatan atas {document} untuk {subject}.")
    document: str
    count: int
