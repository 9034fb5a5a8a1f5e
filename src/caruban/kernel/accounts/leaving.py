"""What ends with an account at once: its sessions, and what other modules say they opened for it.

    from caruban.kernel.accounts.leaving import ends_with_account

    @ends_with_account
    def revoke_all(user: User) -> None: ...

It runs in the transaction that closes the account, so that a leaver who comes back finds nothing
open again.
"""

from collections.abc import Callable

from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.sessions import end_all

End = Callable[[User], None]
ENDS: list[End] = []


def ends_with_account(end: End) -> End:
    """Have a function end what it opened for a person when their account is closed."""
    if end not in ENDS:
        ENDS.append(end)
    return end


def end_everything(user: User) -> None:
    """End the sessions of a leaver, and all that was declared to end with them."""
    end_all(user)
    for end in ENDS:
        end(user)
