"""Bring database and static files up to this version; safe to repeat, quick when all is there."""

import time
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from caruban.config.problems import Problem
from caruban.config.waiting import LOCKS

PAUSES = (1, 2, 4, 8, 15)  # seconds between two tries of a migration that gets no lock
PREPARING = 0x0CA2BC  # advisory lock: two of us at once would migrate twice


def prepare() -> None:
    """Migrate, load the demonstration in demo mode, and collect static files."""
    prepare_database()
    collect_static()


def prepare_database() -> None:
    """Migrate and, in demo mode, load the demonstration; whoever comes second waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        try:
            migrate()
            if settings.DEMO:
                load_demonstration()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])


def is_untouched_demo() -> bool:
    """Say whether this is demo mode on a database that nobody prepared yet."""
    return bool(settings.DEMO) and not connection.introspection.table_names()


def require_prepared() -> None:
    """Refuse to serve from a database or static files of another version."""
    if lacking := missing_migrations():
        raise Problem(f"the database lacks {lacking} migrations: run caruban prepare")
    if not has_static_files():
        raise Problem(f"no static files in {settings.STATIC_ROOT}: run caruban prepare")


def has_static_files() -> bool:
    """Say whether static files were collected."""
    return (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()


def missing_migrations() -> int:
    """Give how many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Apply the migrations that the database lacks, beside those who work on it.

    A migration that cannot have its table within LOCKS lets go, so that nobody queues up behind
    it, and tries again after a pause. Raises Problem when it never gets it.
    """
    if not (lacking := missing_migrations()):
        return
    print(f"database: {lacking} migrations")
    for pause in (*PAUSES, None):
        try:
            _migrate_once()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            if pause is None:
                raise Problem(_who_holds()) from error
            print(f"database: a table is in use; again in {pause} s")
            time.sleep(pause)
        else:
            return


def _migrate_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCKS])
        cursor.execute("SET statement_timeout = 0")  # building an index takes its time
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
            cursor.execute("RESET statement_timeout")


def _who_holds() -> str:
    """Say in one line what a migration waits for, and whose transaction is the oldest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, application_name, (now() - xact_start)::interval(0)::text"
            " FROM pg_stat_activity WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid()"
            " AND datname = current_database() ORDER BY xact_start LIMIT 1"
        )
        oldest = cursor.fetchone()
    held = (
        f"the oldest transaction is of process {oldest[0]} ({oldest[1] or 'unnamed'}), "
        f"since {oldest[2]}: end it with SELECT pg_terminate_backend({oldest[0]}), or wait"
        if oldest
        else "nobody holds it any more"
    )
    return f"a migration cannot have its table: {held}; then run caruban prepare again"


def load_demonstration() -> None:
    """Load Kabupaten Cirebon with an evaluation of this year, and tell the new passwords once.

    Nothing is read when the same was loaded this year, and its accounts are there.
    """
    from caruban.datasets.cirebon.loader import load
    from caruban.kernel.accounts import demo
    from caruban.kernel.accounts.models import User

    stamp = settings.DATA_DIR / "demonstration.stamp"
    now = f"{timezone.localdate().year} {_digest(_files_of_demonstration())}"
    if _says(stamp, now) and demo.accounts().exists():
        return
    print("Kabupaten Cirebon: loading")
    made = load(by=User.objects.system(), demo=True)
    if made.accounts:
        print("accounts of the demonstration; their passwords are shown this once:")
    width = max((len(str(user.name)) for user, _password in made.accounts), default=0)
    for user, password in made.accounts:
        print(f"  {user.name!s:<{width}}  {user.email:<42}  {password}")
    stamp.write_text(now)


def collect_static() -> None:
    """Hash and compress the static files, unless they are as they were the last time."""
    stamp = settings.DATA_DIR / "static.stamp"
    now = _digest(_static_files())
    if _says(stamp, now) and settings.STATIC_ROOT.exists():
        return
    print("static files: collecting")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield Path(storage.path(path))


def _files_of_demonstration() -> Iterator[Path]:
    for package in ("caruban.datasets", "caruban.evaluation"):
        for place in import_module(package).__path__:
            yield from Path(place).rglob("*.py")
            yield from Path(place).rglob("*.yaml")
            yield from Path(place).rglob("*.csv")


def _digest(files: Iterable[Path]) -> str:
    """Give one digest of the places, sizes and times of files."""
    digest = sha256()
    for path in sorted(files):
        found = path.stat()
        digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _says(stamp: Path, now: str) -> bool:
    return stamp.exists() and stamp.read_text() == now
