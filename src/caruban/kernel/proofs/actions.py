"""Compute proofs again; a new row only when the answer changed."""

from datetime import datetime

from django.utils import timezone, translation

from caruban.kernel.actions import action
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.proofs.interface import PROVERS, Proving, prove, supported_level
from caruban.kernel.proofs.models import Proof
from caruban.kernel.proofs.permissions import ProofPermission


@action(ProofPermission.RECOMPUTE)
def recompute(institution: Organisation, *, by: Actor, instrument: str, number: int) -> bool:
    """Ask the prover of an indicator again; say whether the answer changed.

    The institution is locked, so that two recomputations do not write the same answer twice.
    Sentences are kept in Indonesian, the language of the record.
    """
    proving = PROVERS[instrument, number]
    now = timezone.now()
    level, conditions = _answer(proving, institution, now)
    held = Proof.objects.filter(
        institution=institution, instrument=instrument, number=number, until=None
    ).first()
    if held is not None and (held.level, held.conditions) == (level, conditions):
        return False
    if held is not None:
        held.until = now
        held.save(update_fields=["until"])
    Proof.objects.create(
        institution=institution,
        instrument=instrument,
        number=number,
        level=level,
        conditions=conditions,
        since=now,
    )
    return True


def recompute_all(institution: Organisation, *, by: Actor) -> int:
    """Ask every prover again; give how many answers changed. Safe to repeat."""
    return sum(
        recompute(institution, by=by, instrument=instrument, number=number)
        for instrument, number in sorted(PROVERS)
    )


def _answer(
    proving: Proving, institution: Organisation, now: datetime
) -> tuple[int, list[dict[str, object]]]:
    with translation.override("id"):
        conditions = prove(proving, institution, on=timezone.localdate(now))
        return supported_level(conditions), [condition.plain() for condition in conditions]
