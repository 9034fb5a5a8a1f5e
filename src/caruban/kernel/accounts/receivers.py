"""What allauth and Django tell about the door, written down; sessions ended with the password.

The owner is told by mail where what guards the account is another. They tell it by signals;
connected once, by the app.
"""

from datetime import timedelta
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.http import HttpRequest
from django.utils import timezone

from caruban.kernel.accounts import guards, sessions, signins
from caruban.kernel.accounts.jobs import tell_owner
from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.signins import How, Kind, Why, how_of, note

A_WHILE, MANY = timedelta(days=1), 5  # wrong codes after which the owner is told, once a day


def came_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Note that somebody signed in, by what."""
    note(request, Kind.IN, user=user, how=how_of(request, user))


def left(request: HttpRequest | None, user: User | None, **_kwargs: Any) -> None:
    """Note that somebody signed out."""
    if user is not None and user.pk:
        note(request, Kind.OUT, user=user)


def password_changed(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Note that a password is another; every session but this one ends."""
    note(request, Kind.PASSWORD, user=user)
    tell_owner(user, "password")
    sessions.end_all(user, but=request.session.session_key)


def password_reset(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Note that a password was made anew by a mailed link; every session ends."""
    note(request, Kind.PASSWORD, user=user, how=How.LINK)
    tell_owner(user, "password")
    sessions.end_all(user)


def guard_added(request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any) -> None:
    """Note that a second step was added."""
    note(request, Kind.ADDED, user=user, how=authenticator.type)
    if authenticator.type in guards.STRONG:
        tell_owner(user, "added")


def guard_removed(request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any) -> None:
    """Note that a second step was removed."""
    note(request, Kind.REMOVED, user=user, how=authenticator.type)
    if authenticator.type in guards.STRONG:
        tell_owner(user, "removed")


def guard_renewed(request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any) -> None:
    """Note that recovery codes were made anew."""
    note(request, Kind.RENEWED, user=user, how=authenticator.type)


def code_refused(request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any) -> None:
    """Note that a second step was not taken rightly."""
    note(request, Kind.REFUSED, user=user, how=authenticator.type, why=Why.CODE)
    since = timezone.now() - A_WHILE
    if signins.own(user).filter(why=Why.CODE, at__gte=since).count() == MANY:
        tell_owner(user, "guessed")


def connect() -> None:
    """Connect all of them, once."""
    account.user_logged_in.connect(came_in, dispatch_uid="signins.in")
    auth.user_logged_out.connect(left, dispatch_uid="signins.out")
    account.password_changed.connect(password_changed, dispatch_uid="signins.changed")
    account.password_set.connect(password_changed, dispatch_uid="signins.set")
    account.password_reset.connect(password_reset, dispatch_uid="signins.reset")
    mfa.authenticator_added.connect(guard_added, dispatch_uid="signins.added")
    mfa.authenticator_removed.connect(guard_removed, dispatch_uid="signins.removed")
    mfa.authenticator_reset.connect(guard_renewed, dispatch_uid="signins.renewed")
    mfa.authentication_failed.connect(code_refused, dispatch_uid="signins.code")
