from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event


@dataclass(frozen=True, kw_only=True)
class InvitationMade(Event):
    """Somebody was invited by mail to take a role."""

    name = "invitation.made"
    sentence = _("{actor} mengundang {subject}.")


@dataclass(frozen=True, kw_only=True)
class InvitationResent(Event):
    """An invitation was sent anew; its earlier links are worthless."""

    name = "invitation.resent"
    sentence = _("{actor} mengirim ulang undangan {subject}.")


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Event):
    """An invitation was taken back before anybody accepted it."""

    name = "invitation.withdrawn"
    sentence = _("{actor} menarik undangan {subject}.")


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    """The owner of the address accepted the invitation, and the terms of use."""

    name = "invitation.accepted"
    sentence = _("{actor} menerima undangan {subject} dan ketentuan penggunaan.")
