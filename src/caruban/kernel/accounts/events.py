from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from caruban.kernel.events.stream import Event, Words


@dataclass(frozen=True, kw_only=True)
class MembershipGranted(Event):
    """Somebody got a role in an organisation."""

    name = "membership.granted"
    sentence = _("{actor} memberi {user} peran {role} di {organisation}.")
    user: str
    role: Words
    organisation: str


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(Event):
    """A role ends on a day."""

    name = "membership.ended"
    sentence = _("{actor} mengakhiri {subject} per {on}.")
    on: str  # ISO date
