"""The proofs that use a record: indicators whose conditions name it as their source."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from caruban.kernel.access import paths_of, visible
from caruban.kernel.actors import Actor
from caruban.kernel.proofs.models import Proof
from caruban.kernel.proofs.permissions import ProofPermission
from caruban.kernel.records import Record


@dataclass(frozen=True)
class Use:
    """A proof in force that names a record, and the conditions in which it does."""

    proof: Proof
    conditions: list[dict[str, object]]


def uses_of(record: Record, addresses: Collection[str], *, by: Actor) -> list[Use]:
    """Give the proofs in force that `by` may read and that name one of a record's pages.

    They are sought in the record's own institution.
    """
    roots = {path.split(".", maxsplit=1)[0] + "." for path in paths_of(record)}
    named = Q(pk__in=())
    for address in addresses:
        named |= Q(conditions__contains=[{"sources": [{"url": address}]}])
    found = visible(Proof, to=by, permission=ProofPermission.READ).filter(
        named, until=None, institution__path__in=roots
    )
    return [
        Use(proof, _naming(proof, addresses)) for proof in found.order_by("instrument", "number")
    ]


def _naming(proof: Proof, addresses: Collection[str]) -> list[dict[str, object]]:
    return [
        one for one in proof.told if any(source["url"] in addresses for source in one["sources"])
    ]
