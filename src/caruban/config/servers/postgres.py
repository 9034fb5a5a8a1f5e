"""The embedded PostgreSQL: one cluster in a folder, started by whoever comes first.

    with running(Path("var/postgres")) as url: ...

Whoever uses it holds a shared lock on `<folder>.users` for as long; a keeper (`keeper.py`) runs the
server as its child and waits for that lock alone. So the first user starts it, others attach, and
it stops when the last one is gone, however that one went. After a kill of everything the next start
recovers as PostgreSQL does.
"""

import fcntl
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from caruban.config.secret_files import kept_secret
from caruban.config.servers.engine import Engine, EngineError, engine_for, tail

USER = "caruban"
PATIENCE = 60.0  # seconds that a start may take, crash recovery included
LONGEST_LOG = 5_000_000  # bytes; a longer one is put aside at the next start
FAREWELL = 25.0  # seconds that a stop may take; the keeper ends it before


@contextmanager
def running(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Have the cluster of a folder run; give the URL of its database.

    durable   False gives up safety for speed: for tests only

    Raises EngineError with one clear sentence when it cannot be started.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _locked(folder.with_suffix(".users"), fcntl.LOCK_SH) as users:
        with _locked(folder.with_suffix(".start"), fcntl.LOCK_EX):
            url = _ensure(folder, durable=durable)
        try:
            yield url
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            _see_off(users, engine_for(folder))


def restart(folder: Path) -> None:
    """Start the server of a folder again after it died under its users (who keep their locks).

    Raises EngineError when it cannot be started.
    """
    folder = folder.resolve()
    with _locked(folder.with_suffix(".start"), fcntl.LOCK_EX):
        _ensure(folder, durable=True)


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, kind)
        yield handle
    finally:
        os.close(handle)


def _ensure(folder: Path, *, durable: bool) -> str:
    engine = engine_for(folder)
    password = kept_secret(folder.with_suffix(".secret"), 24)
    if not (engine.cluster / "PG_VERSION").exists():
        _create(engine, password)
    url = f"postgresql://{USER}:{password}@/{USER}?host={quote(str(engine.socket))}"
    if not _answers(url):
        _start(engine, folder, url, durable=durable)
    _have_database(url)
    return url


def _create(engine: Engine, password: str) -> None:
    """Make a new cluster, whole or not at all."""
    with tempfile.NamedTemporaryFile("w", prefix="caruban-", delete=False) as file:
        file.write(password)
    try:
        engine.own(Path(file.name))
        unfinished = engine.prepare()
        made = engine.run(
            "initdb", "-D", unfinished, "-U", USER, "--pwfile", file.name,
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions",
        )  # fmt: skip
    finally:
        Path(file.name).unlink()
    if made.returncode != 0:
        raise EngineError(f"PostgreSQL could not make its cluster: {tail(made.stderr)}")
    unfinished.rename(engine.cluster)


def _start(engine: Engine, folder: Path, url: str, *, durable: bool) -> None:
    engine.prepare_socket()
    log = folder.with_suffix(".log")
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    keeper = _spawn_keeper(folder, log, durable=durable)
    deadline, pause = time.monotonic() + PATIENCE, 0.02
    while time.monotonic() < deadline:
        if _answers(url):
            return
        if os.waitpid(keeper, os.WNOHANG) != (0, 0):
            break
        time.sleep(pause)
        pause = min(0.5, pause * 1.3)
    raise EngineError(f"PostgreSQL did not start: {tail(log.read_text(errors='replace'))} ({log})")


def _spawn_keeper(folder: Path, log: Path, *, durable: bool) -> int:
    """Start a keeper that outlives us, if others use the server by then; give its process id."""
    mode = "durable" if durable else "fast"
    module = "caruban.config.servers.keeper"
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    return os.posix_spawn(
        sys.executable,
        [sys.executable, "-P", "-m", module, str(folder), mode],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), flags, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, dbname="postgres", connect_timeout=5):
            return True
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise EngineError(
                "the embedded database knows another password than its .secret file: bring that "
                "file back, or move the folder of the database away to begin with an empty one"
            ) from error
        return False


def _have_database(url: str) -> None:
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [USER])
        if there.fetchone() is None:
            connection.execute(f"CREATE DATABASE {USER}")


def _see_off(users: int, engine: Engine) -> None:
    """Wait until the server is gone, if we were the last user; others keep it."""
    deadline = time.monotonic() + FAREWELL
    pid_file = engine.cluster / "postmaster.pid"
    while time.monotonic() < deadline and pid_file.exists():
        if _free(users, fcntl.LOCK_SH) and not _free(users, fcntl.LOCK_EX):
            return
        time.sleep(0.03)


def _free(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(handle, fcntl.LOCK_UN)
    return True
