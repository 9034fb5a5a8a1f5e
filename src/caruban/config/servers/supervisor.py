"""Database, web and worker in one terminal: started, watched over, stopped together."""

import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, ModuleType

from caruban.config.problems import Problem
from caruban.config.servers.address import answers, require_free
from caruban.config.servers.children import Child, say
from caruban.config.servers.watch import DatabaseWatch
from caruban.config.start import database, require_database, settings

FAREWELL = 12.0  # seconds that web and worker have to stop
LOOK = 0.1  # seconds between two looks at the children
CARUBAN = (sys.executable, "-P", "-m", "caruban.config.cli")


def supervise() -> int:
    """Serve until a signal says stop; give 0 then, 1 when a child could not be kept alive.

    Raises Problem when it cannot start: another one serves this folder, the address is taken.
    """
    env = settings()
    told = _told_to_stop()
    with _alone(env.DATA_DIR):
        require_free(env.BIND)
        embedded = not os.environ.get("DATABASE_URL")
        with database() as url:
            require_database(url)
            watch = DatabaseWatch(env.DATA_DIR / "postgres") if embedded else None
            return _serve(env, watch, told)


def _serve(env: ModuleType, watch: DatabaseWatch | None, told: threading.Event) -> int:
    if watch:
        watch.start()
    web, worker = (
        Child("web", (*CARUBAN, "web", "--prepare")),
        Child("worker", (*CARUBAN, "worker")),
    )
    children = [web]
    web.start()
    hopeless = ""
    while not hopeless and not told.wait(LOOK):
        hopeless = " ".join(filter(None, (child.tend() for child in children)))
        hopeless = hopeless or (watch.tend() if watch else "")
        if worker not in children and answers(env.BIND):  # so the database is prepared
            say("web", f"ready: http://{env.BIND} (Ctrl-C stops everything)")
            worker.start()
            children.append(worker)
    _stop(children)
    if watch:
        watch.stop()
    if hopeless:
        print(f"caruban: {hopeless}", file=sys.stderr)
    return 1 if hopeless else 0


def _stop(children: list[Child]) -> None:
    deadline = time.monotonic() + FAREWELL
    for child in children:
        child.stop()
    for child in children:
        child.see_off(deadline)


def _told_to_stop() -> threading.Event:
    """Give what is set when a signal says stop."""
    told = threading.Event()

    def hear(number: int, frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, hear)
    return told


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only one that serves a folder. Raises Problem when somebody else does."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "serve.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise Problem(
                f"another caruban serves {folder} already (process {file.read().strip() or '?'}):"
                " stop it, or set CARUBAN_DATA_DIR to another folder"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
