"""The drill of deploy/README.md: failover, upgrade, backup, with real servers and processes.

    script/drill [ACT …]

It prints what it saw: a scratch primary with a streaming replica, two web servers and a worker, and
an officer who saves all the while. Nothing outside of a scratch folder is touched. Ends with status
1 when anything that was acknowledged is lost where nothing may be, or an installation does not
come back.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from datetime import datetime
from http.client import HTTPException
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from tests.config.processes import CARUBAN, environment, free_port, status_of, wait_until
from tests.faults.house import SECRETARY, Reader
from tests.replication import DATABASE, PASSWORD, USER, Server, ground

BEFORE, AFTER = 8.0, 4.0  # seconds of saving before and after what is tried
SLOW = 2.0  # seconds that an asynchronous replica is behind when the primary dies
INDICATOR = 20
DOCUMENTS = """
from django.core.files.base import ContentFile
from caruban.kernel.accounts.models import User
from caruban.kernel.documents.actions import add
from caruban.kernel.organisations.models import Organisation
home = Organisation.objects.get(region_code="32.09")
for n in range(20):
    add(home, by=User.objects.system(), file=ContentFile(f"isi {n} ".encode() * 9999, f"{n}.txt"))
"""
ROOT = Path(__file__).parents[1]
TOMORROW = {  # a version with one more migration
    "DJANGO_SETTINGS_MODULE": "tests.config.settings_of_tomorrow",
    "PYTHONPATH": ROOT,
}
NO_ANSWER = (OSError, HTTPException)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def this_year() -> int:
    return datetime.now(ZoneInfo("Asia/Jakarta")).year


@contextmanager
def timed(what: str):
    """Print how long a block took."""
    began = time.monotonic()
    yield
    say(f"  {what}: {time.monotonic() - began:.1f} s")


class Installation:
    """Two web servers and a worker on two database servers, as deploy/ sets them up."""

    def __init__(self, folder: Path, servers: list[Server]) -> None:
        self.folder, self.servers = folder / "data", servers
        self.ports = [free_port(), free_port()]
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.turn, self.prepared = 0, ""
        self.version: dict[str, object] = {}
        self.is_over = threading.Event()

    @property
    def address(self) -> str:
        """Give the web server that the proxy would choose: the one that answered last."""
        return f"http://127.0.0.1:{self.ports[self.turn]}"

    def pass_over(self) -> None:
        """Go to the other one, as the proxy does where nobody answers."""
        self.turn = 1 - self.turn

    def password_of(self, email: str) -> str:
        """Give the password that the first preparation told."""
        return re.search(rf"{re.escape(email)}\s+(\S+)", self.prepared)[1]

    def settings(self, **more: object) -> dict[str, str]:
        hosts = ",".join("127.0.0.1" for _one in self.servers)
        ports = ",".join(str(one.port) for one in self.servers)
        url = f"postgresql://{USER}:{quote(PASSWORD)}@/{DATABASE}?host={hosts}&port={ports}"
        given = {
            "DATABASE_URL": f"{url}&connect_timeout=3&target_session_attrs=read-write",
            "DATABASE_REPLICA_URL": f"{url}&connect_timeout=3&target_session_attrs=standby",
            "CARUBAN_DEMO": 1,
            "CARUBAN_DATA_DIR": self.folder,
        }
        return environment(**(given | self.version | more))

    def caruban(self, *arguments: object, **more: object) -> str:
        """Run one command to its end; give what it said."""
        ended = subprocess.run(
            [*CARUBAN, *map(str, arguments)], capture_output=True, text=True, check=False,
            env=self.settings(**more), stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if ended.returncode:
            raise SystemExit(f"caruban {arguments[0]} failed: {ended.stderr}")
        return ended.stdout

    def start(self, name: str) -> None:
        """Start "web 0", "web 1" or "worker"; a web server answers when this comes back."""
        kind, _space, number = name.partition(" ")
        more = {}
        if number:
            counts = self.folder / f"counts-{number}"
            counts.mkdir(exist_ok=True)
            bind = f"127.0.0.1:{self.ports[int(number)]}"
            more = {"CARUBAN_BIND": bind, "PROMETHEUS_MULTIPROC_DIR": counts}
        with (self.folder / f"{name.replace(' ', '-')}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [*CARUBAN, kind], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=self.settings(CARUBAN_WEB_WORKERS=2, **more),
            )  # fmt: skip
        if number:
            address = f"http://127.0.0.1:{self.ports[int(number)]}/health/live"
            wait_until(lambda: status_of(address) == 200, 60)

    def stop(self, name: str) -> None:
        process = self.running.pop(name)
        process.terminate()
        process.wait(60)

    def keep_running(self) -> None:
        """Start again what died, as systemd and a container engine do."""
        while not self.is_over.wait(1):
            for name, process in list(self.running.items()):
                if process.poll() is not None and self.running.get(name) is process:
                    say(f"  {name} ended with status {process.returncode}; started again")
                    self.start(name)

    def end(self) -> None:
        self.is_over.set()
        for name in list(self.running):
            self.stop(name)

    def reads_replica(self) -> bool:
        """Say whether the web server in turn sees a replica that it can read."""
        try:
            with urlopen(f"{self.address}/metrics", timeout=5) as answer:
                return "caruban_replica_up 1.0" in answer.read().decode()
        except NO_ANSWER:
            return False


class Officer(threading.Thread):
    """Saves an answer again and again, and reads a list; notes what was acknowledged, and when."""

    def __init__(self, house: Installation, version: int, prefix: str) -> None:
        super().__init__(daemon=True)
        self.house, self.version, self.prefix = house, version, prefix
        self.reader = Reader(house)  # type: ignore[arg-type]  # it needs an address and a password
        self.reader.sign_in(SECRETARY)
        self.saved: list[tuple[float, str]] = []
        self.refused: list[float] = []
        self.pages: list[int] = []
        self.is_over = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.is_over.wait(0.02):
            number += 1
            text = f"{self.prefix} {number}"
            if self._save(text):
                self.saved.append((time.monotonic(), text))
            else:
                self.refused.append(time.monotonic())

    def _save(self, text: str) -> bool:
        year = this_year()
        place = f"/evaluasi/32.09/{year}/indikator/{INDICATOR}/isian/"
        try:
            status, told = self.reader.save(place, version=self.version, narrative=text)
            self.pages.append(self.reader.ask("/evaluasi/")[0])
        except NO_ANSWER:
            self.house.pass_over()
            return False
        if status == 200 or "version" in told:
            self.version = int(told["version"])  # type: ignore[call-overload]  # a number
        return status == 200

    def end(self) -> None:
        self.is_over.set()
        self.join(60)

    def longest_pause(self, since: float) -> float:
        """Give the longest time without an acknowledgement after a moment, in seconds."""
        moments = [since, *(at for at, _text in self.saved if at > since)]
        return max((b - a for a, b in pairwise(moments)), default=-1)


def version_of(house: Installation) -> int:
    for server in house.servers:
        if server.process is not None and not server.ask("SELECT pg_is_in_recovery()"):
            return int(str(server.ask(
                "SELECT answer.version FROM evaluation_answer answer JOIN evaluation_assessment a"
                f" ON assessment_id = a.id WHERE number = {INDICATOR}"
                f" AND year = {this_year()}"
            )))  # fmt: skip
    raise SystemExit("no server takes writes")


def kept(server: Server, prefix: str) -> set[str]:
    """Give every text that a server's history holds."""
    with server.connect() as connection:
        return {row[0] for row in connection.execute(
            "SELECT after ->> 'narrative' FROM history_change WHERE \"table\" = "
            "'evaluation_answer' AND after ->> 'narrative' LIKE %s", [f"{prefix} %"],
        )}  # fmt: skip


