"""Run the real command, in an environment that says only what a test wants."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CARUBAN = (sys.executable, "-P", "-m", "caruban.config.cli")
KEY = "0123456789-abcdefghij-" * 3


def environment(**settings: object) -> dict[str, str]:
    """Give a clean environment with these settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {name: str(value) for name, value in settings.items()}


def run(*arguments: str, **settings: object) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end."""
    return subprocess.run(
        [*CARUBAN, *arguments], capture_output=True, text=True, check=False, timeout=240,
        env=environment(**settings), stdin=subprocess.DEVNULL,
    )  # fmt: skip


@contextmanager
def place() -> Iterator[Path]:
    """Give a data folder with a space in its path, which root's database account reaches too."""
    outer = Path(tempfile.mkdtemp(prefix="caruban serve "))
    outer.chmod(0o711)
    try:
        yield outer / "data"
    finally:
        shutil.rmtree(outer, ignore_errors=True)


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: "object", seconds: float = 120.0) -> None:
    """Wait until something (a function) is true; fail when it never is."""
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def status_of(url: str) -> int:
    """Give the status that an address answers with; 0 for no answer."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def processes_of(folder: Path) -> list[str]:
    """Give the command lines of all processes whose environment or arguments name a folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if str(folder).encode() in told and state != "Z" and entry.name != str(os.getpid()):
            found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found
