"""The proofs that use a record: indicators whose conditions name it as their source."""

from dataclasses import dataclass

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


def uses_of(record: Record, address: str, *, by: Actor) -> list[Use]:
    """Give the proofs in force that `by` may read and that name the page of a record.

    They are sought in the record's own institution.
    """
    roots = {path.split(".", maxsplit=1)[0] + "." for path in paths_of(record)}
    found = visible(Proof, to=by, permission=ProofPermission.READ).filter(
        until=None,
        institution__path__in=roots,
        conditions__contains=[{"sources": [{"url": address}]}],
    )
    return [Use(proof, _naming(proof, address)) for proof in found.order_by("instrument", "number")]


def _naming(proof: Proof, address: str) -> list[dict[str, object]]:
    return [one for one in proof.told if any(source["url"] == address for source in one["sources"])]
