"""A real streaming replica of a running PostgreSQL, for tests and for the drill."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg

from caruban.config.servers.engine import Engine, engine_for
from tests.config.processes import free_port, wait_until

USER, PASSWORD, DATABASE = "caruban", "only-of-a-test", "caruban"
PLAIN = {  # what a server here is given beyond PostgreSQL's defaults
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "max_connections": "200",  # as the tests' own: a replica may not have fewer
    "wal_keep_size": "256MB",
    "hot_standby_feedback": "on",
}


class Server:
    """A PostgreSQL on a port of 127.0.0.1: a primary, or a replica of one."""

    def __init__(self, folder: Path, password: str = PASSWORD, **options: str) -> None:
        self.folder, self.password, self.options = folder, password, options
        folder.mkdir(mode=0o711)
        self.engine: Engine = engine_for(folder / "postgres")
        self.engine.own(folder)
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def cluster(self) -> Path:
        return self.engine.cluster

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://{USER}:{quote(self.password)}@127.0.0.1:{self.port}/{database}"

    def create(self) -> None:
        """Make an empty cluster."""
        word = self.folder / "word"
        word.write_text(PASSWORD)
        self.engine.own(word)
        self._run(
            "initdb", "-D", self.cluster, "-U", USER, "--pwfile", word, "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C", "--no-instructions",
        )  # fmt: skip

    def follow(self, conninfo: str) -> None:
        """Become a streaming replica of a running server."""
        shutil.rmtree(self.cluster, ignore_errors=True)
        self._run("pg_basebackup", "-d", conninfo, "-D", self.cluster, "-R", "-X", "stream",
                  "-c", "fast")  # fmt: skip

    def start(self) -> None:
        """Run it; come back when it answers."""
        options = PLAIN | self.options
        told = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.engine.binaries / "postgres", "-D", self.cluster, "-p", str(self.port),
                 "-c", f"unix_socket_directories={self.folder}", *told],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                env=self.engine.environment(), **self.engine.identity(),
            )  # fmt: skip
        wait_until(lambda: self.process.poll() is not None or self.answers(), 60)
        assert self.process.poll() is None, (self.folder / "log").read_text()

    def answers(self) -> bool:
        try:
            with self.connect("postgres"):
                return True
        except psycopg.OperationalError:
            return False

    def connect(self, database: str = DATABASE) -> "psycopg.Connection":
        return psycopg.connect(self.url(database), connect_timeout=2, autocommit=True)

    def ask(self, question: str, database: str = DATABASE) -> object:
        """Give the first value of an answer."""
        with self.connect(database) as connection:
            return connection.execute(question).fetchone()[0]

    def stop(self) -> None:
        """Stop it as an operator would."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Kill it with all its sessions, as a machine dies."""
        if self.process is not None:
            for child in _children_of(self.process.pid):
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
        self._end(signal.SIGKILL)
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    def _run(self, program: str, *arguments: object) -> None:
        ended = self.engine.run(program, *arguments)
        assert ended.returncode == 0, ended.stderr


@contextmanager
def ground() -> Iterator[Path]:
    """Give a folder that the account of the servers reaches."""
    with tempfile.TemporaryDirectory(prefix="caruban-replication-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def _children_of(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(entry.name))
    return found
