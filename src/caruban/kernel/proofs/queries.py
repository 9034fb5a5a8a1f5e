"""Proofs that a reader may see, as they hold now or held at a moment."""

from datetime import datetime

from django.db.models import Q

from caruban.kernel.access import visible
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.proofs.models import Proof
from caruban.kernel.proofs.permissions import ProofPermission


def proofs_of(
    institution: Organisation, instrument: str, *, by: Actor, at: datetime
) -> dict[int, Proof]:
    """Give the proof of each indicator that held at a moment, by the indicator's number."""
    rows = visible(Proof, to=by, permission=ProofPermission.READ).filter(
        Q(until=None) | Q(until__gt=at),
        institution=institution,
        instrument=instrument,
        since__lte=at,
    )
    return {row.number: row for row in rows}
