"""What who integrates an institution does with its webhooks; secrets are told once."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.actions import action
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import EVENTS, emit
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.sealed import sealed
from caruban.kernel.webhooks.addresses import Forbidden, Unknown, looked_up
from caruban.kernel.webhooks.events import (
    WebhookAdded,
    WebhookChanged,
    WebhookRemoved,
    WebhookSecretRotated,
    WebhookSwitchedOff,
    WebhookSwitchedOn,
)
from caruban.kernel.webhooks.making import hurry, trial
from caruban.kernel.webhooks.models import Delivery, Endpoint, Pulse
from caruban.kernel.webhooks.permissions import WebhookPermission
from caruban.kernel.webhooks.secrets import PURPOSE, new_secret

MANAGE = WebhookPermission.MANAGE
OVERLAP = timedelta(hours=24)  # in which the former secret signs as well
MOST = 20  # endpoints of one institution


def ask_address(details: dict[str, Any]) -> dict[str, Any]:
    """Refuse an address that a webhook may not go to now; it is asked again at each sending.

    Runs ahead of the transaction: a name server may take its time.
    """
    try:
        looked_up(details["url"].strip())
    except Unknown as error:
        raise Refused(_("Nama host ini tidak ditemukan. Periksa ejaannya."), "url") from error
    except Forbidden as error:
        raise Refused(
            _(
                "Alamat ini tidak diizinkan: harus https ke Internet terbuka, tanpa nama pengguna. "
                "Jaringan lain dibuka oleh CARUBAN_WEBHOOK_ALLOWED_NETWORKS."
            ),
            "url",
        ) from error
    return details


@action(MANAGE, ahead=ask_address)
def add(
    institution: Organisation, *, by: Actor, name: str, url: str, events: Collection[str]
) -> tuple[Endpoint, str]:
    """Tell another system of what happens; give the endpoint and its secret, which is told once.

    Refused for an address that a webhook may not go to, and beyond `MOST`.
    """
    if institution.parent_id is not None:
        raise Refused(_("Webhook dibuat untuk instansi, bukan untuk unit."))
    if institution.webhooks.count() >= MOST:
        raise Refused(_("Instansi ini sudah punya 20 webhook. Hapus yang tidak dipakai."))
    secret = new_secret()
    endpoint = Endpoint(
        institution=institution,
        name=name.strip(),
        url=url.strip(),
        events=_known(events),
        secret=sealed(secret, purpose=PURPOSE),
    )
    endpoint.full_clean()
    endpoint.save()
    emit(WebhookAdded(subject=endpoint, host=endpoint.host))
    return endpoint, secret


@action(MANAGE, ahead=ask_address)
def change(
    endpoint: Endpoint, *, by: Actor, name: str, url: str, events: Collection[str]
) -> Endpoint:
    """Change where and of what another system is told. Refused as `add`."""
    endpoint.name, endpoint.url, endpoint.events = name.strip(), url.strip(), _known(events)
    endpoint.full_clean()
    endpoint.save(update_fields=["name", "url", "events", "updated_at"])
    Pulse.objects.filter(endpoint=endpoint).delete()
    emit(WebhookChanged(subject=endpoint, host=endpoint.host))
    return endpoint


@action(MANAGE)
def switch_on(endpoint: Endpoint, *, by: Actor) -> Endpoint:
    """Tell another system again; what waits for it goes on now."""
    if not endpoint.is_on:
        endpoint.is_on = True
        endpoint.save(update_fields=["is_on", "updated_at"])
        Pulse.objects.filter(endpoint=endpoint).delete()
        emit(WebhookSwitchedOn(subject=endpoint))
        hurry()
    return endpoint


@action(MANAGE)
def switch_off(endpoint: Endpoint, *, by: Actor) -> Endpoint:
    """Tell another system nothing for now; what happens meanwhile is not sent later."""
    if endpoint.is_on:
        endpoint.is_on = False
        endpoint.save(update_fields=["is_on", "updated_at"])
        emit(WebhookSwitchedOff(subject=endpoint))
    return endpoint


@action(MANAGE)
def rotate(endpoint: Endpoint, *, by: Actor) -> str:
    """Give a new secret, told once; the former one signs as well for a day."""
    secret = new_secret()
    endpoint.former_secret, endpoint.former_until = endpoint.secret, timezone.now() + OVERLAP
    endpoint.secret = sealed(secret, purpose=PURPOSE)
    endpoint.save(update_fields=["secret", "former_secret", "former_until", "updated_at"])
    emit(WebhookSecretRotated(subject=endpoint))
    return secret


@action(MANAGE)
def remove(endpoint: Endpoint, *, by: Actor) -> None:
    """Remove an endpoint, what waits for it, and its log."""
    emit(WebhookRemoved(subject=endpoint))
    endpoint.delete()


@action(MANAGE)
def try_out(endpoint: Endpoint, *, by: Actor) -> Delivery:
    """Send a message by which a receiver is tried out. Refused while the endpoint is off."""
    _ask_on(endpoint)
    _wake(endpoint)
    return trial(endpoint, at=timezone.now())


@action(MANAGE)
def replay(endpoint: Endpoint, *, by: Actor, delivery: int) -> int:
    """Send one message again, under the same `webhook-id`; give how many. Refused while off."""
    _ask_on(endpoint)
    return _again(endpoint, endpoint.deliveries.filter(pk=delivery))


@action(MANAGE)
def replay_failed(endpoint: Endpoint, *, by: Actor, since: datetime) -> int:
    """Send all messages again that were made since a moment and failed; give how many.

    Refused while the endpoint is off.
    """
    _ask_on(endpoint)
    return _again(endpoint, endpoint.deliveries.filter(failed_at__isnull=False, made_at__gte=since))


def _again(endpoint: Endpoint, deliveries: QuerySet[Delivery]) -> int:
    now = timezone.now()
    many = deliveries.exclude(taken_at=None, failed_at=None).update(
        taken_at=None, failed_at=None, claimed_at=None, tries=0, began_at=now, due_at=now
    )
    _wake(endpoint)
    hurry()
    return many


def _wake(endpoint: Endpoint) -> None:
    """Have an endpoint told now that is left alone since it failed."""
    Pulse.objects.filter(endpoint=endpoint).update(quiet_until=None)


def _ask_on(endpoint: Endpoint) -> None:
    if not endpoint.is_on:
        raise Refused(_("Webhook ini dimatikan. Nyalakan dahulu."))


def _known(events: Collection[str]) -> list[str]:
    """Give the names in order. Refused for one that no event has."""
    unknown = set(events) - EVENTS.keys()
    if unknown:
        raise Refused(_("Peristiwa ini tidak dikenal: %s.") % ", ".join(sorted(unknown)), "events")
    return sorted(set(events))
