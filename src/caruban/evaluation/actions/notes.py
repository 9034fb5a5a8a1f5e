"""The verb of notes on a document: keep them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from caruban.evaluation.events import NotesKept
from caruban.evaluation.models import Note
from caruban.evaluation.permissions import EvaluationPermission
from caruban.kernel.actions import action
from caruban.kernel.actors import Actor
from caruban.kernel.events.stream import emit
from caruban.kernel.organisations.models import Organisation

FIVE_PLACES = Decimal("0.00001")


@dataclass(frozen=True)
class Remark:
    """What is noted: the place, what is printed there, what is wrong, and what is computed."""

    where: str
    printed: str
    says: str
    computed: Decimal | None = None


@action(EvaluationPermission.NOTE)
def keep_notes(
    institution: Organisation, *, by: Actor, source: str, remarks: Sequence[Remark]
) -> list[Note]:
    """Keep the notes on one document, numbered in their order; those no longer told are removed.

    Keeping again what is kept changes nothing. Raises ValidationError for a remark without a
    place, print or sentence.
    """
    kept = {
        note.number: note for note in Note.objects.filter(institution=institution, source=source)
    }
    notes = []
    changed = False
    for number, remark in enumerate(remarks, 1):
        note = kept.pop(number, None) or Note(institution=institution, source=source, number=number)
        changed |= _write(note, remark)
        notes.append(note)
    for note in kept.values():
        note.delete()
    if changed or kept:
        emit(NotesKept(subject=institution, document=source, count=len(notes)))
    return notes


def _write(note: Note, remark: Remark) -> bool:
    """Write a remark into a note; say whether that changed anything."""
    computed = remark.computed
    new = {
        "where": remark.where,
        "printed": remark.printed,
        "says": remark.says,
        "computed": None if computed is None else computed.quantize(FIVE_PLACES, ROUND_HALF_UP),
    }
    if note.pk and all(getattr(note, name) == value for name, value in new.items()):
        return False
    for name, value in new.items():
        setattr(note, name, value)
    note.full_clean()
    note.save()
    return True
