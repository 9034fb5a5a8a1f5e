"""Jobs for tests, declared as any other; loaded by the tests and by the worker that they start."""

import os
import time
from pathlib import Path

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from caruban.kernel.jobs import JOBS, job
from caruban.kernel.organisations.models import Organisation
from tests.factories import a_unit


def note(line):
    with Path(os.environ["CHORE_NOTES"]).open("a") as file:
        file.write(f"{line}\n")


@job(queue="chores")
def long(*, seconds):
    """Take a while."""
    note("begun")
    time.sleep(seconds)
    note("done")


@job(queue="chores")
def failing(*, word):
    """Fail, with personal data in the error, and with what was given."""
    raise ValueError(f"no {word}: warga@example.com, 3209010101010001")


@job(queue="chores")
def placing(*, home):
    """Change a record."""
    a_unit(Organisation.objects.get(pk=home))


OURS = {one.name for one in (long, failing, placing)}
for name in OURS:  # not of the house: the contracts of its jobs are not for them
    del JOBS[name]
app.tasks[failing.name].retry_strategy = RetryStrategy(max_attempts=1, wait=0)
