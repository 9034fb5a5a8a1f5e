"""The verbs of an evaluation: open it, record one that ended elsewhere, date it, assign, move."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from caruban.evaluation.events import (
    AnswerAssigned,
    AssessmentDated,
    AssessmentMoved,
    AssessmentOpened,
    ResultRecorded,
)
from caruban.evaluation.models import Answer, Assessment, Instrument
from caruban.evaluation.permissions import EvaluationPermission
from caruban.evaluation.queries.readiness import what_lacks
from caruban.evaluation.rules.instrument import LEVELS
from caruban.evaluation.rules.workflow import TRANSITIONS
from caruban.kernel.actions import action
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.organisations.models import Organisation

State = Assessment.State
ASSIGNABLE = (State.DRAFT, State.SELF_ASSESSMENT)


@action(EvaluationPermission.OPEN)
def open_assessment(
    institution: Organisation,
    *,
    by: Actor,
    instrument: Instrument,
    year: int,
    due_on: date | None = None,
) -> Assessment:
    """Open the evaluation of an institution for a year: one empty answer per indicator.

    Until they are assigned, the institution itself answers.
    Refused for a unit, and for an instrument that is in force on no day of the year. Raises
    ValidationError when the evaluation was opened before.
    """
    assessment = _founded(institution, instrument, year, due_on=due_on)
    Answer.objects.bulk_create(
        Answer(assessment=assessment, number=one.number, unit=institution)
        for one in instrument.content.indicators
    )
    emit(AssessmentOpened(subject=assessment, instrument=instrument.name))
    return assessment


@action(EvaluationPermission.OPEN)
def record_result(
    institution: Organisation,
    *,
    by: Actor,
    instrument: Instrument,
    year: int,
    levels: Mapping[int, int],
    provenance: str = Assessment.Provenance.RECORDED,
    note: str = "",
) -> Assessment:
    """Enter the result of an evaluation that ended elsewhere; it is final at once.

    levels   by the indicator's number, all of them

    Refused as `open_assessment`, and for levels that are missing, too many or outside of 1 to 5.
    Raises ValidationError when the evaluation was opened before.
    """
    wanted = set(instrument.content.by_number)
    if set(levels) != wanted or not set(levels.values()) <= set(LEVELS):
        raise Refused(_("Isi tingkat 1 sampai 5 untuk setiap indikator."), field="levels")
    assessment = _founded(
        institution,
        instrument,
        year,
        state=State.FINAL,
        provenance=provenance,
        provenance_note=note,
    )
    Answer.objects.bulk_create(
        Answer(
            assessment=assessment,
            number=number,
            unit=institution,
            judged_level=level,
            final_level=level,
        )
        for number, level in sorted(levels.items())
    )
    emit(ResultRecorded(subject=assessment))
    return assessment


@action(EvaluationPermission.STEER)
def set_due(assessment: Assessment, *, by: Actor, due_on: date) -> Assessment:
    """Set the day when answers are due. Refused once they were submitted."""
    _ask_state(assessment, ASSIGNABLE)
    assessment.due_on = due_on
    assessment.save(update_fields=["due_on", "updated_at"])
    emit(AssessmentDated(subject=assessment, due_on=due_on.isoformat()))
    return assessment


@action(EvaluationPermission.STEER, during="assessment")
def assign(answer: Answer, *, by: Actor, unit: Organisation, due_on: date | None = None) -> Answer:
    """Make a unit responsible for an indicator, by a day; what was answered stays.

    due_on   by default the evaluation's day

    Refused once answers were submitted, for a unit of another institution or one that is closed,
    and for a day after the evaluation's own.
    """
    assessment = answer.assessment
    _ask_state(assessment, ASSIGNABLE)
    due = due_on or assessment.due_on
    if unit.institution_id != assessment.institution_id:
        raise Refused(_("Pilih perangkat daerah dari instansi yang dievaluasi."), field="unit")
    if unit.valid_to is not None and (due is None or unit.valid_to < due):
        raise Refused(_("Perangkat daerah ini sudah ditutup."), field="unit")
    if due and assessment.due_on and due > assessment.due_on:
        raise Refused(
            _("Tenggat indikator paling lambat sama dengan tenggat evaluasi, %(due)s.")
            % {"due": assessment.due_on.strftime("%d-%m-%Y")},
            field="due_on",
        )
    answer.unit = unit
    answer.due_on = due
    answer.save(update_fields=["unit", "due_on", "updated_at"])
    emit(AnswerAssigned(subject=answer, unit=unit.name, due_on=due.isoformat() if due else "-"))
    return answer


@action(EvaluationPermission.STEER)
def assign_many(
    assessment: Assessment,
    *,
    by: Actor,
    numbers: Collection[int],
    unit: Organisation,
    due_on: date | None = None,
) -> list[Answer]:
    """Make a unit responsible for several indicators; all or none. Refused as `assign`."""
    answers = list(assessment.answers.filter(number__in=numbers).order_by("number"))
    if not answers or len(answers) != len(set(numbers)):
        raise Refused(_("Pilih indikator yang ada di evaluasi ini."), field="numbers")
    return [assign(answer, by=by, unit=unit, due_on=due_on) for answer in answers]


@action(EvaluationPermission.STEER)
def begin(assessment: Assessment, *, by: Actor) -> Assessment:
    """Let the units answer. Refused while no due day is set."""
    return _move(assessment, "begin")


@action(EvaluationPermission.STEER)
def submit(assessment: Assessment, *, by: Actor) -> Assessment:
    """Hand the answers to the internal reviewers. Refused while any is not ready."""
    return _move(assessment, "submit")


@action(EvaluationPermission.REVIEW)
def send_back(
    assessment: Assessment, *, by: Actor, note: str, numbers: Collection[int] = ()
) -> Assessment:
    """Return answers to their units for another round, with a note that says why.

    numbers   indicators to work on; by default those reviewed below their claim

    Refused without a note, and where there is nothing to work on.
    """
    if not note.strip():
        raise Refused(_("Tulis apa yang harus diperbaiki."), field="note")
    chosen = assessment.answers.filter(number__in=numbers)
    if not numbers:
        chosen = assessment.answers.filter(reviewed_level__lt=F("claimed_level"))
    if not chosen.update(is_complete=False):
        raise Refused(_("Pilih indikator yang harus diperbaiki."), field="numbers")
    return _move(assessment, "send_back", note=note.strip())


@action(EvaluationPermission.REVIEW)
def forward(assessment: Assessment, *, by: Actor) -> Assessment:
    """Hand the reviewed answers to the external assessors. Refused while any is not reviewed."""
    return _move(assessment, "forward")


@action(EvaluationPermission.JUDGE)
def interview(assessment: Assessment, *, by: Actor) -> Assessment:
    """End the review of documents. Refused while an indicator is not judged."""
    return _move(assessment, "interview")


@action(EvaluationPermission.JUDGE)
def visit(assessment: Assessment, *, by: Actor) -> Assessment:
    """Go and see for oneself; optional, as the regulation has it."""
    return _move(assessment, "visit")


@action(EvaluationPermission.JUDGE)
def publish(assessment: Assessment, *, by: Actor) -> Assessment:
    """Show the provisional result to the institution. Refused while an indicator is not judged."""
    return _move(assessment, "publish")


@action(EvaluationPermission.STEER)
def contest(assessment: Assessment, *, by: Actor) -> Assessment:
    """Announce objections to the provisional result."""
    return _move(assessment, "contest")


@action(EvaluationPermission.JUDGE)
def finish(assessment: Assessment, *, by: Actor) -> Assessment:
    """Make the result final: the assessor's levels are the index from now on, for everybody.

    Refused while an objection waits for its answer.
    """
    moved = _move(assessment, "finish")
    assessment.answers.update(final_level=F("judged_level"))
    return moved


MOVES = {
    one.__name__: one
    for one in (begin, submit, send_back, forward, interview, visit, publish, contest, finish)
}


def _move(assessment: Assessment, name: str, *, note: str = "") -> Assessment:
    transition = TRANSITIONS[name]
    before = State(assessment.state).label
    if assessment.state not in transition.start:
        raise Refused(
            _("Langkah ini tidak tersedia: evaluasi sedang pada tahap %(state)s.")
            % {"state": before}
        )
    lack = what_lacks(assessment, name)
    if lack:
        raise Refused(lack)
    assessment.state = transition.end
    assessment.save(update_fields=["state", "updated_at"])
    emit(
        AssessmentMoved(
            subject=assessment,
            transition=name,
            before=before,
            after=State(assessment.state).label,
            note=f": {note.removesuffix('.')}" if note else "",
        )
    )
    return assessment


def _founded(
    institution: Organisation, instrument: Instrument, year: int, **details: object
) -> Assessment:
    if institution.parent_id is not None:
        raise Refused(_("Yang dievaluasi adalah instansi, bukan unitnya."), field="institution")
    begins, ends = instrument.in_force_from, instrument.in_force_to
    if (begins and begins.year > year) or (ends and ends.year < year):
        raise Refused(
            _("Instrumen ini tidak berlaku pada tahun %(year)s.") % {"year": year},
            field="instrument",
        )
    assessment = Assessment(institution=institution, instrument=instrument, year=year, **details)
    with transaction.atomic():
        assessment.full_clean()
        assessment.save()
    return assessment


def _ask_state(assessment: Assessment, states: Collection[str]) -> None:
    if assessment.state not in states:
        raise Refused(
            _("Evaluasi sudah pada tahap %(state)s; penugasan tidak dapat diubah lagi.")
            % {"state": assessment.get_state_display()}
        )
