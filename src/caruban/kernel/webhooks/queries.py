"""What who integrates an institution reads of its webhooks."""

import re
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from caruban.kernel.access import visible
from caruban.kernel.actors import Actor
from caruban.kernel.events.stream import EVENTS
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.webhooks.models import Attempt, Delivery, Endpoint
from caruban.kernel.webhooks.permissions import WebhookPermission

PLACE = re.compile(r"\{\w+\}")  # of a name, in the sentence of an event
CUTS = {
    "gagal": Q(failed_at__isnull=False),
    "menunggu": Q(taken_at=None, failed_at=None),
    "diterima": Q(taken_at__isnull=False),
}


@dataclass(frozen=True)
class Counts:
    """How many messages of an endpoint failed, wait, were taken."""

    failed: int
    waiting: int
    taken: int


def endpoints_of(actor: Actor) -> QuerySet[Endpoint]:
    """Give the endpoints that an actor manages, by name; institution and pulse joined.

    Each carries `failed` and `waiting`, its numbers of messages.
    """
    rows = visible(Endpoint, to=actor, permission=WebhookPermission.MANAGE)
    return (
        rows.select_related("institution", "pulse")
        .annotate(
            failed=Count("deliveries", filter=Q(deliveries__failed_at__isnull=False)),
            waiting=Count(
                "deliveries", filter=Q(deliveries__taken_at=None, deliveries__failed_at=None)
            ),
        )
        .order_by("institution__name", "name")
    )


def institutions_for(actor: Actor) -> QuerySet[Organisation]:
    """Give the institutions for which an actor may manage webhooks, by name."""
    rows = visible(Organisation, to=actor, permission=WebhookPermission.MANAGE)
    return rows.filter(parent=None, valid_to=None).order_by("name")


def counts_of(endpoint: Endpoint) -> Counts:
    """Count the messages of an endpoint."""
    found = endpoint.deliveries.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in CUTS.items()}
    )
    return Counts(found["gagal"], found["menunggu"], found["diterima"])


def deliveries_of(endpoint: Endpoint, cut: str = "") -> QuerySet[Delivery]:
    """Give an endpoint's messages, the latest first; each with its `last_outcome`, or None."""
    last = Attempt.objects.filter(delivery=OuterRef("pk")).order_by("-pk")
    rows = endpoint.deliveries.annotate(last_outcome=Subquery(last.values("outcome")[:1]))
    return rows.filter(CUTS[cut]) if cut in CUTS else rows


def events_in_words() -> list[tuple[str, str]]:
    """Give all that can happen, by name: the name, and its sentence with gaps for who and what."""
    return [
        (name, PLACE.sub("…", str(event.sentence)).removesuffix("."))
        for name, event in sorted(EVENTS.items())
    ]
