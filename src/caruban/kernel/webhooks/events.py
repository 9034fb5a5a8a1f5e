from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event, Words


@dataclass(frozen=True, kw_only=True)
class WebhookAdded(Event):
    """Another system is told of what happens from now on."""

    name = "webhook.added"
    sentence = _("{actor} menambahkan webhook {subject} ke {host}.")
    host: str


@dataclass(frozen=True, kw_only=True)
class WebhookChanged(Event):
    """Where, or of what, another system is told was changed."""

    name = "webhook.changed"
    sentence = _("{actor} mengubah webhook {subject} ke {host}.")
    host: str


@dataclass(frozen=True, kw_only=True)
class WebhookSwitchedOn(Event):
    """Another system is told again."""

    name = "webhook.switched_on"
    sentence = _("{actor} menyalakan webhook {subject}.")


@dataclass(frozen=True, kw_only=True)
class WebhookSwitchedOff(Event):
    """Another system is not told any more, by somebody's word."""

    name = "webhook.switched_off"
    sentence = _("{actor} mematikan webhook {subject}.")


@dataclass(frozen=True, kw_only=True)
class WebhookGivenUp(Event):
    """Another system is not told any more: it took nothing for days, or asked for nothing more."""

    name = "webhook.given_up"
    sentence = _("{actor} mematikan webhook {subject}: {reason}.")
    reason: Words


@dataclass(frozen=True, kw_only=True)
class WebhookSecretRotated(Event):
    """The secret by which a webhook is signed was renewed."""

    name = "webhook.secret_rotated"
    sentence = _("{actor} memperbarui rahasia webhook {subject}.")


@dataclass(frozen=True, kw_only=True)
class WebhookRemoved(Event):
    """Another system is not told any more, and what was sent to it is forgotten."""

    name = "webhook.removed"
    sentence = _("{actor} menghapus webhook {subject}.")
