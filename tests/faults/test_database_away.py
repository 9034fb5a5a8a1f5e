"""A lost database: pages say so and try again, what was typed comes back, and all heals."""

import os
import signal
from contextlib import contextmanager

import pytest
from django.utils import timezone

from tests.config.processes import wait_until
from tests.faults.house import House, Reader, kill

pytestmark = pytest.mark.faults

TYPED = "Naskah peraturan bupati sudah dibahas tiga kali"


@contextmanager
def without_database(house: House):
    """Kill the database, and keep the supervisor from starting it again for so long."""
    os.kill(house.process.pid, signal.SIGSTOP)
    try:
        kill(house.database())
        yield
    finally:
        os.kill(house.process.pid, signal.SIGCONT)


def answers_well(reader: Reader, path: str) -> bool:
    return reader.ask(path)[0] == 200


def test_a_page_says_that_the_database_is_away_tries_again_and_comes_back(
    house: House, reader: Reader
):
    path = "/evaluasi/32.09/2021/"
    with without_database(house):
        status, page, headers = reader.ask(path)

        assert status == 503
        assert headers["Retry-After"] == headers["Refresh"] == "10"
        assert "basis data" in page.lower()
    wait_until(lambda: answers_well(reader, path))
    assert "1,91" in reader.ask(path)[1]


def test_the_api_says_it_as_problem_json(house: House, reader: Reader):
    path = "/api/v1/evaluation/institutions/32.09/years/2021/index"
    with without_database(house):
        status, problem, headers = reader.ask(path, accept="application/json")

        assert (status, headers["Content-Type"]) == (503, "application/problem+json")
        assert "Basis data" in problem
    wait_until(lambda: answers_well(reader, path))


def test_what_was_typed_while_it_is_away_comes_back_and_is_saved_when_sent_again(
    house: House, reader: Reader
):
    path = f"/evaluasi/32.09/{timezone.localdate().year}/indikator/20/isian/"
    with house.rows() as rows:
        (version,) = rows.execute(
            "SELECT version FROM evaluation_answer WHERE number = 20 ORDER BY id DESC"
        ).fetchone()
    with without_database(house):
        status, page, _headers = reader.ask(path, {"version": version, "narrative": TYPED})
        assert (status, TYPED in page) == (503, True)
    wait_until(lambda: answers_well(reader, "/kerja/"))

    reader.ask(path, {"version": version, "narrative": TYPED})

    with house.rows() as rows:
        kept = rows.execute("SELECT number FROM evaluation_answer WHERE narrative = %s", [TYPED])
        assert kept.fetchall() == [(20,)]
