"""Nothing is lost: tried with growing pauses for a day, kept in a log, sent again by hand."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from caruban.kernel.errors import Refused
from caruban.kernel.events.models import Happening
from caruban.kernel.webhooks import actions, delivering, jobs, sending
from caruban.kernel.webhooks.models import Attempt, Delivery, Endpoint, Pulse
from tests.factories import a_user, an_institution
from tests.kernel.webhooks import receivers

pytestmark = pytest.mark.django_db
REFUSES = b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"
GONE = b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"


def deliver():
    return jobs.deliver(timestamp=0)


def due_again():
    Delivery.objects.filter(taken_at=None, failed_at=None).update(due_at=timezone.now())
    Pulse.objects.update(quiet_until=None)


def keys(receiver):
    return [head["webhook-id"] for head, _body in receiver.requests]


def test_what_was_taken_is_sent_once(scene, happen, receiver):
    happen()

    assert (deliver(), deliver()) == (1, 0)
    one = Delivery.objects.get()
    assert one.taken_at
    assert keys(receiver) == [one.key]
    attempt = one.attempts.get()
    assert (attempt.status, attempt.answer) == (200, "ok")


def test_the_pauses_grow_and_last_a_day(scene, happen, receiver):
    receiver.how = REFUSES
    happen()
    pauses = []
    while Delivery.objects.filter(failed_at=None).exists():
        due_again()
        before = timezone.now()
        assert deliver() == 1
        one = Delivery.objects.get()
        if one.failed_at is None:
            pauses.append(round((one.due_at - before).total_seconds() / 60))

    assert pauses == sorted(pauses)
    assert pauses[0] == 1
    assert timedelta(hours=22) < timedelta(minutes=sum(pauses)) <= timedelta(hours=24)
    assert set(keys(receiver)) == {one.key}, "always under the same id"
    assert one.attempts.count() == len(pauses) + 1
    assert deliver() == 0


def test_a_message_is_given_up_after_a_day_also_when_others_came_before_it(scene, happen, receiver):
    receiver.how = REFUSES
    happen()
    Delivery.objects.update(began_at=timezone.now() - delivering.LONG_ENOUGH)

    deliver()

    assert Delivery.objects.get().failed_at


def test_an_endpoint_that_fails_is_left_alone_until_the_next_minute(scene, happen, receiver):
    receiver.how = REFUSES
    for _number in range(3):
        happen()

    assert (deliver(), deliver()) == (1, 0)
    Pulse.objects.update(quiet_until=timezone.now() - timedelta(seconds=1))
    receiver.how = receivers.WELL
    assert deliver() == 2
    assert not Pulse.objects.exists()


def test_a_slow_endpoint_keeps_nobody_waiting(scene, happen, receiver):
    """While one answers after two seconds, another takes all of its messages."""
    slow = receivers.Receiver()
    actions.add(scene.institution, by=scene.operator, name="Lambat", url=slow.url, events=[])
    Delivery.objects.all().delete()
    slow.how = answers_late
    for _number in range(3):
        happen()
    worker = threading.Timer(1, lambda: seen.append(len(receiver.requests)))
    seen = []
    worker.start()
    deliver()
    slow.close()

    assert seen == [3]
    assert len(slow.requests) == 3


def answers_late(talk, over):
    over.wait(2)
    talk.sendall(receivers.WELL)


def test_no_transaction_is_open_while_a_target_hangs(scene, happen, receiver, monkeypatch):
    """Whatever the target does meanwhile, no lock is held: the test's own is the only one."""
    depth, seen = len(connection.savepoint_ids), []
    happen()
    real = delivering.wait

    def looked(*given, **how):
        seen.append(len(connection.savepoint_ids))
        return real(*given, **how)

    monkeypatch.setattr(delivering, "wait", looked)
    deliver()

    assert seen == [depth]


def test_a_message_belongs_to_one_worker_until_that_counts_as_dead(scene, happen):
    happen()
    now = timezone.now()

    assert len(delivering.claim(at=now)) == 1
    assert delivering.claim(at=now) == []
    later = now + delivering.CLAIM + timedelta(seconds=1)
    assert len(delivering.claim(at=later)) == 1


def test_a_claim_outlasts_the_longest_sending():
    from caruban.kernel.webhooks import addresses

    longest = sending.LONGEST + sending.CONNECTING + addresses.LOOKING_UP
    assert timedelta(seconds=2 * longest) < delivering.CLAIM


def test_what_an_endpoint_said_when_it_was_removed_meanwhile_is_dropped(scene, happen, receiver):
    happen()
    (message,) = delivering.claim(at=timezone.now())
    sent = delivering.post(message)
    actions.remove(scene.endpoint, by=scene.operator)

    delivering.record(message, sent)

    assert Attempt.objects.count() == 0


