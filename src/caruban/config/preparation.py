"""Bring database and static files up to this version: safe to repeat, quick when nothing changed."""

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

PREPARING = 0x0CA2BC  # advisory lock: two of us at once would migrate twice


def prepare() -> None:
    """Migrate, collect static files and, in demo mode, load the demonstration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        try:
            migrate()
            collect_static()
            if settings.DEMO:
                load_demonstration()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])


def migrate() -> None:
    """Apply the migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print(f"database: {len(missing)} migrations")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Hash and compress the static files, unless they are as they were the last time."""
    stamp = settings.DATA_DIR / "static.stamp"
    now = _digest_of_sources()
    if stamp.exists() and stamp.read_text() == now and settings.STATIC_ROOT.exists():
        return
    print("static files: collecting")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)


def load_demonstration() -> None:
    """Load Kabupaten Cirebon with an evaluation of this year, and tell the new passwords once."""
    from caruban.datasets.cirebon.loader import load
    from caruban.kernel.accounts.models import User

    made = load(by=User.objects.system(), demo=True)
    if not made.accounts:
        return
    print("accounts of the demonstration; their passwords are shown this once:")
    width = max(len(str(user.name)) for user, _password in made.accounts)
    for user, password in made.accounts:
        print(f"  {user.name!s:<{width}}  {user.email:<42}  {password}")


def _digest_of_sources() -> str:
    """Give one digest of all static files' places, sizes and times."""
    digest = sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
