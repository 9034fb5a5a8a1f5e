"""From what happened to messages: one per happening and endpoint, in CloudEvents' form."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from procrastinate.exceptions import AlreadyEnqueued

from caruban.kernel.events.models import Happening
from caruban.kernel.events.stream import tell
from caruban.kernel.webhooks.models import Delivery, Endpoint

TRIAL = "webhook.trial"
TYPE = "id.go.caruban."  # of CloudEvents: reverse domain name, then the event's


def is_wanted(happening: Happening) -> bool:
    """Say whether an endpoint asked for what happened; asked where it happens."""
    return endpoints_for(happening).exists()


def endpoints_for(happening: Happening) -> QuerySet[Endpoint]:
    """Give the endpoints of its institution that are on and asked for what happened."""
    if not happening.organisation_path:
        return Endpoint.objects.none()
    root = f"{happening.organisation_path.partition('.')[0]}."
    asked = Q(events=[]) | Q(events__contains=[happening.name])
    return Endpoint.objects.filter(asked, institution__path=root, is_on=True)


def make(happening: Happening) -> list[Delivery]:
    """Make the messages about one happening that are not made yet; bears repeats."""
    endpoints = endpoints_for(happening).exclude(
        pk__in=Delivery.objects.filter(happening=happening).values("endpoint")
    )
    made = [
        Delivery(
            endpoint=one,
            happening=happening,
            key=new_key(),
            event=happening.name,
            body=body_of(happening, one),
        )
        for one in endpoints.select_related("institution")
    ]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    if made:
        hurry()
    return made


def trial(endpoint: Endpoint, *, at: datetime) -> Delivery:
    """Make a message by which an endpoint is tried out."""
    key = new_key()
    data = {"sentence": "Kiriman percobaan dari Caruban."}
    body = _json(endpoint, id=key, type=TYPE + TRIAL, time=at.isoformat(), data=data)
    delivery = Delivery.objects.create(endpoint=endpoint, key=key, event=TRIAL, body=body)
    hurry()
    return delivery


def body_of(happening: Happening, endpoint: Endpoint) -> str:
    """Write a happening as a CloudEvent, in structured mode: the sentence is Indonesian.

    Source: CloudEvents 1.0.2, JSON event format.
    """
    with translation.override(settings.LANGUAGE_CODE):
        sentence = tell(happening)
    return _json(
        endpoint,
        id=str(happening.pk),
        type=TYPE + happening.name,
        subject=f"{happening.subject_table}/{happening.subject_id}",
        time=happening.at.isoformat(),
        data={
            "sentence": sentence,
            "actor": happening.actor_name,
            "record": happening.subject_name,
            "details": happening.details,
        },
    )


def new_key() -> str:
    """Give a `webhook-id` that no other message has."""
    return f"msg_{uuid4().hex}"


def hurry() -> None:
    """Have the messages sent when the transaction is over, and not at the next full minute."""
    from caruban.kernel.webhooks.jobs import deliver

    def ask() -> None:
        try:
            with transaction.atomic():
                deliver.defer(timestamp=int(timezone.now().timestamp()))
        except AlreadyEnqueued:
            pass  # it waits already, and will find them

    transaction.on_commit(ask)


def _json(endpoint: Endpoint, **event: Any) -> str:
    institution = endpoint.institution
    source = f"{settings.BASE_URL}/instansi/{institution.region_code or institution.code}"
    whole = {"specversion": "1.0", "source": source, "datacontenttype": "application/json"}
    return json.dumps({**whole, **event}, ensure_ascii=False)
