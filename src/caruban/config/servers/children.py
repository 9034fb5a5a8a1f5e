"""A child of the supervisor: its lines get a prefix, its death a restart, its end a deadline."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

from caruban.config.servers.parent import SUPERVISOR

QUICK = 30.0  # seconds; a child that lived longer had started well
TRIES = 5  # quick deaths in a row until the supervisor gives up
LONGEST_PAUSE = 15.0  # seconds between two starts
_COLOURS = {"db": 36, "web": 32, "worker": 35}


def say(who: str, line: str) -> None:
    """Print a line of one of the processes, coloured only on a terminal."""
    prefix = f"{who:<6} | "
    if sys.stdout.isatty() and who in _COLOURS:
        prefix = f"\x1b[{_COLOURS[who]}m{prefix}\x1b[0m"
    print(f"{prefix}{line}", flush=True)


class Child:
    """One supervised process, started again when it dies, after growing pauses.

    name   prefix of its lines;   command   what is run
    """

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = command
        self.deaths = 0  # quick ones, in a row
        self.process: subprocess.Popen[str] | None = None
        self._started = 0.0
        self._not_before = 0.0

    def start(self) -> None:
        """Start it, in a session of its own: the terminal's Ctrl-C reaches the supervisor alone."""
        self._started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
            env=os.environ | {SUPERVISOR: str(os.getpid()), "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        self._reader = threading.Thread(
            target=self._repeat, args=[self.process.stdout], daemon=True
        )
        self._reader.start()

    def tend(self) -> str:
        """Start it again if it died and its pause is over; give why there is no hope, if so."""
        if self.process is None:
            if time.monotonic() >= self._not_before:
                self.start()
            return ""
        status = self.process.poll()
        return "" if status is None else self._died(status)

    def stop(self) -> None:
        """Ask it to leave."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def see_off(self, deadline: float) -> None:
        """Wait until it is gone, and end it when the deadline (of the monotonic clock) passes."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(self.name, "did not stop in time; ended")
        self._end_group(self.process)

    def _died(self, status: int) -> str:
        process, self.process = self.process, None
        if process is not None:
            self._end_group(process)
        lived = time.monotonic() - self._started
        self.deaths = 1 if lived > QUICK else self.deaths + 1
        told = f"signal {-status}" if status < 0 else f"status {status}"
        if status == 2 or self.deaths >= TRIES:  # noqa: PLR2004 (2: a wrong setting does not heal)
            return (
                f"{self.name} ended with {told}, {self.deaths} times in a row: see its lines above"
            )
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** (self.deaths - 1))
        self._not_before = time.monotonic() + pause
        say(self.name, f"ended with {told}; started again in {pause:.1f} s")
        return ""

    def _repeat(self, lines: IO[str]) -> None:
        with lines:
            for line in lines:
                say(self.name, line.rstrip())

    @staticmethod
    def _end_group(process: "subprocess.Popen[str]") -> None:
        """End what the process left behind in its group."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