def test_a_receiver_that_wants_no_more_is_told_no_more(scene, happen, receiver):
    receiver.how = GONE
    happen()
    deliver()

    scene.endpoint.refresh_from_db()
    assert not scene.endpoint.is_on
    told = Happening.objects.get(name="webhook.given_up")
    assert told.details == {"reason": "penerima menolak untuk seterusnya"}


def test_who_fails_for_five_days_is_switched_off_and_who_wakes_up_is_not(scene, happen, receiver):
    receiver.how = REFUSES
    happen()
    deliver()
    now = timezone.now()

    assert delivering.give_up_on_the_dead(at=now + timedelta(days=4)) == 0
    assert delivering.give_up_on_the_dead(at=now + timedelta(days=6)) == 1
    assert not Endpoint.objects.get().is_on
    assert delivering.give_up_on_the_dead(at=now + timedelta(days=6)) == 0
    receiver.how = receivers.WELL
    actions.switch_on(scene.endpoint, by=scene.operator)
    due_again()
    assert deliver() == 1, "what waited"


def test_a_failed_message_is_sent_again_under_its_id(scene, happen, receiver):
    happen()
    Delivery.objects.update(failed_at=timezone.now(), tries=10)
    one = Delivery.objects.get()

    assert actions.replay(scene.endpoint, by=scene.operator, delivery=one.pk) == 1
    assert actions.replay(scene.endpoint, by=scene.operator, delivery=one.pk) == 0, "it waits"
    deliver()

    one.refresh_from_db()
    assert one.taken_at
    assert one.tries == 1
    assert keys(receiver) == [one.key]


def test_who_sends_again_need_not_wait_until_a_failed_endpoint_is_told_again(
    scene, happen, receiver
):
    receiver.how = REFUSES
    happen()
    deliver()
    receiver.how = receivers.WELL

    actions.try_out(scene.endpoint, by=scene.operator)

    assert deliver() == 1


def test_all_that_failed_since_a_day_is_sent_again(scene, happen, receiver):
    for _number in range(3):
        happen()
    first = Delivery.objects.order_by("pk").first()
    now = timezone.now()
    Delivery.objects.update(failed_at=now)
    Delivery.objects.filter(pk=first.pk).update(made_at=now - timedelta(days=3))
    since = now - timedelta(days=1)

    assert actions.replay_failed(scene.endpoint, by=scene.operator, since=since) == 2
    deliver()
    assert first.key not in keys(receiver)
    assert len(keys(receiver)) == 2


def test_anothers_message_is_not_sent_again(scene, happen, receiver):
    happen()
    Delivery.objects.update(failed_at=timezone.now())
    theirs = Delivery.objects.get()
    other = an_institution()
    by = a_user("operator", other)
    endpoint, _secret = actions.add(other, by=by, name="Lain", url=receiver.url, events=[])

    assert actions.replay(endpoint, by=by, delivery=theirs.pk) == 0
    with pytest.raises(PermissionDenied):
        actions.replay(scene.endpoint, by=by, delivery=theirs.pk)
    theirs.refresh_from_db()
    assert theirs.failed_at


def test_while_it_is_off_nothing_is_sent_again(scene, happen):
    happen()
    actions.switch_off(scene.endpoint, by=scene.operator)

    with pytest.raises(Refused, match="dimatikan"):
        actions.replay(scene.endpoint, by=scene.operator, delivery=1)
    with pytest.raises(Refused, match="dimatikan"):
        actions.try_out(scene.endpoint, by=scene.operator)
    assert deliver() == 0


def test_old_messages_are_dropped_with_their_log(scene, happen, receiver):
    happen()
    deliver()
    later = timezone.now() + jobs.KEPT + timedelta(days=1)

    assert jobs.forget(timestamp=int(timezone.now().timestamp())) == 0
    assert jobs.forget(timestamp=int(later.timestamp())) == 1
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize("how", [receivers.hang, receivers.drip, b"\x00\xff" * 50])
def test_slow_or_garbage_is_written_down_and_tried_again(scene, happen, receiver, how, monkeypatch):
    monkeypatch.setattr(sending, "LONGEST", 1)
    receiver.how = how
    happen()
    began = time.monotonic()
    deliver()

    assert time.monotonic() - began < 10
    assert Attempt.objects.get().outcome in ("too_slow", "garbled")
    receiver.how = receivers.WELL
    due_again()
    assert deliver() == 1
    assert Delivery.objects.get().taken_at
