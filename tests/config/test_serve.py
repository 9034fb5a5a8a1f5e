"""`caruban serve`, the real processes: all of it comes, and all of it goes."""

import os
import re
import signal
import subprocess
from contextlib import contextmanager

import pytest

from tests.config.processes import (
    CARUBAN,
    environment,
    free_port,
    place,
    processes_of,
    run,
    status_of,
    wait_until,
)

pytestmark = pytest.mark.faults


class Served:
    """One `caruban serve` in demo mode, and what it said."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.log = folder.with_name("serve.log")
        self.settings = {
            "CARUBAN_DEMO": 1,
            "CARUBAN_DATA_DIR": folder,
            "CARUBAN_BIND": f"127.0.0.1:{self.port}",
        }

    @contextmanager
    def started(self):
        with self.log.open("wb") as out, subprocess.Popen(
            [*CARUBAN, "serve"], stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            env=environment(**self.settings),
        ) as process:  # fmt: skip
            try:
                wait_until(lambda: process.poll() is not None or self.answers(), 240)
                assert process.poll() is None, self.said()
                wait_until(lambda: "waits for jobs" in self.said())
                yield process
            finally:
                process.kill()

    def answers(self):
        return status_of(f"http://127.0.0.1:{self.port}/") == 200

    def said(self):
        return self.log.read_text(errors="replace")

    def of(self, what):
        """Give the process ids of those of its processes whose command line holds some words."""
        found = subprocess.run(
            ["pgrep", "-f", what], capture_output=True, text=True, check=False
        ).stdout.split()
        mine = [pid for pid in map(int, found) if self.owns(pid)]
        return sorted(mine)

    def owns(self, pid):
        try:
            with open(f"/proc/{pid}/environ", "rb") as told:  # noqa: PTH123 (of /proc)
                return str(self.folder).encode() in told.read()
        except OSError:
            return False


def test_it_starts_serves_refuses_a_second_heals_and_leaves_nothing_behind():
    with place() as folder:
        served = Served(folder)

        # a first start: all is made, the passwords are told once, everything is prefixed
        with served.started() as process:
            said = served.said()
            accounts = re.findall(r"[a-z-]+@demo\.caruban\.invalid +\S+", said)
            assert len(accounts) >= 8
            assert {line.split("|")[0].strip() for line in said.splitlines()} == {
                "db",
                "web",
                "worker",
            }
            assert (folder / "secret_key").stat().st_mode & 0o077 == 0

            # a second one is told so, in one line, by folder and by port
            second = run("serve", **served.settings)
            assert (second.returncode, second.stderr.count("\n")) == (1, 1)
            assert f"(process {process.pid})" in second.stderr
            elsewhere = served.settings | {"CARUBAN_DATA_DIR": folder.with_name("other")}
            other = run("serve", **elsewhere)
            assert (other.returncode, other.stderr.count("\n")) == (1, 1)
            assert "cannot listen on" in other.stderr

            # a child that dies is started again, the database too
            (worker,) = served.of("caruban.config.cli worker")
            os.kill(worker, signal.SIGKILL)
            postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
            os.kill(postmaster, signal.SIGKILL)
            wait_until(lambda: served.of("caruban.config.cli worker") not in ([], [worker]))
            wait_until(lambda: "database system is ready" in served.said())
            wait_until(served.answers)

            # SIGTERM stops everything, the database included
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
            wait_until(lambda: not processes_of(folder), 30)

        # a second start finds all there; killed without a word, it takes its children along
        with served.started() as process:
            assert "loading" not in served.said()
            assert "@demo" not in served.said()
            process.kill()
            wait_until(lambda: not processes_of(folder), 30)

        # and the next start recovers by itself
        with served.started() as process:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
        wait_until(lambda: not processes_of(folder), 30)
