"""How far a run is, told while it works; whether it may go on; and that it works alone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection, connections

from caruban.kernel.registers.runs.models import Run

PAUSE = 1.0  # seconds between two tellings
LOCK = 0x52 << 48  # advisory locks of runs: beside all others


class Stopped(Exception):
    """Somebody cancelled the run, or it ended otherwise: nothing more may be done in it."""


class Progress:
    """Tells how many were done, at most once a second; raises Stopped when the run was cancelled.

    beside   over a connection of its own, because the work is one transaction that nobody sees
             into; else over the one at hand
    """

    def __init__(self, run: Run, *, beside: bool = False) -> None:
        self.run, self.beside = run, beside
        self.told = time.monotonic()
        self.other = connections.create_connection("default") if beside else connection

    def at(self, done: int) -> None:
        """Tell how many were done. Raises Stopped."""
        if time.monotonic() - self.told < PAUSE:
            return
        self.told = time.monotonic()
        go_on(self.run)
        with self.other.cursor() as cursor:
            cursor.execute(
                "UPDATE register_runs_run SET done = %s WHERE id = %s", [done, self.run.pk]
            )

    def close(self) -> None:
        """Give its own connection back."""
        if self.beside:
            self.other.close()


@contextmanager
def telling(run: Run, *, beside: bool = False) -> Iterator[Progress]:
    """Give the progress of a run for as long as the block works."""
    progress = Progress(run, beside=beside)
    try:
        yield progress
    finally:
        progress.close()


def go_on(run: Run) -> None:
    """Raise Stopped unless the run is still in the stage that its worker began."""
    if not Run.objects.filter(pk=run.pk, state=run.state).exists():
        raise Stopped


@contextmanager
def alone(run: Run, *, wait: bool) -> Iterator[bool]:
    """Let one worker at a time have a run; the lock goes with the session of one that dies.

    wait   for another that has it; else the block is told whether it has the run
    """
    ask = "SELECT pg_advisory_lock(%s)" if wait else "SELECT pg_try_advisory_lock(%s)"
    with connection.cursor() as cursor:
        cursor.execute(ask, [LOCK | run.pk])
        (has,) = cursor.fetchone()
    if has is False:
        yield False
        return
    try:
        yield True
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:  # a lost session has none
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK | run.pk])
