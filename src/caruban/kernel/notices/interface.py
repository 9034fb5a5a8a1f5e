"""How a module says, in its `notices.py`, whom an event concerns.

    from caruban.kernel.notices.interface import Mailing, notifies

    @notifies(AnswerAssigned, kind="answer.assigned", title=_("Penugasan indikator"))
    def people_of_the_unit(happening: Happening) -> Iterable[User]: ...

The text of a notice is the event's own sentence. Its actor is never told of what they did
themselves; who may not see the record gets nothing, neither when it is made nor when it is read:
`permission` says what that takes, without it the register of the record does, and where neither
knows nobody is told. `record` finds the record where it is not the subject of the event (the
record under a comment), `address` its page where the record has no page of its own; "" tells
nobody. `mailing` is when it is mailed to who has not chosen.
"""

from collections.abc import Callable
from functools import partial

from django.utils.functional import Promise

from caruban.kernel.events.stream import Event, on
from caruban.kernel.notices.kinds import KINDS, Address, Finder, Kind, Mailing, Recipients
from caruban.kernel.notices.making import make
from caruban.kernel.permissions import Permission

__all__ = ["Mailing", "notifies"]


def notifies(
    *events: type[Event],
    kind: str,
    title: str | Promise,
    permission: Permission | None = None,
    record: Finder | None = None,
    address: Address | None = None,
    mailing: Mailing = Mailing.DAILY,
) -> Callable[[Recipients], Recipients]:
    """Have a function say whom events concern; it is asked in the worker, at least once.

    Raises TypeError for a kind that exists, a wrong name, or what is no event.
    """

    def declare(recipients: Recipients) -> Recipients:
        one = Kind(kind, title, events, recipients, permission, record, address, mailing)
        KINDS.add(one)
        on(*events)(partial(make, one))
        return recipients

    return declare