def failover(house: Installation, primary: Server, replica: Server, *, synchronous: bool) -> bool:
    """Kill the primary while somebody saves, promote the replica, make the dead one a replica."""
    kind = "synchronous" if synchronous else "asynchronous"
    say(f"failover, {kind}")
    _set_synchronous(primary, is_on=synchronous)
    officer = Officer(house, version_of(house), f"Isian {kind}")
    officer.start()
    time.sleep(BEFORE)
    if not synchronous:  # as where the line to the replica is slow
        os.kill(int(str(primary.ask("SELECT pid FROM pg_stat_replication"))), signal.SIGSTOP)
        say(f"  the primary sends nothing more for {SLOW:.0f} s, then it dies")
        time.sleep(SLOW)
    primary.kill()
    killed = time.monotonic()
    replica.ask("SELECT pg_promote(true, 60)")
    promoted = time.monotonic()
    time.sleep(AFTER)
    wait_until(lambda: officer.saved and officer.saved[-1][0] > promoted, 60)
    time.sleep(AFTER)
    officer.end()
    texts = [text for _at, text in officer.saved]
    lost = [text for text in texts if text not in kept(replica, officer.prefix)]
    say(
        f"  promoted after {promoted - killed:.1f} s;"
        f" no save was acknowledged for {officer.longest_pause(killed - 0.1):.1f} s"
    )
    say(
        f"  {len(texts)} saves acknowledged, {len(officer.refused)} tries refused, {len(lost)} lost"
    )
    bad = {status for status in officer.pages if status not in (200, 503)}
    say(
        f"  pages read meanwhile: {officer.pages.count(200)} well, {officer.pages.count(503)}"
        f" said that the database is away{f', others {bad}' if bad else ''}"
    )
    with timed("the dead server is a replica of the new primary, and read again"):
        primary.follow(replica.url("postgres"))
        primary.start()
        wait_until(house.reads_replica, 60)
    return not bad and not (synchronous and lost)


def _set_synchronous(server: Server, *, is_on: bool) -> None:
    with server.connect() as connection:
        wanted = "*" if is_on else ""
        connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{wanted}'")
        connection.execute("SELECT pg_reload_conf()")
    if is_on:
        asked = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        wait_until(lambda: server.ask(asked) == 1, 30)


