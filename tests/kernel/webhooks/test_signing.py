"""What is sent is signed as Standard Webhooks says, and read as CloudEvents 1.0 says."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from caruban.kernel.webhooks import actions, jobs
from caruban.kernel.webhooks.models import Attempt, Endpoint
from caruban.kernel.webhooks.secrets import new_secret, signature

pytestmark = pytest.mark.django_db


def is_signed(headers, body, secret):
    """Verify as a receiver does, by the words of the standard and nothing of ours."""
    kind, _, encoded = secret.partition("_")
    assert kind == "whsec"
    signed = b".".join(
        (headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body)
    )
    digest = hmac.new(base64.b64decode(encoded), signed, hashlib.sha256).digest()
    wanted = f"v1,{base64.b64encode(digest).decode()}"
    return any(hmac.compare_digest(one, wanted) for one in headers["webhook-signature"].split(" "))


def test_the_signature_is_that_of_the_standards_example():
    made = signature(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        '{"test": 2432232314}',
        by=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_random_and_as_long_as_the_standard_asks():
    first, second = new_secret(), new_secret()

    assert first != second
    assert 24 <= len(base64.b64decode(first.removeprefix("whsec_"), validate=True)) <= 64


def test_a_receiver_verifies_what_was_sent(scene, happen, receiver):
    happen()
    assert jobs.deliver(timestamp=0) == 1

    headers, body = receiver.requests[0]
    assert headers[":request"] == "POST /hook?a=1 HTTP/1.1"
    assert is_signed(headers, body, scene.secret)
    assert not is_signed(headers, body + b" ", scene.secret)
    assert not is_signed(headers, body, new_secret())
    stamp = int(headers["webhook-timestamp"])
    assert abs(stamp - timezone.now().timestamp()) < 60


def test_what_was_sent_is_a_cloud_event(scene, happen, receiver):
    row = happen()
    jobs.deliver(timestamp=0)

    headers, body = receiver.requests[0]
    event = json.loads(body)
    assert headers["content-type"].startswith("application/cloudevents+json")
    assert event["specversion"] == "1.0"
    assert event["type"] == "id.go.caruban.organisation.placed"
    assert event["id"] == str(row.pk)
    assert event["source"].endswith(f"/instansi/{scene.institution.region_code}")
    assert event["subject"] == f"organisations_organisation/{row.subject_id}"
    assert parse_datetime(event["time"]) == row.at
    assert row.subject_name in event["data"]["sentence"]


def test_what_was_sent_tells_nothing_beyond_the_event(scene, happen, receiver):
    """No address of a person, no number: the names that the event's own sentence carries."""
    row = happen()
    jobs.deliver(timestamp=0)

    data = json.loads(receiver.requests[0][1])["data"]
    assert data.keys() == {"sentence", "actor", "record", "details"}
    assert data["details"] == row.details
    assert scene.operator.email not in json.dumps(data)


def test_for_a_day_the_former_secret_signs_as_well(scene, happen, receiver):
    renewed = actions.rotate(scene.endpoint, by=scene.operator)
    happen()
    jobs.deliver(timestamp=0)
    Endpoint.objects.update(former_until=timezone.now() - timedelta(seconds=1))
    happen()
    jobs.deliver(timestamp=0)

    (both, body), (one, later) = receiver.requests[-2:]
    assert is_signed(both, body, renewed)
    assert is_signed(both, body, scene.secret)
    assert is_signed(one, later, renewed)
    assert not is_signed(one, later, scene.secret)


def test_no_secret_stands_readable_in_the_database_or_its_history(scene):
    from caruban.kernel.history.models import Change

    kept = bytes(Endpoint.objects.get().secret)
    written = json.dumps(list(Change.objects.values("before", "after")), default=str)

    assert scene.secret.encode() not in kept
    assert "whsec_" not in written
    assert kept.hex() not in written


def test_a_secret_that_cannot_be_opened_sends_nothing_unsigned(scene, happen, receiver):
    Endpoint.objects.update(secret=b"of another installation")
    happen()
    jobs.deliver(timestamp=0)

    assert receiver.requests == []
    assert Attempt.objects.get().outcome == Attempt.Outcome.UNSIGNED
