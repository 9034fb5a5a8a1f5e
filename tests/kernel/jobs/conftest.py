"""Real workers on the database of the tests, to be killed, stopped and asked."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

WORKER = Path(__file__).with_name("worker.py")
ROOT = WORKER.parents[3]


def sql(statement, *values):
    """Run a statement; give its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def queue(transactional_db):
    """Begin without jobs: their tables are not Django's to empty."""
    sql("DELETE FROM procrastinate_jobs")
    sql("DELETE FROM procrastinate_periodic_defers")
    sql("DELETE FROM procrastinate_workers")


@pytest.fixture
def notes(tmp_path, monkeypatch):
    monkeypatch.setenv("CHORE_NOTES", str(tmp_path / "notes"))
    return tmp_path / "notes"


@pytest.fixture
def worker(queue, tmp_path):
    """Give a function that starts a worker; its log is beside it; all are gone at the end."""
    started = []

    def start(**environment):
        here = connection.settings_dict
        place = urlencode({"host": here["HOST"], "port": here["PORT"] or 5432})
        url = f"postgresql://{here['USER']}:{quote(here['PASSWORD'])}@/{here['NAME']}?{place}"
        log = tmp_path / f"worker-{len(started)}.log"
        with log.open("wb") as out:
            one = subprocess.Popen(
                [sys.executable, WORKER], cwd=ROOT, stdout=out, stderr=out,
                env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT), **environment},
            )  # fmt: skip
        one.log = log
        started.append(one)
        return one

    yield start
    for one in started:
        with suppress(ProcessLookupError):
            one.send_signal(signal.SIGCONT)
            one.kill()
        one.wait()
