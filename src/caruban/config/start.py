"""What a command finds when it starts: sound settings, a database that runs, Django set up."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import psycopg

from caruban.config.problems import WRONG, Problem
from caruban.config.secret_files import kept_secret
from caruban.config.servers.address import require_safe
from caruban.config.servers.engine import OLDEST
from caruban.config.servers.postgres import running

COUNTS = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client reads it when it is imported
KEY_LENGTH = 50  # characters; Django's own measure of a key that is long enough


def settings() -> ModuleType:
    """Read the environment; in demo mode, make the secret key that it lacks.

    Raises Problem with one clear line for the first value that is wrong.
    """
    try:
        from caruban.config import environment as env
    except ValueError as error:
        raise Problem(str(error), status=WRONG) from error
    if env.DEMO and not env.SECRET_KEY:
        env.SECRET_KEY = kept_secret(env.DATA_DIR / "secret_key", 60)
        os.environ["CARUBAN_SECRET_KEY"] = env.SECRET_KEY  # web and worker inherit it
    if len(env.SECRET_KEY) < KEY_LENGTH:
        raise Problem(
            f"CARUBAN_SECRET_KEY must hold {KEY_LENGTH} random characters or more; make one with: "
            """python3 -c 'import secrets; print(secrets.token_urlsafe(60))'""",
            status=WRONG,
        )
    require_safe(env.BIND, demo=env.DEMO)
    return env


@contextmanager
def database() -> Iterator[str]:
    """Have a database for as long as needed: DATABASE_URL's, else the embedded one; give its URL.

    Raises EngineError when the embedded one cannot be started.
    """
    env = settings()
    if os.environ.get("DATABASE_URL"):
        yield env.DATABASE_URL
        return
    from caruban.config import environment

    with running(env.DATA_DIR / "postgres") as url:
        os.environ["DATABASE_URL"] = environment.DATABASE_URL = url
        try:
            yield url
        finally:
            del os.environ["DATABASE_URL"]


def require_database(url: str) -> int:
    """Refuse to work on a database that does not answer or is too old; give its version."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.OperationalError as error:
        raise Problem(
            f"the database does not answer, see DATABASE_URL: {first_line(error)}"
        ) from error
    if version < OLDEST:
        raise Problem(f"the database is PostgreSQL {version}; {OLDEST} or newer is needed")
    return version


def first_line(error: Exception) -> str:
    """Give the first line of what an error says."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


@contextmanager
def django_ready() -> Iterator[None]:
    """Have Django set up on a database that runs."""
    with database():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caruban.config.settings")
        os.environ.setdefault(COUNTS, str(counts_folder(settings().DATA_DIR)))
        import django

        django.setup()
        try:
            yield
        finally:
            close_connections()


def counts_folder(data: Path) -> Path:
    """Give the folder in memory where the web processes of this machine count requests together.

    It belongs to one account and one data folder; one that somebody else made is refused.
    """
    memory = Path("/dev/shm")  # noqa: S108 (closed, and its owner is checked)
    parent = memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
    name = sha256(str(data).encode()).hexdigest()[:12]
    folder = parent / f"caruban-counts-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise Problem(f"{folder} belongs to somebody else; remove it")
    return folder


def close_connections() -> None:
    """Give the database's connections back, those kept in the pool included."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's has a pool
