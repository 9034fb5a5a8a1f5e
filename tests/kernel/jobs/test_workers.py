"""Workers die, hang and leave: no job is lost, none runs twice while its worker lives."""

import json
import os
import signal
import time

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from caruban.kernel.actors import Origin, origin
from caruban.kernel.history.models import Change
from caruban.kernel.operations.models import Sign
from tests.config.processes import wait_until
from tests.factories import an_institution
from tests.kernel.jobs import chores
from tests.kernel.jobs.conftest import sql

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


def status(number):
    return ProcrastinateJob.objects.get(pk=number).status


def lines(notes):
    return notes.read_text().split() if notes.exists() else []


def the_minute_passes():
    """Have the rescue look, as it does each minute."""
    sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, queueing_lock)"
        " VALUES ('upkeep', 'caruban.kernel.jobs.rescue', '{\"timestamp\": 0}', 'todo', 'rescue')"
        " ON CONFLICT DO NOTHING"
    )


def test_a_job_whose_worker_was_killed_runs_again_once(worker, notes):
    number = chores.long.defer(seconds=2)
    first = worker()
    wait_until(lambda: lines(notes) == ["begun"], 30)
    first.kill()
    first.wait()

    worker()
    wait_until(lambda: (the_minute_passes(), status(number) == "succeeded")[1], 60)

    assert lines(notes) == ["begun", "begun", "done"]
    assert ProcrastinateJob.objects.get(pk=number).attempts == 2


def test_a_long_job_of_a_living_worker_is_never_run_beside_itself(worker, notes):
    number = chores.long.defer(seconds=6)  # twice the patience
    worker(), worker()
    wait_until(lambda: (the_minute_passes(), status(number) == "succeeded")[1], 60)

    assert lines(notes) == ["begun", "done"]


def test_a_job_that_takes_its_worker_with_it_each_time_is_given_up(worker, notes):
    number = chores.long.defer(seconds=60)
    first = worker()
    wait_until(lambda: lines(notes) == ["begun"], 30)
    first.kill()
    first.wait()
    sql("UPDATE procrastinate_jobs SET attempts = 8 WHERE id = %s", number)

    worker()
    wait_until(lambda: (the_minute_passes(), status(number) != "doing")[1], 60)

    assert (status(number), lines(notes)) == ("failed", ["begun"])


def test_a_worker_that_is_told_to_stop_finishes_its_job_first(worker, notes):
    number, waiting = chores.long.defer(seconds=2), []
    one = worker(CARUBAN_WORKER_CONCURRENCY="1")
    wait_until(lambda: lines(notes) == ["begun"], 30)
    waiting = chores.long.defer(seconds=2)

    one.terminate()

    assert one.wait(20) == 0
    assert (lines(notes), status(number), status(waiting)) == (
        ["begun", "done"], "succeeded", "todo",
    )  # fmt: skip
    assert sql("SELECT count(*) FROM procrastinate_workers") == [(0,)]


def test_a_job_that_always_fails_ends_as_failed_with_its_reason_and_no_personal_data(worker):
    number = chores.failing.defer(word="luck")
    one = worker()
    wait_until(lambda: status(number) == "failed", 30)
    one.terminate()
    one.wait(20)

    reasons = list(Sign.objects.filter(number=number).values_list("told", flat=True))
    assert reasons == ["ValueError: no luck: <email>, <nik>"] * 2
    log = one.log.read_text()
    assert f"{chores.failing.name} {number} failed" in log
    for personal in ("warga@example.com", "3209010101010001", "word='luck'"):
        assert personal not in log


def test_a_job_carries_the_request_that_asked_for_it_into_history_and_log(worker):
    home = an_institution()
    token = origin.set(Origin(address="10.0.0.9", request="asked-by-this-request"))
    try:
        asked = chores.placing.defer(home=home.pk)
    finally:
        origin.reset(token)
    alone = chores.placing.defer(home=home.pk)
    one = worker(CARUBAN_LOG_FORMAT="json")
    wait_until(lambda: status(asked) == status(alone) == "succeeded", 30)
    one.terminate()
    one.wait(20)

    changes = Change.objects.filter(table="organisations_organisation")
    told = set(changes.values_list("request", flat=True))
    assert {"asked-by-this-request", f"job-{alone}"} <= told
    said = [json.loads(line) for line in one.log.read_text().splitlines() if "placing" in line]
    assert {one["job"]: one["request"] for one in said if "job" in one} == {
        asked: "asked-by-this-request",
        alone: f"job-{alone}",
    }


def test_what_came_due_while_no_worker_ran_is_made_up_for_once(worker):
    """Away for a day: each piece of periodic work comes once, not once for each time missed."""
    sql(
        "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, periodic_id)"
        " SELECT name, %s, '' FROM unnest(%s::text[]) name",
        int(time.time()) - 26 * 3600,
        PERIODIC,
    )
    one = worker()
    wait_until(
        lambda: (
            not ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).exists()
            and ProcrastinateJob.objects.exists()
        ),
        60,
    )
    time.sleep(1)
    os.kill(one.pid, signal.SIGTERM)
    one.wait(20)

    many = dict(sql("SELECT task_name, count(*) FROM procrastinate_jobs GROUP BY task_name"))
    many.pop("caruban.kernel.jobs.rescue", None)  # comes each minute, one may have begun
    assert many
    assert set(many.values()) == {1}
    assert not ProcrastinateJob.objects.filter(status="failed").exists()


PERIODIC = ["caruban.kernel.documents.jobs.collect", "caruban.kernel.documents.jobs.scan_waiting"]
