"""`caruban serve`, its processes to kill, its rows to read, and a reader who signs in and saves."""

import http.client
import json
import os
import re
import signal
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg

from caruban.config.servers.engine import engine_for
from caruban.config.servers.postgres import running
from tests.config.processes import CARUBAN, environment, free_port, status_of, wait_until

SECRETARY = "sekretariat@demo.caruban.invalid"


class House:
    """All processes of one installation, on the embedded database."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.log = folder.with_name("serve.log")
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start `caruban serve`; come back when web and worker are there."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [*CARUBAN, "serve"], stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                env=environment(
                    CARUBAN_DEMO=1,
                    CARUBAN_DATA_DIR=self.folder,
                    CARUBAN_BIND=f"127.0.0.1:{self.port}",
                ),
            )  # fmt: skip
        wait_until(lambda: self.process.poll() is not None or self.answers(), 180)
        assert self.process.poll() is None, self.said()

    def stop(self) -> None:
        """Stop it, with everything that it started."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)

    def answers(self) -> bool:
        return status_of(f"{self.address}/") == 200

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def password_of(self, email: str) -> str:
        """Give the password that the first start told."""
        return re.search(rf"{re.escape(email)}\s+(\S+)", self.said())[1]

    def web(self) -> list[int]:
        return self._with("caruban.config.cli web")

    def worker(self) -> list[int]:
        return self._with("caruban.config.cli worker")

    def database(self) -> list[int]:
        """Give the process ids of the server and its sessions."""
        pid_file = engine_for(self.folder / "postgres").cluster / "postmaster.pid"
        try:
            server = int(pid_file.read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return []
        parents = {pid: parent for pid, parent, _told in _processes()}
        return [pid for pid in (server, *parents) if server in (pid, parents.get(pid))]

    def everything(self) -> list[int]:
        """Give all of its process ids, the supervisor first, so that it starts nothing again."""
        keepers = self._with("caruban.config.servers.keeper")
        return [self.process.pid, *keepers, *self.web(), *self.worker(), *self.database()]

    @contextmanager
    def rows(self):
        """Give a connection to its database."""
        with (
            running(self.folder / "postgres") as url,
            psycopg.connect(url, autocommit=True) as connection,
        ):
            yield connection

    def _with(self, words: str) -> list[int]:
        mine = str(self.folder)
        return [pid for pid, _parent, told in _processes() if words in told and mine in told]


def kill(pids: list[int]) -> None:
    """Kill processes at once, with no chance to tidy up."""
    assert pids, "nothing to kill"
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class Reader:
    """Somebody with a browser of their own: cookies, forms, and what the house answered."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def sign_in(self, email: str) -> None:
        """Sign in with the password that was told."""
        self.ask("/masuk/")
        status, page, _headers = self.ask(
            "/masuk/", {"login": email, "password": self.house.password_of(email)}
        )
        assert (status, "Keluar" in page) == (200, True), page

    def ask(
        self, path: str, form: dict[str, object] | None = None, *, accept: str = "text/html"
    ) -> tuple[int, str, http.client.HTTPMessage]:
        """Read a page, or send a form; give status, content and headers.

        Raises OSError or HTTPException when there is no answer.
        """
        told = urllib.parse.urlencode(form).encode() if form is not None else None
        token = {one.name: one.value for one in self.cookies}.get("csrftoken", "")
        request = urllib.request.Request(
            self.house.address + path, told, {"Accept": accept, "X-CSRFToken": token}
        )
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(), error.headers

    def save(self, path: str, **fields: object) -> tuple[int, dict[str, object]]:
        """Save an answer as the page's script does; give status and what was told."""
        status, content, headers = self.ask(path, fields, accept="application/json")
        is_json = headers.get("Content-Type", "").startswith("application/json")
        return status, json.loads(content) if is_json else {}


def _processes() -> list[tuple[int, int, str]]:
    """Give id, parent and (command line with environment) of every process alive."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:2]
            told = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
            told += (entry / "environ").read_bytes()
        except OSError:
            continue
        if state != "Z":
            found.append((int(entry.name), int(parent), told.decode(errors="replace")))
    return found
