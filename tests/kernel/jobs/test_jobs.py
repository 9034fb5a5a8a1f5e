"""Jobs are declared in one way, and bear being run twice."""

import pytest
from procrastinate.contrib.django import app

from caruban.kernel.events.models import Happening
from caruban.kernel.history.models import Change
from caruban.kernel.jobs import JOBS
from tests.factories import a_unit, an_institution

pytestmark = pytest.mark.django_db

RESCUE = "caruban.kernel.jobs.rescue"  # takes back what stalled; see test_following
PERIODIC = sorted({entry.task.name for entry in app.periodic_registry.periodic_tasks.values()})


def ours():
    return {name for name in app.tasks if name.startswith("caruban.")}


def test_every_job_of_ours_is_declared_by_job():
    assert ours() - {RESCUE} == JOBS.keys()
    assert PERIODIC


@pytest.mark.parametrize("name", sorted(JOBS))
def test_every_job_says_what_it_does_and_is_tried_again(name):
    assert JOBS[name].__doc__
    assert app.tasks[name].retry_strategy.max_attempts > 1


@pytest.mark.parametrize("name", sorted(set(PERIODIC) - {RESCUE}))
def test_a_periodic_job_run_twice_does_nothing_the_second_time(name):
    a_unit(an_institution())
    JOBS[name](timestamp=0)
    after_one = Change.objects.count(), Happening.objects.count()

    JOBS[name](timestamp=0)

    assert (Change.objects.count(), Happening.objects.count()) == after_one


@pytest.mark.parametrize("name", PERIODIC)
def test_a_periodic_job_waits_in_the_queue_at_most_once(name):
    assert app.tasks[name].queueing_lock
