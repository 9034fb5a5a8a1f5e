"""Where an institution's planning documents disagree with themselves."""

from caruban.evaluation.models import Note
from caruban.evaluation.permissions import EvaluationPermission
from caruban.kernel.access import visible
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation


def notes_of(institution: Organisation, *, by: Actor) -> list[Note]:
    """Give the notes on an institution's documents, in the order of the document.

    Public, as the documents are. `computed` is a Decimal, or None where nothing was computed.
    """
    notes = visible(Note, to=by, permission=EvaluationPermission.READ_INDEX)
    return list(notes.filter(institution=institution).order_by("source", "number"))
