"""How far the self-assessment is, unit by unit."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caruban.evaluation.models import Answer, Assessment
from caruban.evaluation.queries.answers import answers_of
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation


@dataclass
class Progress:
    """What one unit has answered; `unit` is None in the line for all units together.

    complete   marked as ready;   answered   a level is claimed, ready or not
    late       not ready, and the due day is over
    due        the next due day of what is not ready
    """

    unit: Organisation | None
    total: int = 0
    answered: int = 0
    complete: int = 0
    late: list[int] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    due: date | None = None

    @property
    def percent(self) -> int:
        """Give what is ready, in whole percent, rounded down: 100 means all."""
        return self.complete * 100 // self.total if self.total else 0

    @property
    def duty(self) -> str:
        """Say what the unit owes, in a sentence."""
        left = self.total - self.complete
        if not left:
            return _("Semua indikator sudah siap diajukan.")
        if self.late:
            return ngettext(
                "%(late)d dari %(left)d indikator yang belum siap sudah lewat tenggat.",
                "%(late)d dari %(left)d indikator yang belum siap sudah lewat tenggat.",
                left,
            ) % {"late": len(self.late), "left": left}
        return ngettext(
            "%(left)d indikator belum siap diajukan.",
            "%(left)d indikator belum siap diajukan.",
            left,
        ) % {"left": left}

    def add(self, answer: Answer, on: date) -> None:
        """Count one answer in."""
        self.total += 1
        self.answered += answer.claimed_level is not None
        self.complete += answer.is_complete
        if answer.is_complete:
            return
        self.open.append(answer.number)
        due = due_on(answer)
        if due is not None:
            self.due = min(self.due or due, due)
            if due < on:
                self.late.append(answer.number)


def due_on(answer: Answer) -> date | None:
    """Give the day when an answer is due: its own, else the evaluation's."""
    return answer.due_on or answer.assessment.due_on


def progress(assessment: Assessment, *, by: Actor, on: date) -> list[Progress]:
    """Give the progress of each unit on a day: the most late first, then the least done.

    Raises PermissionDenied for who may not read the evaluation's inside.
    """
    units: dict[int, Progress] = {}
    for answer in answers_of(assessment, by=by):
        units.setdefault(answer.unit_id, Progress(answer.unit)).add(answer, on)
    return sorted(
        units.values(), key=lambda one: (-len(one.late), one.percent, one.unit and one.unit.name)
    )


def overall(assessment: Assessment, *, by: Actor, on: date) -> Progress:
    """Give the progress of all units together. Raises as `progress` does."""
    whole = Progress(None)
    for answer in answers_of(assessment, by=by):
        whole.add(answer, on)
    return whole
