"""The nouns of evaluation: instruments, assessments with their answers, targets and plans."""

from caruban.evaluation.models.assessment import (
    Answer,
    Assessment,
    Evidence,
    Judgement,
    Objection,
    Reminder,
    ReminderMail,
)
from caruban.evaluation.models.instrument import Instrument
from caruban.evaluation.models.note import Note
from caruban.evaluation.models.plan import Effort, Plan, Target

__all__ = [
    "Answer",
    "Assessment",
    "Effort",
    "Evidence",
    "Instrument",
    "Judgement",
    "Note",
    "Objection",
    "Plan",
    "Reminder",
    "ReminderMail",
    "Target",
]
