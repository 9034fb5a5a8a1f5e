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


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(Event):
    """The period or the standing of a role was set."""

    name = "membership.changed"
    sentence = _("{actor} mengubah masa atau kedudukan {subject}.")


@dataclass(frozen=True, kw_only=True)
class UserChanged(Event):
    """The name or the address of a person was set."""

    name = "user.changed"
    sentence = _("{actor} mengubah akun {subject}.")


@dataclass(frozen=True, kw_only=True)
class UserLeft(Event):
    """Somebody left: the account is closed, roles and sessions ended."""

    name = "user.left"
    sentence = _("{actor} menonaktifkan akun {subject}: {why}.")
    why: str


@dataclass(frozen=True, kw_only=True)
class UserReturned(Event):
    """The account of somebody who had left was opened again."""

    name = "user.returned"
    sentence = _("{actor} mengaktifkan kembali akun {subject}.")


@dataclass(frozen=True, kw_only=True)
class UserGuardsReset(Event):
    """The second step of somebody who lost it was removed."""

    name = "user.guards_reset"
    sentence = _("{actor} menghapus verifikasi dua langkah {subject}: {why}.")
    why: str
