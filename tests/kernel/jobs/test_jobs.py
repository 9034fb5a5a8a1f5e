"""Jobs are declared in one way, and bear being run twice."""

import pytest
from django.apps import apps
from django.core import mail
from procrastinate.contrib.django import app

from caruban.kernel.jobs import HEARTBEAT, JOBS, PATIENCE
from caruban.kernel.operations.models import Sign, Total
from tests.factories import a_unit, an_institution
from tests.kernel.jobs.chores import OURS
from tests.kernel.jobs.samples import SAMPLES, TWICE, sample_of

pytestmark = pytest.mark.django_db

RESCUE = "caruban.kernel.jobs.rescue"  # takes back what stalled; see test_following
PERIODIC = sorted({entry.task.name for entry in app.periodic_registry.periodic_tasks.values()})


def ours():
    """Give the names of the house's tasks."""
    return {name for name in app.tasks if name.startswith("caruban.")}


def test_every_job_of_ours_is_declared_by_job():
    assert ours() - {RESCUE} == JOBS.keys()
    assert PERIODIC


@pytest.mark.parametrize("name", sorted(JOBS))
def test_every_job_says_what_it_does_and_is_tried_again(name):
    assert JOBS[name].__doc__
    assert app.tasks[name].retry_strategy.max_attempts > 1


@pytest.mark.parametrize("name", sorted(JOBS.keys() - TWICE.keys()))
def test_a_job_run_twice_does_nothing_the_second_time(name, settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path / "documents"
    if name in PERIODIC:
        a_unit(an_institution())
        given = {"timestamp": 0}
    else:
        given = sample_of(name)
    JOBS[name](**given)
    after_one = everything(tmp_path)

    JOBS[name](**given)

    assert everything(tmp_path) == after_one


def test_jobs_that_may_be_seen_twice_say_why():
    assert TWICE.keys() <= JOBS.keys()
    assert all(TWICE.values())
    assert SAMPLES.keys() <= JOBS.keys()


def everything(folder):
    """Give all rows of the house but its signs of life, all mails, all files."""
    rows = {
        model.__name__: sorted(map(str, model._base_manager.values()))
        for model in apps.get_models()
        if model.__module__.startswith("caruban.") and model not in (Sign, Total)
    }
    mails = [one.message().as_string() for one in mail.outbox]
    return rows, mails, sorted(map(str, folder.rglob("*")))


@pytest.mark.parametrize("name", PERIODIC)
def test_a_periodic_job_waits_in_the_queue_at_most_once(name):
    assert app.tasks[name].queueing_lock


def test_a_living_worker_gives_several_signs_before_its_jobs_are_taken_back():
    assert PATIENCE >= 3 * HEARTBEAT


def test_the_jobs_of_the_tests_are_none_of_the_houses():
    assert not OURS & JOBS.keys()
