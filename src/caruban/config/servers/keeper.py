"""Keep a server running while it has users: `python -m caruban.config.servers.keeper FOLDER MODE`.

It runs PostgreSQL as its child (which is told to stop if the keeper dies) and waits for the users'
lock alone: that is free only when nobody uses the server any more. The server and all its processes
hold a lock of their own, `<folder>.server`: while it is free, a `postmaster.pid` is a leftover.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from caruban.config.servers.engine import Engine, engine_for
from caruban.config.servers.parent import die_with_parent

ORPHANS = 20.0  # seconds that what a killed server left behind has to leave
FAST = 15.0  # seconds for ending sessions and writing all; a later start recovers what is lacking
AT_ONCE = 5.0  # seconds for leaving without writing


def keep(folder: Path, *, durable: bool) -> int:
    """Run the server of a folder until its last user is gone; give its exit status."""
    for told in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(told, signal.SIG_IGN)  # it leaves when its users leave
    engine = engine_for(folder)
    lock = _lock_of_server(folder)
    _clear_leftovers(engine)
    server: subprocess.Popen[bytes] = subprocess.Popen(
        [engine.binaries / "postgres", "-D", engine.cluster, *engine.settings(durable=durable)],
        stdin=subprocess.DEVNULL, cwd="/", env=engine.environment(), pass_fds=[lock],
        preexec_fn=_become_server,  # noqa: PLW1509 (no thread runs yet)
        **engine.identity(),
    )  # fmt: skip
    os.close(lock)
    threading.Thread(target=_stop_when_unused, args=(folder, server), daemon=True).start()
    status = server.wait()
    _tidy(engine)
    return status


def _lock_of_server(folder: Path) -> int:
    handle = os.open(folder.with_suffix(".server"), os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + ORPHANS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise SystemExit(f"another PostgreSQL still runs in {folder}") from None
            time.sleep(0.05)
        else:
            return handle


def _clear_leftovers(engine: Engine) -> None:
    """Remove what a killed server left: we hold its lock, so nobody else can be meant by it.

    PostgreSQL would take a zombie, or whoever has the old process id now, for a living server.
    """
    for leftover in (engine.cluster / "postmaster.pid", *engine.socket.glob(".s.PGSQL.*")):
        leftover.unlink(missing_ok=True)


def _stop_when_unused(folder: Path, server: "subprocess.Popen[bytes]") -> None:
    handle = os.open(folder.with_suffix(".users"), os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    for told, patience in ((signal.SIGINT, FAST), (signal.SIGQUIT, AT_ONCE)):
        server.send_signal(told)
        try:
            server.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        return
    server.kill()


def _become_server() -> None:
    for told in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(told, signal.SIG_DFL)
    die_with_parent(signal.SIGINT)


def _tidy(engine: Engine) -> None:
    try:
        engine.socket.rmdir()
    except OSError:
        return


if __name__ == "__main__":
    sys.exit(keep(Path(sys.argv[1]), durable=sys.argv[2] == "durable"))
