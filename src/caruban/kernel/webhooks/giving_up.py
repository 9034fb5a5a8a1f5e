"""An endpoint that does not answer any more, or wants no more, is told nothing from then on."""

from caruban.kernel.actions import action
from caruban.kernel.actors import Actor
from caruban.kernel.events.stream import Words, emit
from caruban.kernel.webhooks.events import WebhookGivenUp
from caruban.kernel.webhooks.models import Endpoint
from caruban.kernel.webhooks.permissions import WebhookPermission


@action(WebhookPermission.MANAGE)
def give_up(endpoint: Endpoint, *, by: Actor, reason: Words) -> Endpoint:
    """Switch off an endpoint that does not answer any more, or that asked for nothing more."""
    if endpoint.is_on:
        endpoint.is_on = False
        endpoint.save(update_fields=["is_on", "updated_at"])
        emit(WebhookGivenUp(subject=endpoint, reason=reason))
    return endpoint
