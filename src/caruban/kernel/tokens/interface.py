"""How a module says, in its `token_scopes.py`, what its operations beyond registers are about.

    from caruban.kernel.tokens.interface import scopes_for

    scopes_for(_("Isian indikator"), "answer", writes=(FILL,), implies=(READ,))

Registers need say nothing: their declaration does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from caruban.kernel.permissions import Permission


@dataclass(frozen=True)
class Operation:
    """A permission that operations of the API ask for, beyond registers.

    implies   what must be read to use it
    """

    permission: Permission
    is_read: bool
    implies: tuple[Permission, ...] = ()


OPERATIONS: list[Operation] = []
TITLES: dict[str, str | Promise] = {}


def scopes_for(
    title: str | Promise,
    noun: str,
    *,
    reads: Iterable[Permission] = (),
    writes: Iterable[Permission] = (),
    implies: Iterable[Permission] = (),
) -> None:
    """Have a token's scopes cover permissions that no register asks for, under a title.

    implies   what must be read, too, by who may write

    Raises TypeError for a permission about something else.
    """
    asked = [Operation(one, is_read=True) for one in reads]
    asked += [Operation(one, is_read=False, implies=tuple(implies)) for one in writes]
    for one in asked:
        if not str(one.permission).startswith(f"{noun}."):
            raise TypeError(f"{one.permission} is not about {noun}")
    OPERATIONS.extend(asked)
    TITLES[noun] = title
