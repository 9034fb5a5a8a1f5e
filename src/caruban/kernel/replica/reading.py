"""Which views read from the replica, and when they rather read from the primary.

    @require_safe
    @needs(SomePermission.READ)
    @from_replica                  # innermost: who may is asked of the primary
    def page(request): ...

Within such a view, records are read from the replica. What says who somebody is and what they may
(accounts, memberships, sessions, tokens), and what is their own, is always read from the primary.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections, transaction
from django.http import HttpRequest
from psycopg_pool import PoolTimeout

from caruban.kernel.replica import counts
from caruban.kernel.replica.watch import ALIAS, WATCH, catches_up, end_of_log, is_configured

View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD"})
COOKIE = "caruban_wrote"  # where in the primary's log the reader's last change ended
AWAY = (OperationalError, InterfaceError, PoolTimeout)

_reads: ContextVar[bool] = ContextVar("reads_from_replica", default=False)


def alias() -> str:
    """Give the database that records are read from here; a transaction of the primary is whole."""
    if _reads.get() and not connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return ALIAS
    return DEFAULT_DB_ALIAS


@contextmanager
def reading_from_replica() -> Iterator[None]:
    """Read records from the replica until the block ends."""
    token = _reads.set(True)
    try:
        yield
    finally:
        _reads.reset(token)


def from_replica(view: View) -> View:
    """Have a view that only shows read from the replica, where that is right for its reader.

    Its answer must be whole when it returns: what streams would be read after the block. When the
    replica is lost on the way, the view runs once more, on the primary.
    """

    @wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not is_configured() or not _may(request):
            return view(request, *args, **kwargs)
        try:
            with reading_from_replica():
                return view(request, *args, **kwargs)
        except AWAY as error:
            if took_too_long(error):
                raise
            WATCH.lost(error)
            counts.count("lost")
        return view(request, *args, **kwargs)

    return reading  # type: ignore[return-value]


def run_on_replica(work: Callable[[], None]) -> None:
    """Run a job's long reading on the replica, once that has all that is committed now.

    On the primary where it has not in time, and again there when it is lost on the way.
    """
    if is_configured() and catches_up(end_of_log()):
        try:
            with reading_from_replica(), transaction.atomic(using=ALIAS):
                work()
        except AWAY as error:
            WATCH.lost(error)
            counts.count("lost")
        else:
            counts.count("replica")
            return
    work()


def place_of(raw: str) -> int | None:
    """Read the cookie; None for what is no place in a log."""
    return int(raw) if raw.isdecimal() and len(raw) < 20 else None  # noqa: PLR2004 (64 bits)


def took_too_long(error: Exception) -> bool:
    """Say whether a question was ended by our own limit: it would take as long on the primary."""
    return isinstance(error.__cause__, psycopg.errors.QueryCanceled) and (
        "recovery" not in str(error)
    )


def _may(request: HttpRequest) -> bool:
    """Say whether this request may read from the replica; count why not."""
    why = _why_not(request)
    counts.count(why or "replica")
    return not why


def _why_not(request: HttpRequest) -> str:
    if request.method not in SAFE or getattr(request, "token", None) is not None:
        return "unfit"  # a program with a token keeps no cookie that tells of its changes
    lag = WATCH.lag
    if lag is None:
        return "away"
    if lag > settings.REPLICA_LAG:
        return "behind"
    wrote = request.COOKIES.get(COOKIE, "")
    if wrote:
        place = place_of(wrote)
        if place is None or not WATCH.has(place):
            return "wrote"
    return ""
