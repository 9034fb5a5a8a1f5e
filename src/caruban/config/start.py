"""What a command finds when it starts: sound settings, a database that runs, Django set up."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from caruban.config.problems import WRONG, Problem
from caruban.config.servers.postgres import running


def settings() -> ModuleType:
    """Read the environment; in demo mode, make what it lacks.

    Raises Problem with one clear line for the first value that is wrong.
    """
    try:
        from caruban.config import environment as env
    except ValueError as error:
        raise Problem(str(error), status=WRONG) from error
    if env.DEMO and not env.SECRET_KEY:
        env.SECRET_KEY = _kept(env.DATA_DIR / "secret_key")
        os.environ["CARUBAN_SECRET_KEY"] = env.SECRET_KEY  # web and worker inherit it
    return env


def _kept(path: Path) -> str:
    """Give the secret kept in a file that only its owner reads; make it on first use."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secret := secrets.token_urlsafe(60))
    return secret


@contextmanager
def database() -> Iterator[str]:
    """Have a database for as long as needed: DATABASE_URL's, else the embedded one; give its URL.

    Raises EngineError when the embedded one cannot be started.
    """
    env = settings()
    if os.environ.get("DATABASE_URL"):
        yield env.DATABASE_URL
        return
    with running(env.DATA_DIR / "postgres") as url:
        os.environ["DATABASE_URL"] = env.DATABASE_URL = url
        try:
            yield url
        finally:
            del os.environ["DATABASE_URL"]


@contextmanager
def django_ready() -> Iterator[None]:
    """Have Django set up on a database that runs."""
    with database():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caruban.config.settings")
        import django
        from django.db import connections

        django.setup()
        try:
            yield
        finally:
            for connection in connections.all(initialized_only=True):
                connection.close()
                connection.close_pool()  # type: ignore[attr-defined]
