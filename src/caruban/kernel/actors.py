"""Who acts. There is always an actor: a person, a job, or a guest."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from caruban.kernel.accounts.models import User


@dataclass(frozen=True)
class Guest:
    """A visitor who has not signed in; holds what every citizen holds and nothing else."""

    pk: None = None
    is_authenticated: bool = False
    limited_to: frozenset[str] | None = None

    def __str__(self) -> str:
        return "Pengunjung"


Actor = Union["User", Guest]


@dataclass(frozen=True)
class Origin:
    """Where a change comes from: the address of the reader, and the id of the request or job."""

    address: str = ""
    request: str = ""


def named(by: Actor) -> str:
    """Give the name of who acts, as the record keeps it: with the office that they stand in for."""
    return f"{by} ({capacity.get()})" if capacity.get() else str(by)


def key_of(by: Actor) -> int:
    """Give the primary key of somebody who signed in. Raises PermissionDenied for a guest."""
    if by.pk is None:
        raise PermissionDenied
    return int(by.pk)


current: ContextVar[Actor | None] = ContextVar("actor", default=None)
capacity: ContextVar[str] = ContextVar("capacity", default="")  # "Plt. …" of who stands in
origin: ContextVar[Origin | None] = ContextVar("origin", default=None)
