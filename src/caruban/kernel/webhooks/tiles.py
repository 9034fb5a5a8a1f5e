"""Webhooks in the navigation."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.tiles.interface import Link, links
from caruban.kernel.webhooks.permissions import WebhookPermission


@links
def places(actor: Actor) -> Iterator[Link]:
    """Lead to the webhooks whoever manages any."""
    if may(actor, WebhookPermission.MANAGE):
        yield Link(_("Webhook"), reverse("webhooks:list"), icon="waypoints")
