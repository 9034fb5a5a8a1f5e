"""A register of 1,000,000 rows beside Django's admin of the same model, in the same run.

    script/bench registers [ROWS]

Server time of each page, in this process through the WSGI handler: middleware, templates and
database included, the network not. "Work" is the processor's time of this process and of its
connections to the database, which a busy machine hardly lengthens; where the database puts several
processes to a question, as it may for the admin's counts, the others are left out. A secretary
reads the whole institution, an officer one unit; the admin knows no units, so it shows everybody
all rows. Then exports of all rows and an import of 50,000, each in a process of its own, for its
memory. Every page of the register aims at less than 100 ms, median and p95.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.pages import Fields

from bench._browser import Browser
from bench._ground import a_database, show, tell
from bench._million import COMMON, MISTYPED, RARE, ROWS, Ground, lay
from bench._sheets import HEADS, Moved, rows_of

AIM = 100.0  # milliseconds
ROUNDS, FEWEST, WARM = 40, 5, 2
PATIENCE = 5.0  # seconds that one measurement takes at most, once it has the fewest rounds
PAGE, SIZE = 20_000, 25
IMPORTED = 50_000
FEW = 10  # one of so many rows is exported as well, to show that memory does not grow


@dataclass(frozen=True)
class Timed:
    """Milliseconds of each reading of a page: on the clock, and of the processor."""

    times: list[float]
    worked: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def work(self) -> float:
        return statistics.median(self.worked)

    @property
    def late(self) -> float:
        """The 95th percentile."""
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1]


Way = Callable[[], tuple[str, bytes]]


def main() -> None:
    """Lay the ground, measure pages, exports and imports, print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench._settings"
    began = time.monotonic()
    with a_database():
        from caruban.config.preparation import collect_static

        collect_static()
        tell(f"laying {rows:,} rows ...")
        ground = lay(rows)
        tell(f"  after {time.monotonic() - began:.0f} s")
        slow = pages(ground, rows)
        tell(f"exporting and importing ... {time.monotonic() - began:.0f} s")
        moves(rows)
    print(f"\nEvery page aims at less than {AIM:.0f} ms: {'; '.join(slow) or 'reached'}")
    print(f"The whole took {time.monotonic() - began:.0f} s")


def pages(ground: Ground, rows: int) -> list[str]:
    """Measure and print the pages; give those of the register that miss the aim."""
    from caruban.config.wsgi import application

    people = {
        name: Browser(application, _cookie(one))
        for name, one in (("secretary", ground.secretary), ("officer", ground.officer))
    }
    admin = Browser(application, _cookie(ground.secretary))
    theirs = {name: timed(way) for name, way in admin_ways(admin, ground, rows)}
    found, slow = [], []
    for who, browser in people.items():
        reader = getattr(ground, who)
        for name, way in our_ways(browser, reader, ground, rows):
            ours, other = timed(way), theirs[name]
            if max(ours.median, ours.late) >= AIM:
                slow.append(f"{name} ({who}) {ours.median:.0f}/{ours.late:.0f} ms")
            found.append(_row(name, who, ours, other))
    show(
        f"Server time in ms, {rows:,} rows, at most {ROUNDS} readings each, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}",
        ("page", "reader", "median", "p95", "work", "admin median", "p95", "work", "ratio"),
        found,
        words=2,
    )
    return slow


def _row(name: str, who: str, ours: Timed, theirs: Timed) -> tuple[str, ...]:
    figures = (ours.median, ours.late, ours.work, theirs.median, theirs.late, theirs.work)
    return name, who, *(f"{one:,.1f}" for one in figures), f"{theirs.median / ours.median:.1f} x"


def our_ways(browser: Browser, by: Any, ground: Ground, rows: int) -> Iterator[tuple[str, Way]]:
    """Give what is measured of the register, by name."""
    from django.urls import reverse
    from tests.toys.registers import ToyRegister

    place = reverse("registers:list", args=[ToyRegister])
    record = reverse("registers:record", args=[ToyRegister, ground.record.pk])
    edit = reverse("registers:edit", args=[ToyRegister, ground.record.pk])
    narrowed = f"?state=draft&size=large&organisation={ground.record.organisation_id}"
    queries = {
        "list": "",
        "filtered": narrowed,
        "sorted": "?sort=-made_on",
        "search, common word": f"?q={COMMON}",
        "search, rare word": f"?q={RARE}",
        "search, mistyped": f"?q={MISTYPED}",
        "page 20,000": f"?after={_cursor(by, rows)}",
    }
    for name, query in queries.items():
        yield name, _getting(browser, place + query)
    yield "detail", _getting(browser, record)
    yield "save", _saving(browser, edit, "amount", renew=True)


