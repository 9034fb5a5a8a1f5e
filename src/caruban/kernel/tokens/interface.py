"""How a module says, beside its API, what its operations beyond registers are about.

    from caruban.kernel.tokens.interface import scopes_for

    scopes_for(_("Isian indikator"), "answer", reads=(), writes=(EvaluationPermission.FILL,))

Registers need say nothing: their declaration does.
"""

from collections.abc import Iterable

from django.utils.functional import Promise

from caruban.kernel.permissions import Permission

OPERATIONS: dict[Permission, bool] = {}
TITLES: dict[str, str | Promise] = {}


def scopes_for(
    title: str | Promise,
    noun: str,
    *,
    reads: Iterable[Permission] = (),
    writes: Iterable[Permission] = (),
) -> None:
    """Have a token's scopes cover permissions that no register asks for, under a title.

    Raises TypeError for a permission about something else.
    """
    for permission, is_read in [*((one, True) for one in reads), *((one, False) for one in writes)]:
        if not str(permission).startswith(f"{noun}."):
            raise TypeError(f"{permission} is not about {noun}")
        OPERATIONS[permission] = is_read
    TITLES[noun] = title
