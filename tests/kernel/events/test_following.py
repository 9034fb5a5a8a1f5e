"""What happened is followed by the worker, at least once, also when it is killed meanwhile."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from caruban.kernel.events.following import FOLLOWERS
from caruban.kernel.events.jobs import follow
from caruban.kernel.events.models import Happening
from caruban.kernel.events.stream import on
from caruban.kernel.organisations.events import UnitPlaced
from tests.factories import a_unit, an_institution
from tests.kernel.events.followers import note

WORKER = Path(__file__).with_name("worker.py")
ROOT = WORKER.parents[3]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db):
    """Begin without jobs: their tables are not Django's to empty."""
    sql("DELETE FROM procrastinate_jobs")


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def follows():
    return ProcrastinateJob.objects.filter(task_name=follow.name)


@pytest.fixture
def notes(tmp_path, monkeypatch):
    """Follow placed units in a file; other followers are left as they were."""
    before = {name: list(followers) for name, followers in FOLLOWERS.items()}
    monkeypatch.setenv("FOLLOWER_NOTES", str(tmp_path / "notes"))
    on(UnitPlaced)(note)
    yield tmp_path / "notes"
    FOLLOWERS.clear()
    FOLLOWERS.update(before)


def work(**environment):
    """Run a real worker until no job is left; give its exit status."""
    here = connection.settings_dict
    place = urlencode({"host": here["HOST"], "port": here["PORT"] or 5432})
    url = f"postgresql://{here['USER']}:{quote(here['PASSWORD'])}@/{here['NAME']}?{place}"
    surroundings = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(
        [sys.executable, WORKER],
        env=surroundings, cwd=ROOT, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode


def let_time_pass():
    """Set back the last sign of life of every worker, and have the rescue look."""
    sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '10 minutes'")
    ask_for_the_rescue()


def ask_for_the_rescue():
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task("caruban.kernel.jobs.rescue", queueing_lock="rescue").defer(timestamp=0)


def test_the_worker_tells_every_follower(notes):
    unit = a_unit(an_institution(), name="Dinas Kesehatan")

    work()

    assert notes.read_text() == f"organisation.placed {unit}\n"
    assert follows().get().status == "succeeded"


def test_a_follower_killed_in_the_midst_is_told_again(notes):
    a_unit(an_institution(), name="Dinas Kesehatan")

    assert work(FOLLOWER_DIES="1") == -signal.SIGKILL
    assert follows().get().status == "doing"
    let_time_pass()
    assert work(FOLLOWER_DIES="1") == 0

    assert notes.read_text() == "organisation.placed Dinas Kesehatan\n" * 2
    assert follows().get().status == "succeeded"


def test_a_job_of_a_living_worker_is_left_to_it(notes):
    a_unit(an_institution())
    work(FOLLOWER_DIES="1")
    ask_for_the_rescue()

    work()

    assert follows().get().status == "doing"


def test_what_was_rolled_back_is_not_followed(notes):
    home = an_institution()
    a_unit(home)

    with transaction.atomic():
        a_unit(home)
        transaction.set_rollback(True)

    assert follows().count() == Happening.objects.count() == 1


def test_a_happening_that_nobody_follows_makes_no_job():
    a_unit(an_institution())

    assert Happening.objects.count() == 1
    assert not follows().exists()
