"""Who came in, who was refused and why: one row for each step at the door, never changed."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from caruban.kernel.access import may, visible
from caruban.kernel.accounts.models import SignIn, User
from caruban.kernel.accounts.origins import address_of
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.actors import Actor
from caruban.kernel.permissions import declared

Kind, How, Why = SignIn.Kind, SignIn.How, SignIn.Why


def note(request: HttpRequest | None, kind: str, **details: Any) -> SignIn:
    """Write down a step at the door, from where the request came.

    user    whose account it is about, if one; typed   the address, where there is no account
    """
    meta = request.META if request is not None else {}
    return SignIn.objects.create(
        kind=kind,
        address=address_of(request)[:45] if request is not None and meta else "",
        user_agent=meta.get("HTTP_USER_AGENT", "")[:300],
        request=getattr(request, "id", "")[:80],
        **details,
    )


def note_refusal(request: HttpRequest | None, why: str, email: str) -> SignIn:
    """Write down that nobody came in by an address, and why.

    What was typed is kept only where it looks like an address: people type passwords there.
    """
    user = User.objects.filter(email__iexact=email, is_system=False).first()
    if user is not None and not user.is_active and why == Why.WRONG:
        why = Why.INACTIVE
    if user is None and why == Why.WRONG:
        why = Why.UNKNOWN
    typed = email.lower()[:254] if user is None and is_address(email) else ""
    return note(request, Kind.REFUSED, how=How.PASSWORD, why=why, user=user, typed=typed)


def how_of(request: HttpRequest, user: User) -> str:
    """Give the last step by which somebody signed in."""
    records = get_authentication_records(request, user)
    last = records[-1] if records else {}
    if last.get("method") == "socialaccount":
        return How.OIDC
    how = last.get("type") or last.get("method") or ""
    return how if how in SignIn.How.values else ""


def is_address(text: str) -> bool:
    """Say whether a text could be a mail address."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def own(actor: Actor) -> QuerySet[SignIn]:
    """Give the steps at the door of the actor's own account, the latest first."""
    return SignIn.objects.filter(user=actor.pk)


def watched(by: Actor) -> QuerySet[SignIn]:
    """Give the steps at the door of all whom an actor watches over, the latest first; user joined.

    Those by addresses that belong to nobody are shown to who operates the whole installation.
    """
    people = visible(User, to=by, permission=AccountPermission.WATCH)
    seen = Q(user__in=people)
    if may(by, declared()["operations.read"]):
        seen |= Q(user=None)
    return SignIn.objects.filter(seen).select_related("user")


def sought(rows: QuerySet[SignIn], *, kind: str = "", words: str = "") -> QuerySet[SignIn]:
    """Narrow to a kind, and to names and addresses that hold some words."""
    if kind:
        rows = rows.filter(kind=kind)
    for word in words.split():
        named = Q(user__name__icontains=word) | Q(user__email__icontains=word)
        rows = rows.filter(named | Q(typed__icontains=word) | Q(address__startswith=word))
    return rows
