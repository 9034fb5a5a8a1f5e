"""A worker killed while it sends loses nothing; what goes again has the same `webhook-id`."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.utils import timezone

from caruban.kernel.webhooks import delivering, jobs
from caruban.kernel.webhooks.models import Attempt, Delivery
from tests.kernel.webhooks import receivers

WORKER = Path(__file__).with_name("worker.py")
ROOT = WORKER.parents[3]
pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker():
    """Give a worker that began to send, to be killed; it is gone afterwards in any case."""
    here = connection.settings_dict
    place = urlencode({"host": here["HOST"], "port": here["PORT"] or 5432})
    database = f"postgresql://{here['USER']}:{quote(here['PASSWORD'])}@/{here['NAME']}?{place}"
    surroundings = {"DATABASE_URL": database, "PYTHONPATH": str(ROOT), "ALLOWED": "127.0.0.0/8"}
    started = []

    def start():
        started.append(
            subprocess.Popen([sys.executable, WORKER], env={**os.environ, **surroundings}, cwd=ROOT)
        )
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()


def the_worker_counts_as_dead():
    gone = timezone.now() - delivering.CLAIM - timedelta(seconds=1)
    Delivery.objects.filter(claimed_at__isnull=False).update(claimed_at=gone)


def test_a_worker_killed_in_mid_send_loses_nothing(scene, happen, receiver, worker):
    receiver.how = receivers.hang
    happen()
    happen()
    process = worker()
    receivers.wait_until(lambda: receiver.requests or process.poll() is not None, 60)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(receiver.requests) == 1, "the worker came to the receiver with the first"
    receiver.how = receivers.WELL

    assert jobs.deliver(timestamp=0) == 1, "the second; the first is still the dead worker's"
    the_worker_counts_as_dead()
    assert (jobs.deliver(timestamp=0), jobs.deliver(timestamp=0)) == (1, 0)
    keys = [head["webhook-id"] for head, _body in receiver.requests]
    assert keys == [keys[0], keys[1], keys[0]]
    assert set(keys) == set(Delivery.objects.values_list("key", flat=True))
    assert not Delivery.objects.filter(taken_at=None).exists()


def test_a_worker_killed_after_the_receiver_took_it_sends_the_same_again(
    scene, happen, receiver, worker
):
    """The one window that remains: the receiver knows the second by its id."""
    happen()
    holder = connection.cursor()
    holder.execute("BEGIN; LOCK TABLE webhooks_attempt IN ACCESS EXCLUSIVE MODE")
    try:
        process = worker()
        receivers.wait_until(lambda: receiver.requests or process.poll() is not None, 60)
        process.send_signal(signal.SIGKILL)
        process.wait()
    finally:
        holder.execute("ROLLBACK")
    assert Attempt.objects.count() == 0

    the_worker_counts_as_dead()
    jobs.deliver(timestamp=0)

    (first, body), (second, again) = receiver.requests
    assert first["webhook-id"] == second["webhook-id"]
    assert body == again
    assert Delivery.objects.get().taken_at


def test_two_workers_at_once_send_each_message_once(scene, happen, receiver, worker):
    for _number in range(12):
        happen()
    for process in [worker(), worker()]:
        assert process.wait(60) == 0

    keys = [head["webhook-id"] for head, _body in receiver.requests]
    assert sorted(keys) == sorted(Delivery.objects.values_list("key", flat=True))
