"""Messages go out: claimed in a moment's transaction, sent without any, recorded in a moment's.

A worker killed in between leaves a claim that ends after `CLAIM`; then the message goes again,
with the same `webhook-id`. So nothing is lost, and a receiver at most sees one twice.
"""

import time
from collections.abc import Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from caruban.kernel.accounts.models import User
from caruban.kernel.sealed import opened
from caruban.kernel.webhooks import sending
from caruban.kernel.webhooks.giving_up import give_up
from caruban.kernel.webhooks.models import Attempt, Delivery, Endpoint, Pulse
from caruban.kernel.webhooks.secrets import PURPOSE, signature

CLAIM = timedelta(minutes=2)  # longer than a sending may take
PAUSES = (1, 5, 15, 30, 60, 120, 240, 360, 600)  # minutes between the tries: a day in all
LONG_ENOUGH = timedelta(hours=24)  # of trying, also where others of the endpoint came before
QUIET = timedelta(seconds=55)  # in which an endpoint that failed gets nothing else either
DEAD = timedelta(days=5)  # of failing, after which an endpoint is switched off
AT_ONCE = 8  # endpoints that are told side by side
GONE = 410  # the receiver wants no more (Standard Webhooks)

FAILING = gettext_lazy("gagal terus selama lima hari")
UNWANTED = gettext_lazy("penerima menolak untuk seterusnya")


@dataclass(frozen=True)
class Message:
    """A claimed delivery as it goes out; None for headers when no secret can be read."""

    delivery: Delivery
    url: str
    headers: dict[str, str] | None


def deliver(*, seconds: float) -> int:
    """Send what is due for so long, some endpoints side by side; give how many were tried.

    A slow endpoint keeps one place of `AT_ONCE`, and nobody waits for it: the others go on.
    """
    end, tried = time.monotonic() + seconds, 0
    under_way: dict[Future[sending.Sent], Message] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while True:
            if time.monotonic() < end:
                busy = [one.delivery.endpoint_id for one in under_way.values()]
                for message in claim(at=timezone.now(), besides=busy):
                    under_way[pool.submit(post, message)] = message
            if not under_way:
                return tried
            for done in wait(under_way, return_when=FIRST_COMPLETED).done:
                record(under_way.pop(done), done.result())
                tried += 1


def claim(*, at: datetime, besides: Collection[int] = ()) -> list[Message]:
    """Take what is due for this worker: the oldest of each endpoint, `AT_ONCE` in all.

    besides   endpoints that are being told now
    """
    with transaction.atomic():
        quiet = Pulse.objects.filter(endpoint=OuterRef("pk"), quiet_until__gt=at)
        due = _due(at).filter(endpoint=OuterRef("pk"))
        ready = Endpoint.objects.filter(Exists(due), ~Exists(quiet), is_on=True)
        rows = ready.exclude(pk__in=besides).order_by("pk")
        endpoints = rows.select_for_update(skip_locked=True, of=("self",), no_key=True)
        found = []
        for endpoint in endpoints[: AT_ONCE - len(besides)]:
            delivery = _due(at).filter(endpoint=endpoint).order_by("due_at", "pk").first()
            if delivery is not None:
                delivery.claimed_at, delivery.tries = at, delivery.tries + 1
                delivery.save(update_fields=["claimed_at", "tries"])
                found.append(_message(delivery, endpoint, at))
        return found


def post(message: Message) -> sending.Sent:
    """Send a message; no transaction is open, and the database is not touched."""
    if message.headers is None:
        return sending.Sent(Attempt.Outcome.UNSIGNED, None, 0)
    return sending.send(message.url, message.delivery.body.encode(), message.headers)


def record(message: Message, sent: sending.Sent) -> None:
    """Write down what came of a message, and when it goes again."""
    delivery, now = message.delivery, timezone.now()
    is_taken = sent.outcome == Attempt.Outcome.TAKEN
    with transaction.atomic():
        if not Delivery.objects.select_for_update().filter(pk=delivery.pk).exists():
            return  # its endpoint was removed meanwhile
        Attempt.objects.create(
            delivery=delivery,
            outcome=sent.outcome,
            status=sent.status,
            milliseconds=sent.milliseconds,
            answer=sent.answer,
        )
        rows = Delivery.objects.filter(pk=delivery.pk, claimed_at=delivery.claimed_at)
        if is_taken:
            rows.update(taken_at=now, claimed_at=None)
        elif delivery.tries > len(PAUSES) or now - delivery.began_at >= LONG_ENOUGH:
            rows.update(failed_at=now, claimed_at=None)
        else:
            pause = timedelta(minutes=PAUSES[delivery.tries - 1])
            rows.update(due_at=now + pause, claimed_at=None)
        _beat(delivery.endpoint_id, now, is_taken=is_taken)
    if sent.status == GONE:
        give_up(delivery.endpoint, by=User.objects.system(), reason=UNWANTED)


def give_up_on_the_dead(*, at: datetime) -> int:
    """Switch off the endpoints that took nothing for `DEAD`; give how many."""
    dead = Endpoint.objects.filter(is_on=True, pulse__failing_since__lt=at - DEAD)
    for endpoint in dead:
        give_up(endpoint, by=User.objects.system(), reason=FAILING)
    return len(dead)


def _due(at: datetime) -> QuerySet[Delivery]:
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM)
    return Delivery.objects.filter(free, taken_at=None, failed_at=None, due_at__lte=at)


def _message(delivery: Delivery, endpoint: Endpoint, at: datetime) -> Message:
    secrets = [opened(endpoint.secret, purpose=PURPOSE)]
    if endpoint.former_secret is not None and endpoint.former_until and endpoint.former_until > at:
        secrets.append(opened(endpoint.former_secret, purpose=PURPOSE))
    readable = [one for one in secrets if one is not None]
    stamp = int(at.timestamp())
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": "Caruban-Webhook/1",
        "webhook-id": delivery.key,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(delivery.key, stamp, delivery.body, by=readable),
    }
    return Message(delivery, endpoint.url, headers if readable else None)


def _beat(endpoint: int, now: datetime, *, is_taken: bool) -> None:
    """Keep since when an endpoint fails, and leave one alone that just did."""
    if is_taken:
        Pulse.objects.filter(endpoint=endpoint).delete()
        return
    pulse, _is_new = Pulse.objects.get_or_create(endpoint_id=endpoint)
    pulse.failing_since = pulse.failing_since or now
    pulse.quiet_until = now + QUIET
    pulse.save(update_fields=["failing_since", "quiet_until"])
