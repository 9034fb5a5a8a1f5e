"""What `caruban doctor` looks at: each look gives a finding, and none stops the others."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from smtplib import SMTPException

import psycopg

from caruban.config.problems import Problem
from caruban.config.servers.engine import EngineError
from caruban.config.start import django_ready, first_line, require_database, settings

LOW = 1_000_000_000  # bytes; below it the disk counts as full
OLD = timedelta(days=2)  # age of the last backup that is still well


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is well, and what to know or to do."""

    what: str
    is_well: bool
    told: str


class Ill(Exception):
    """Something is not as it should be; the message says what to do."""


def examine() -> Iterator[Finding]:
    """Look at everything, in the order in which one thing needs the other."""
    yield _look("Python", _python)
    yield (told := _look("settings", _settings))
    if not told.is_well:
        return
    yield _look("data folder", _data_folder)
    yield _look("disk", _disk)
    with ExitStack() as stack:
        yield (told := _look("database", lambda: _database(stack)))
        if told.is_well:
            yield _look("replica", _replica)
            yield _look("migrations", _migrations)
            yield _look("static files", _static_files)
            yield _look("documents", _documents)
            yield _look("worker", _worker)
            yield _look("virus scanner", _scanner)
            yield _look("mail", _mail)
            yield _look("backup", _backup)


def _look(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, is_well=True, told=look())
    except (Ill, Problem, EngineError, OSError) as error:
        return Finding(what, is_well=False, told=first_line(error))


def _python() -> str:
    return sys.version.split()[0]


def _settings() -> str:
    env = settings()
    return "demo mode" if env.DEMO else "secure mode"


def _data_folder() -> str:
    folder = settings().DATA_DIR
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        return f"{folder} can be written"


def _disk() -> str:
    free = shutil.disk_usage(settings().DATA_DIR).free
    if free < LOW:
        raise Ill(f"{free / 1e9:.1f} GB free: make room, or move CARUBAN_DATA_DIR to a larger disk")
    return f"{free / 1e9:.0f} GB free"


def _database(stack: ExitStack) -> str:
    kind = "by DATABASE_URL" if os.environ.get("DATABASE_URL") else "embedded"
    stack.enter_context(django_ready())
    return f"PostgreSQL {require_database(settings().DATABASE_URL)}, {kind}"


def _replica() -> str:
    env = settings()
    if not env.DATABASE_REPLICA_URL:
        return "none is configured (DATABASE_REPLICA_URL)"
    remedy = "start it, or mend DATABASE_REPLICA_URL; pages read from the primary meanwhile"
    try:
        with psycopg.connect(env.DATABASE_REPLICA_URL, connect_timeout=5) as connection:
            (follows,) = connection.execute("SELECT pg_is_in_recovery()").fetchone() or (False,)
    except psycopg.OperationalError as error:
        raise Ill(f"does not answer ({first_line(error)}): {remedy}") from error
    if not follows:
        raise Ill(f"is no replica, or was promoted: {remedy}")
    return "answers, and follows"


def _migrations() -> str:
    from caruban.config.preparation import missing_migrations

    if lacking := missing_migrations():
        raise Ill(f"{lacking} are missing: run caruban prepare")
    return "all applied"


def _static_files() -> str:
    from caruban.config.preparation import has_static_files

    if not has_static_files():
        raise Ill("not collected: run caruban prepare")
    return "collected"


def _documents() -> str:
    from caruban.kernel.documents import storage

    try:
        storage.try_writing()
    except OSError as error:
        why = f"{storage.told()} cannot be written ({first_line(error)})"
        raise Ill(f"{why}: mend it, or CARUBAN_DOCUMENTS") from error
    return f"{storage.told()} can be written"


def _worker() -> str:
    """Jobs that are due and that nobody has taken for minutes mean that no worker runs."""
    from django.db import ProgrammingError, connection

    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs j WHERE status = 'todo'"
                " AND coalesce(scheduled_at, (SELECT min(at) FROM procrastinate_events e"
                " WHERE e.job_id = j.id)) < now() - interval '10 minutes'"
            )
        except ProgrammingError as error:
            raise Ill("its tables are missing: run caruban prepare") from error
        waiting = cursor.fetchone()[0]
    if waiting:
        raise Ill(f"{waiting} jobs have waited for 10 minutes or more: start caruban worker")
    return "no job is overdue"


def _scanner() -> str:
    from io import BytesIO

    from caruban.kernel.documents.scan import Verdict, scan

    verdict = scan(BytesIO(b"Caruban looks whether the scanner answers."))
    if verdict is Verdict.AWAY:
        raise Ill(f"{settings().CLAMD} does not answer: start clamd, or mend CARUBAN_CLAMD")
    return "none is configured (CARUBAN_CLAMD)" if verdict is Verdict.OFF else "answers"


def _mail() -> str:
    env = settings()
    if not env.EMAIL_URL:
        return "none is configured (CARUBAN_EMAIL_URL): no mail is sent"
    from django.core.mail.backends.smtp import EmailBackend

    connection = EmailBackend(timeout=5)
    try:
        connection.open()
        connection.close()
    except (OSError, SMTPException) as error:
        raise Ill(f"{connection.host}: {error}; start it, or mend CARUBAN_EMAIL_URL") from error
    return "the server answers"


def _backup() -> str:
    from caruban.config.archive.backup import LAST

    note, remedy = settings().DATA_DIR / LAST, "run caruban backup FILE, every day"
    if not note.exists():
        if settings().DEMO:
            return "none was made (demo mode)"
        raise Ill(f"none was made yet: {remedy}")
    made = datetime.fromisoformat(json.loads(note.read_text())["at"])
    if datetime.now(UTC) - made > OLD:
        raise Ill(f"the last is of {made:%Y-%m-%d}: {remedy}")
    return f"the last is of {made:%Y-%m-%d %H:%M} UTC"
