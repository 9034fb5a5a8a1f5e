"""The sessions of a person: where they are signed in, and how that is ended at once."""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from caruban.kernel.accounts.devices import device_of
from caruban.kernel.accounts.models import SignIn, User
from caruban.kernel.accounts.signins import note


@dataclass(frozen=True)
class Session:
    """Where somebody is signed in: the device, the address it was last seen at, since when."""

    pk: int
    device: str
    address: str
    begun: datetime
    used: datetime
    is_this: bool


PAUSE = 600  # seconds between two notes that a session was used
_noted: dict[str, float] = {}  # by session key, what this process wrote down lately
_MOST = 10_000


def see(request: HttpRequest) -> None:
    """Write down that a session is used, now and from here, unless that was done lately."""
    key, now = str(request.session.session_key), monotonic()
    if now - _noted.get(key, -PAUSE) < PAUSE:
        return
    if len(_noted) >= _MOST:
        _noted.clear()
    UserSession.objects.create_from_request(request)
    _noted[key] = now


def end_all(user: User, *, but: str | None = None) -> int:
    """End the sessions of a person, all but the one of a key; give how many were ended.

    The next request of an ended session is a guest's.
    """
    ended = UserSession.objects.filter(user_id=user.pk).exclude(session_key=but)
    return len([session.end() for session in ended])


def sessions_of(request: HttpRequest) -> list[Session]:
    """Give the sessions of who asks that are alive: this one first, then the latest used."""
    alive = UserSession.objects.purge_and_list(request.user)
    found = [
        Session(
            pk=one.pk,
            device=device_of(one.user_agent),
            address=one.ip,
            begun=one.created_at,
            used=one.last_seen_at,
            is_this=one.session_key == request.session.session_key,
        )
        for one in alive
    ]
    return sorted(found, key=lambda one: (one.is_this, one.used), reverse=True)


def end_one(request: HttpRequest, pk: int) -> bool:
    """End another session of who asks; give whether there was such a one."""
    own = UserSession.objects.filter(user_id=request.user.pk, pk=pk)
    session = own.exclude(session_key=request.session.session_key).first()
    if session is None:
        return False
    session.end()
    note(request, SignIn.Kind.ENDED, user_id=request.user.pk)
    return True


def end_others(request: HttpRequest) -> int:
    """End all other sessions of who asks; give how many there were."""
    others = UserSession.objects.filter(user_id=request.user.pk)
    others = others.exclude(session_key=request.session.session_key)
    for session in (ended := list(others)):
        session.end()
        note(request, SignIn.Kind.ENDED, user_id=request.user.pk)
    return len(ended)
