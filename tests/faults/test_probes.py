"""Probes of a real installation: whatever is killed or hangs, they answer, and in time."""

import json
import os
import signal
import time
import urllib.error
import urllib.request

import pytest

from caruban.kernel.jobs import PATIENCE
from tests.config.processes import status_of, wait_until
from tests.faults.house import House, kill
from tests.faults.test_database_away import without_database

pytestmark = pytest.mark.faults

IN_TIME = 4.0  # seconds: twice the limit of the looks


def checks(house: House) -> tuple[int, dict[str, bool]]:
    """Give status and findings of the readiness probe; fail when it takes too long."""
    began = time.monotonic()
    try:
        with urllib.request.urlopen(f"{house.address}/health/ready", timeout=20) as answer:
            status, told = answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            status, told = error.code, json.load(error)
    assert time.monotonic() - began < IN_TIME
    return status, {name: one["ok"] for name, one in told["checks"].items()}


def is_ready(house: House) -> bool:
    return checks(house)[0] == 200


def test_it_is_ready_when_all_runs(house: House):
    wait_until(lambda: is_ready(house), 30)

    assert all(checks(house)[1].values())


def test_without_the_database_it_is_alive_and_not_ready_and_heals(house: House):
    with without_database(house):
        time.sleep(1.1)  # what was seen before holds for a second
        status, found = checks(house)

        assert (status, found["database"], found["documents"]) == (503, False, True)
        assert status_of(f"{house.address}/health/live") == 200
    wait_until(lambda: is_ready(house), 60)


def test_a_database_that_hangs_holds_up_no_probe(house: House):
    stopped = house.database()
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        time.sleep(1.1)
        assert [checks(house)[0] for _again in range(3)] == [503] * 3
        assert status_of(f"{house.address}/health/live") == 200
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
    wait_until(lambda: is_ready(house), 60)


def test_a_worker_that_hangs_is_missed(house: House):
    (worker,) = house.worker()
    os.kill(worker, signal.SIGSTOP)
    try:
        wait_until(lambda: not checks(house)[1]["worker"], PATIENCE + 15)
    finally:
        kill([worker])
    wait_until(lambda: is_ready(house), 60)


def test_requests_of_all_web_processes_are_counted_together(house: House):
    def counted() -> float:
        with urllib.request.urlopen(f"{house.address}/metrics", timeout=20) as answer:
            lines = answer.read().decode().splitlines()
        wanted = 'caruban_requests_total{method="GET",route="home",status="2xx"}'
        return sum(float(line.split()[-1]) for line in lines if line.startswith(wanted))

    before = counted()
    for _one in range(20):
        assert status_of(f"{house.address}/") == 200

    assert counted() == before + 20


def test_the_log_carries_the_id_that_the_answer_has(house: House):
    with urllib.request.urlopen(f"{house.address}/", timeout=20) as answer:
        given = answer.headers["X-Request-Id"]

    wait_until(lambda: f"(request {given})" in house.said(), 10)