def admin_ways(browser: Browser, ground: Ground, rows: int) -> Iterator[tuple[str, Way]]:
    """Give the same of the admin."""
    from django.urls import reverse

    place = reverse("admin:toys_toy_changelist")
    record = reverse("admin:toys_toy_change", args=[ground.record.pk])
    unit = f"organisation__id__exact={ground.record.organisation_id}"
    queries = {
        "list": "",
        "filtered": f"?state__exact=draft&size__exact=large&{unit}",
        "sorted": "?o=-8",
        "search, common word": f"?q={COMMON}",
        "search, rare word": f"?q={RARE}",
        "search, mistyped": f"?q={MISTYPED}",
        "page 20,000": f"?p={min(PAGE, rows // SIZE // 2)}",
    }
    for name, query in queries.items():
        yield name, _getting(browser, place + query)
    yield "detail", _getting(browser, record)
    yield "save", _saving(browser, record, "amount", renew=False)


def _getting(browser: Browser, address: str) -> Way:
    return lambda: browser.get(address)


def _saving(browser: Browser, address: str, field: str, *, renew: bool) -> Way:
    """Save the form of a page, each time with another value.

    renew   the form tells the version that it started from, so a new one is read before each save
    """
    kept = _Form(browser, address, field)

    def save() -> tuple[str, bytes]:
        status, content = browser.post(address, kept.next())
        if renew:
            kept.ready = []
        return status, content

    save.prepare = kept.read  # type: ignore[attr-defined]  # outside of the time
    return save


class _Form:
    """The fields of a page's form, with one that counts up."""

    def __init__(self, browser: Browser, address: str, field: str) -> None:
        self.browser, self.address, self.field = browser, address, field
        self.count = 0
        self.ready: Fields = []

    def read(self) -> None:
        """Have the fields at hand."""
        self.ready = self.ready or self.browser.form(self.address, self.field)

    def next(self) -> Fields:
        """Give them with another value."""
        self.count += 1
        return [
            (name, str(self.count) if name == self.field else value) for name, value in self.ready
        ]


def timed(way: Way) -> Timed:
    """Read a page several times. Raises SystemExit when it is not there for its reader."""
    times: list[float] = []
    worked: list[float] = []
    spent = 0.0
    for turn in range(WARM + ROUNDS):
        getattr(way, "prepare", lambda: None)()
        before, begin = work_so_far(), time.perf_counter()
        status, content = way()
        took = time.perf_counter() - begin
        if not status.startswith(("200", "302")):
            raise SystemExit(f"a page answers {status}: {content[:2000].decode()}")
        spent += took
        if turn >= WARM:
            times.append(took * 1000)
            worked.append(work_since(before) * 1000)
        if spent > PATIENCE and len(times) >= FEWEST:
            break
    return Timed(times, worked)


def work_so_far() -> dict[int, float]:
    """Give the seconds that processors spent on this process (0) and its database connections."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
        numbers = [number for (number,) in cursor.fetchall()]
    spent = {number: _seconds_of(number) for number in numbers}
    return {0: time.process_time()} | spent


def _seconds_of(number: int) -> float:
    try:
        return int(Path(f"/proc/{number}/schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:  # the connection was given up meanwhile
        return 0.0


def work_since(before: dict[int, float]) -> float:
    """Give the seconds that were spent since then."""
    now = work_so_far()
    return sum(max(spent - before.get(number, 0.0), 0.0) for number, spent in now.items())


def _cookie(user: Any) -> str:
    from django.conf import settings
    from django.test import Client

    browser = Client()
    browser.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}"


def _cursor(by: Any, rows: int) -> str:
    """Give the cursor of page 20,000, or of the middle of what somebody sees if that is less."""
    from django.http import QueryDict
    from tests.toys.registers import ToyRegister

    from caruban.kernel.registers.lists.paging import written
    from caruban.kernel.registers.lists.state import State, filtered

    state = State.of(ToyRegister, QueryDict(""), by=by)
    found = filtered(ToyRegister, state, by=by)
    at = min((PAGE - 1) * SIZE, found.order_by().count() // 2)
    paths = [key.path for key in state.keys]
    return written(tuple(found.values_list(*paths, "pk")[at]), state.keys)


def moves(rows: int) -> None:
    """Measure and print exports and imports."""
    found: list[Moved] = []
    for what, kind, many in (
        ("export", "csv", rows // FEW),
        ("export", "csv", rows),
        ("export", "xlsx", rows // FEW),
        ("export", "xlsx", rows),
        ("import", "csv", min(IMPORTED, rows)),
    ):
        command = [sys.executable, "-m", "bench._moving", what, kind, str(many)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
        found += [Moved(**one) for one in json.loads(done.stdout.splitlines()[-1])]
        tell(f"  {found[-1].name}: {found[-1].rows:,} rows, {found[-1].seconds:.0f} s")
    show("Rows in and out, each in a process of its own", HEADS, rows_of(found))


if __name__ == "__main__":
    main()
