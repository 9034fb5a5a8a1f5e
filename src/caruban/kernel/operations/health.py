"""Is this installation fit to serve? Each look has its own time; none can hold up the answer.

A look runs in a thread of its own and on a connection of its own, so that a database, disk or
store that hangs costs the asker no more than LIMIT, and takes nothing from those who are served.
While a look hangs, no second one is begun. What was seen holds for FRESH.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from functools import cache
from typing import Any

import psycopg
from django.db import connection as django_connection
from django.db.migrations.loader import MigrationLoader

from caruban.kernel.documents import storage
from caruban.kernel.jobs import PATIENCE

LIMIT = 2.0  # seconds that all looks together may take
FRESH = 1.0  # seconds for which what was seen holds

logger = logging.getLogger(__name__)


class Ill(Exception):
    """Something is not as it should be; the message says what, without a secret or a name."""


@dataclass(frozen=True)
class Finding:
    """What one look found: whether it is well, and in English what was seen."""

    is_well: bool
    told: str


def database() -> str:
    """Ask the database for an answer. Raises Ill when it gives none."""
    with connected():
        return "answers"


def migrations() -> str:
    """Compare the migrations applied with those of this version. Raises Ill when some lack."""
    with connected() as connection:
        applied = set(connection.execute("SELECT app, name FROM django_migrations"))
    if lacking := _known_migrations() - applied:
        raise Ill(f"{len(lacking)} are missing: run caruban prepare")
    return "all applied"


def documents() -> str:
    """Write to the store of documents, and take that away again. Raises Ill when it cannot be."""
    try:
        storage.try_writing()
    except OSError as error:
        raise Ill("the store of documents cannot be written") from error
    return "can be written"


def worker() -> str:
    """Look for a worker that gave a sign of life lately. Raises Ill when none did."""
    with connected() as connection:
        found = connection.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [PATIENCE],
        ).fetchone()
    alive = int(found[0]) if found else 0
    if not alive:
        raise Ill("no worker gave a sign of life: start caruban worker")
    return f"{alive} alive"


LOOKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "documents": documents,
    "worker": worker,
}


class Health:
    """What was seen last, and the looks under way."""

    def __init__(self, looks: dict[str, Callable[[], str]]) -> None:
        self.looks = looks
        self._guard = threading.Lock()
        self._under_way: dict[str, Future[Finding]] = {}
        self._seen: dict[str, Finding] = {}
        self._seen_at = float("-inf")
        self._threads: ThreadPoolExecutor | None = None  # not before the web server has forked

    def findings(self) -> dict[str, Finding]:
        """Give what each look finds, within LIMIT, however long it takes."""
        with self._guard:
            if time.monotonic() - self._seen_at > FRESH:
                self._seen = self._look()
                self._seen_at = time.monotonic()
            return self._seen

    def _look(self) -> dict[str, Finding]:
        deadline = time.monotonic() + LIMIT
        if self._threads is None:
            self._threads = ThreadPoolExecutor(len(self.looks), thread_name_prefix="health")
        for name, look in self.looks.items():
            if name not in self._under_way:
                self._under_way[name] = self._threads.submit(_found, look)
        return {name: self._result(name, deadline) for name in self.looks}

    def _result(self, name: str, deadline: float) -> Finding:
        try:
            found = self._under_way[name].result(max(0.0, deadline - time.monotonic()))
        except TookTooLong:
            return Finding(is_well=False, told=f"no answer within {LIMIT:.0f} s")
        del self._under_way[name]
        return found


HEALTH = Health(LOOKS)


def _found(look: Callable[[], str]) -> Finding:
    try:
        return Finding(is_well=True, told=look())
    except Ill as ill:
        return Finding(is_well=False, told=str(ill))
    except psycopg.Error as error:  # its words may name hosts and users: they go to the log
        logger.warning("the database does not answer: %s", error)
        return Finding(is_well=False, told="the database does not answer")


def connected() -> "psycopg.Connection[Any]":
    """Open a connection of our own: the pool's are for those who are served."""
    given = django_connection.get_connection_params()
    wanted = {name: given[name] for name in given if name not in {"cursor_factory", "context"}}
    wanted |= {"connect_timeout": int(LIMIT), "application_name": "caruban health"}
    return psycopg.connect(**wanted, autocommit=True)


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)
