"""Watch over the embedded database: repeat its log, start it again when it dies."""

import socket
import threading
import time
from pathlib import Path

from caruban.config.servers.children import LONGEST_PAUSE, QUICK, TRIES, say
from caruban.config.servers.engine import EngineError, engine_for
from caruban.config.servers.postgres import restart

ASKED_EARLY = ("database system is starting up", "is not yet accepting connections")
LOOK = 0.3  # seconds between two looks at its log


class DatabaseWatch:
    """The embedded database as the supervisor sees it.

    folder   its cluster's, as `postgres.running` takes it
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.deaths = 0  # quick ones, in a row
        self._engine = engine_for(folder)
        self._started = time.monotonic()
        self._not_before = 0.0
        self._over = threading.Event()
        self._log = folder.with_suffix(".log")

    def start(self) -> None:
        """Say that it runs, and begin to repeat what it logs."""
        say("db", f"PostgreSQL runs in {self._engine.cluster}")
        threading.Thread(target=self._repeat, daemon=True).start()

    def stop(self) -> None:
        """Say that it is on its way out."""
        say("db", "stopping")
        self._over.set()

    def tend(self) -> str:
        """Start it again if it died and its pause is over; give why there is no hope, if so."""
        if self._listens() or time.monotonic() < self._not_before:
            return ""
        lived = time.monotonic() - self._started
        self.deaths = 1 if lived > QUICK else self.deaths + 1
        if self.deaths > TRIES:
            return f"the database died {self.deaths} times in a row: see {self._log}"
        self._not_before = time.monotonic() + min(LONGEST_PAUSE, 0.5 * 2 ** (self.deaths - 1))
        say("db", "gone; starting it again")
        try:
            restart(self.folder)
        except EngineError as error:
            say("db", str(error))
        self._started = time.monotonic()
        return ""

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(self._engine.listens_at))
            except OSError:
                return False
        return True

    def _repeat(self) -> None:
        with self._log.open(errors="replace") as lines:
            lines.seek(0, 2)
            while not self._over.wait(LOOK):
                for line in lines:
                    if not any(part in line for part in ASKED_EARLY):
                        say("db", line.rstrip())
