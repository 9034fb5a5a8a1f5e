"""The sessions of a person: where they are signed in, and how that is ended at once."""

from time import monotonic

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from caruban.kernel.accounts.models import User

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
