"""Keep a server running while it has users: `python -m caruban.config.servers.keeper FOLDER MODE`.

It runs PostgreSQL as its child (which is told to stop if the keeper dies) and waits for the users'
lock alone: that is free only when nobody uses the server any more.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from caruban.config.servers.engine import Engine, engine_for

PR_SET_PDEATHSIG = 1


def keep(folder: Path, *, durable: bool) -> int:
    """Run the server of a folder until its last user is gone; give its exit status."""
    for told in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(told, signal.SIG_IGN)  # it leaves when its users leave
    engine = engine_for(folder)
    server: subprocess.Popen[bytes] = subprocess.Popen(
        [engine.binaries / "postgres", "-D", engine.cluster, *engine.settings(durable=durable)],
        stdin=subprocess.DEVNULL, cwd="/", env=engine.environment(),
        preexec_fn=_die_with_parent,  # noqa: PLW1509 (no thread runs yet)
        **engine.identity(),
    )  # fmt: skip
    threading.Thread(target=_stop_when_unused, args=(folder, server), daemon=True).start()
    status = server.wait()
    _tidy(engine)
    return status


def _stop_when_unused(folder: Path, server: "subprocess.Popen[bytes]") -> None:
    handle = os.open(folder.with_suffix(".users"), os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    server.send_signal(signal.SIGINT)  # "fast": sessions are ended, everything is written
    server.wait()


def _die_with_parent() -> None:
    for told in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(told, signal.SIG_DFL)
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _tidy(engine: Engine) -> None:
    try:
        engine.socket.rmdir()
    except OSError:
        return


if __name__ == "__main__":
    sys.exit(keep(Path(sys.argv[1]), durable=sys.argv[2] == "durable"))
