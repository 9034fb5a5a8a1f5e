"""Server time of the main pages, in this process through the WSGI handler, on the real data.

    script/bench pages [ROUNDS]

Kabupaten Cirebon is loaded into a database of its own; every page is read by a guest and by the
secretary (whom more is shown to), middleware, templates and database included, the network not.
"own" is the processor's time of this process alone, which a busy machine does not lengthen.
The page of the index aims at less than 50 ms.
"""

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from bench._ground import a_database, show, tell

AIM = 50.0  # milliseconds, for the page of the index
WARM = 5
ROUNDS = 60
PLACE = {"region": "32.09", "year": 2021}
THIS_YEAR = {"region": "32.09"}  # the year is the running evaluation's

GUEST, SECRETARY = "guest", "secretary"
BOTH = (GUEST, SECRETARY)
STAFF = (SECRETARY,)

Page = tuple[str, dict[str, Any], tuple[str, ...]]  # name of its address, arguments, readers
PAGES: list[Page] = [
    ("home", {}, (GUEST,)),
    ("account_login", {}, (GUEST,)),
    ("evaluation:institutions", {}, BOTH),
    ("evaluation:comparison", {}, BOTH),
    ("evaluation:index", PLACE, BOTH),
    ("evaluation:indicators", PLACE, BOTH),
    ("evaluation:whatif", PLACE, BOTH),
    ("evaluation:targets", PLACE, BOTH),
    ("evaluation:years", PLACE, BOTH),
    ("evaluation:notes", PLACE, BOTH),
    ("evaluation:instruments", {}, BOTH),
    ("evaluation:instrument", {"code": "permenpanrb-59-2020"}, BOTH),
    ("evaluation:bridge", {"region": "32.09", "code": "permenpanrb-8-2026"}, BOTH),
    ("workspace", {}, STAFF),
    ("evaluation:indicator", PLACE | {"number": 1}, STAFF),
    ("evaluation:path", PLACE, STAFF),
    ("evaluation:index", THIS_YEAR, STAFF),
    ("evaluation:indicators", THIS_YEAR, STAFF),
    ("evaluation:indicator", THIS_YEAR | {"number": 5}, STAFF),
    ("evaluation:process", THIS_YEAR, STAFF),
    ("evaluation:progress", THIS_YEAR, STAFF),
    ("evaluation:trail", THIS_YEAR, STAFF),
    ("api:index", PLACE, (GUEST,)),
    ("openapi", {}, (GUEST,)),
]


def main() -> None:
    """Load, warm up, measure, print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    tell("preparing a database with Kabupaten Cirebon ...")
    with a_database():
        cookie = prepare()
        from caruban.config.wsgi import application

        rows, slow = [], []
        for name, path, who, session in visits(cookie):
            times, own, size = timed(application, path, session, rounds)
            median, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            if name == "evaluation:index" and median >= AIM:
                slow.append(f"{path} ({who}): {median:.0f} ms")
            figures = (f"{median:.1f}", f"{late:.1f}", f"{own:.1f}", f"{size / 1024:.0f}")
            rows.append((name, path, who, *figures))
        table(rows, rounds)
    print(f"\nThe index page aims at less than {AIM:.0f} ms: {'; '.join(slow) or 'reached'}")


def prepare() -> str:
    """Load the data, collect static files, sign the secretary in; give the session's cookie."""
    from django.conf import settings
    from django.test import Client

    from caruban.config.preparation import collect_static
    from caruban.datasets.cirebon.loader import load
    from caruban.kernel.accounts.models import User

    collect_static()
    load(by=User.objects.system(), demo=True)
    browser = Client()
    browser.force_login(User.objects.get(email="sekretariat@demo.caruban.invalid"))
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def visits(cookie: str) -> Iterator[tuple[str, str, str, str]]:
    """Give name, path, reader and cookie of every page to read."""
    from django.urls import reverse
    from django.utils import timezone

    for name, given, readers in PAGES:
        with_year = "region" in given and "code" not in given
        year = {"year": timezone.localdate().year} if with_year else {}
        path = reverse(name, kwargs=year | given)
        for who in readers:
            yield name, path, who, cookie if who == SECRETARY else ""


def timed(
    application: Callable[..., Any], path: str, cookie: str, rounds: int
) -> tuple[list[float], float, int]:
    """Read a page several times; give the milliseconds of each, our own of one, and its bytes.

    Raises SystemExit when it is not there for its reader.
    """
    times, size, own = [], 0, 0.0
    for turn in range(WARM + rounds):
        if turn == WARM:
            gc.collect()
            own = time.process_time()
        begin = time.perf_counter()
        status, size = read(application, path, cookie)
        if turn >= WARM:
            times.append((time.perf_counter() - begin) * 1000)
        if not status.startswith("200"):
            raise SystemExit(f"{path}: {status}")
    return times, (time.process_time() - own) * 1000 / rounds, size


def read(application: Callable[..., Any], path: str, cookie: str) -> tuple[str, int]:
    """Send one request as a web server does; give the status and the size of the answer."""
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT": "text/html",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    answer = application(environ, lambda status, *_rest: told.append(status))
    try:
        size = sum(len(piece) for piece in answer)
    finally:
        answer.close()
    return told[0], size


def table(rows: list[tuple[str, ...]], rounds: int) -> None:
    """Print what was measured, and on what."""
    show(
        f"Server time of a page in ms, {rounds} readings each, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}",
        ("page", "address", "reader", "median", "p95", "own", "KiB"),
        rows,
        words=3,
    )


if __name__ == "__main__":
    main()