def upgrade(house: Installation, primary: Server) -> bool:
    """Prepare beside those who work, then restart one web server after the other."""
    say("upgrade")
    officer = Officer(house, version_of(house), "Isian pemutakhiran")
    officer.start()
    time.sleep(1)
    house.version = TOMORROW
    with timed("caruban prepare with a new migration, beside those who work"):
        say(f"  {house.caruban('prepare').splitlines()[0]}")
    began = time.monotonic()
    with timed("both web servers and the worker restarted, one after the other"):
        for name in ("web 0", "web 1", "worker"):
            house.stop(name)
            house.start(name)
    time.sleep(1)
    officer.end()
    lost = {text for _at, text in officer.saved} - kept(primary, officer.prefix)
    say(
        f"  {len(officer.saved)} saves acknowledged, {len(officer.refused)} tries passed over to"
        f" the other server, longest pause {officer.longest_pause(began):.1f} s, {len(lost)} lost"
    )
    return not lost and set(officer.pages) == {200}


def backup(house: Installation, primary: Server, folder: Path) -> bool:
    """Back up while somebody saves; restore into an empty database beside; compare."""
    say("backup")
    house.caruban("manage", "shell", "-c", DOCUMENTS)
    officer = Officer(house, version_of(house), "Isian cadangan")
    officer.start()
    file, other = folder / "cadangan.tar", folder / "other"
    with timed("caruban backup, beside those who work"):
        house.caruban("backup", file)
    officer.end()
    with primary.connect("postgres") as connection:
        connection.execute("CREATE DATABASE drill_restored")
    there = {"DATABASE_URL": primary.url("drill_restored"), "DATABASE_REPLICA_URL": "",
             "CARUBAN_DATA_DIR": other}  # fmt: skip
    with timed(f"caruban restore of {file.stat().st_size / 1e6:.1f} MB into an empty database"):
        said = house.caruban("restore", file, **there)
    say(f"  {said.strip()}")
    there_are = house.caruban("documents", **there).strip()
    say(f"  {there_are}")
    before = {text for _at, text in officer.saved}
    with primary.connect("drill_restored") as connection:
        held = {row[0] for row in connection.execute(
            "SELECT after ->> 'narrative' FROM history_change WHERE after ->> 'narrative' LIKE %s",
            [f"{officer.prefix} %"])}  # fmt: skip
        whole = connection.execute("SELECT count(*) FROM evaluation_answer").fetchone()
    is_prefix = [text in held for _at, text in officer.saved] == sorted(
        (text in held for _at, text in officer.saved), reverse=True
    )
    say(
        f"  it holds {len(held & before)} of {len(before)} saves: those until its one moment"
        f"{'' if is_prefix else ' – AND GAPS'}; {whole[0]} answers"
    )
    with primary.connect("postgres") as connection:
        connection.execute("DROP DATABASE drill_restored WITH (FORCE)")
    return (
        is_prefix
        and "20 documents, 0 brought over, 0 missing" in there_are
        and whole[0] == primary.ask("SELECT count(*) FROM evaluation_answer")
    )


ACTS = ("synchronous", "asynchronous", "upgrade", "backup")


def main() -> int:
    """Run the drill, or the acts of it that are named."""
    parser = argparse.ArgumentParser(prog="script/drill", description=__doc__.splitlines()[0])
    parser.add_argument("act", nargs="*", metavar="ACT", help=f"of {', '.join(ACTS)}; none: all")
    acts = parser.parse_args().act or ACTS
    if unknown := set(acts) - set(ACTS):
        parser.error(f"no act is called {', '.join(sorted(unknown))}")
    results: dict[str, bool] = {}
    with ground() as folder, ExitStack() as stack:
        primary, replica = Server(folder / "one"), Server(folder / "two")
        house = made(folder, primary, replica, stack)
        for name in acts:
            if name == "upgrade":
                results[name] = upgrade(house, primary)
            elif name == "backup":
                results[name] = backup(house, primary, folder)
            else:
                is_synchronous = name == "synchronous"
                results[name] = failover(house, primary, replica, synchronous=is_synchronous)
                primary, replica = replica, primary
    for name, is_well in results.items():
        say(f"{'ok     ' if is_well else 'PROBLEM'}  {name}")
    return 0 if all(results.values()) else 1


def made(folder: Path, primary: Server, replica: Server, stack: ExitStack) -> Installation:
    """Make servers and installation, loaded and running."""
    say("two servers of PostgreSQL, two web servers, a worker")
    with timed("made and loaded"):
        primary.create()
        primary.start()
        stack.callback(primary.stop)
        with primary.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
        replica.follow(primary.url("postgres"))
        replica.start()
        stack.callback(replica.stop)
        house = Installation(folder, [primary, replica])
        house.folder.mkdir()
        house.prepared = house.caruban("prepare")
        stack.callback(house.end)
        for name in ("web 0", "web 1", "worker"):
            house.start(name)
        threading.Thread(target=house.keep_running, daemon=True).start()
        wait_until(house.reads_replica, 60)
    return house


if __name__ == "__main__":
    os.environ.setdefault("TZ", "UTC")
    sys.exit(main())
