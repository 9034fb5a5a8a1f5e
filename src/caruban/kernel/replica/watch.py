"""How far the replica is behind the primary, seen by a thread of each process, twice a second.

At each look the primary is asked first for the end of its log, then the replica for what it has
replayed: once that reaches an end, the replica has all that was committed when this end was noted.
So the lag needs no clock of theirs, grows when either is not answering, and is true of a replica
that lost its primary, which by its own word would be up to date for ever.
"""

import logging
import os
import threading
import time
from collections import deque
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections

ALIAS = "replica"  # of DATABASES
PAUSE = 0.5  # seconds between two looks
PATIENCE = 2  # seconds for a connection
MARKS = 1200  # ends of the log that are remembered, one a look
CAUGHT_UP = 0.02  # seconds between two looks of somebody who waits for it

logger = logging.getLogger(__name__)

# what is flushed is sent; what is inserted comes a moment later, where commits do not wait for it
PRIMARY_SAYS = "SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint"
END = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint"
REPLICA_SAYS = (
    "SELECT pg_is_in_recovery(), coalesce(pg_last_wal_replay_lsn() - '0/0'::pg_lsn, 0)::bigint"
)


def is_configured() -> bool:
    """Say whether DATABASE_REPLICA_URL names one."""
    return ALIAS in connections.settings


class Watch:
    """What is known of the replica. `through`: it has all that was committed at that moment.

    `through` is of the monotonic clock; `replayed` is where it stands in the log, in bytes.
    """

    def __init__(self) -> None:
        self.through = float("-inf")
        self.replayed = 0
        self.trouble = "not seen yet"  # "" when it answers
        self._marks: deque[tuple[float, int]] = deque(maxlen=MARKS)
        self._process = 0
        self._over = threading.Event()
        self._guard = threading.Lock()

    @property
    def lag(self) -> float | None:
        """Give by how many seconds it is behind, at most; None where it cannot be read."""
        self.begin()
        return None if self.trouble else time.monotonic() - self.through

    def has(self, place: int) -> bool:
        """Say whether it has replayed the log up to a place."""
        return self.replayed >= place

    def lost(self, error: Exception) -> None:
        """Take it for gone until the next look finds it."""
        self._note(f"{type(error).__name__}")

    def begin(self) -> None:
        """Have this process look from now on; a forked one looks for itself."""
        if self._process == os.getpid():
            return
        with self._guard:
            if self._process != os.getpid():
                self._process = os.getpid()
                self._over.clear()
                self._thread = threading.Thread(target=self._go_on, name="replica", daemon=True)
                self._thread.start()

    def end(self) -> None:
        """Look no more, and forget what was seen."""
        self._over.set()
        self._thread.join()
        self.__init__()  # type: ignore[misc]  # as new

    def look(self, primary: "psycopg.Connection[Any]", replica: "psycopg.Connection[Any]") -> None:
        """Compare the two once. Raises psycopg.Error when one does not answer."""
        asked = time.monotonic()
        self._marks.append((asked, _first(primary, PRIMARY_SAYS)[0]))
        follows, replayed = _first(replica, REPLICA_SAYS)
        if not follows:
            self._note("is no replica, or was promoted")
            return
        while self._marks and self._marks[0][1] <= replayed:
            self.through = self._marks.popleft()[0]
        self.replayed = int(replayed)
        self._note("")

    def _go_on(self) -> None:
        """Look for as long as the process lives; who does not answer is connected to anew."""
        while not self._over.is_set():
            try:
                with connected("default") as primary, connected(ALIAS) as replica:
                    while not self._over.wait(PAUSE):
                        self.look(primary, replica)
            except psycopg.Error as error:  # its words may name hosts and users: they go to the log
                logger.debug("replica: %s", error)
                self._note(type(error).__name__)
            self._over.wait(PAUSE)

    def _note(self, trouble: str) -> None:
        if bool(trouble) != bool(self.trouble):
            logger.warning("replica: %s", trouble or "can be read")
        self.trouble = trouble


WATCH = Watch()


def connected(alias: str) -> "psycopg.Connection[Any]":
    """Open a connection outside of the pools, for a look."""
    given = connections[alias].get_connection_params()
    wanted = {name: given[name] for name in given if name not in {"cursor_factory", "context"}}
    wanted |= {"connect_timeout": PATIENCE, "application_name": "caruban replica"}
    return psycopg.connect(**wanted, autocommit=True)


def end_of_log() -> int:
    """Give where the primary's log ends, in bytes: all that was committed lies before."""
    with connections["default"].cursor() as cursor:
        cursor.execute(END)
        return int(cursor.fetchone()[0])


def catches_up(place: int) -> bool:
    """Wait until the replica has replayed a place, at most for the lag that is allowed."""
    deadline = time.monotonic() + settings.REPLICA_LAG
    while time.monotonic() < deadline:
        if WATCH.lag is not None and WATCH.has(place):
            return True
        time.sleep(CAUGHT_UP)
    return False


def _first(connection: "psycopg.Connection[Any]", question: str) -> tuple[Any, ...]:
    return connection.execute(question).fetchone() or (False, 0)
