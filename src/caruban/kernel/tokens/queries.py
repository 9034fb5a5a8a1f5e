"""Tokens: by their secret, one's own, and those of the people whom one supervises."""

from datetime import datetime

from django.db.models import Q, QuerySet

from caruban.kernel.access import may, reached
from caruban.kernel.accounts.models import User
from caruban.kernel.actors import Actor
from caruban.kernel.tokens.models import Token, TokenQuerySet
from caruban.kernel.tokens.permissions import TokenPermission
from caruban.kernel.tokens.secrets import digest_of, is_well_formed


def by_secret(secret: str, *, at: datetime) -> Token | None:
    """Give the token in force that a secret opens, its owner and last use joined; else None."""
    if not is_well_formed(secret):
        return None
    found = Token.objects.in_force(at).filter(digest=digest_of(secret))
    return found.select_related("owner", "last_use").first()


def own(by: Actor) -> TokenQuerySet:
    """Give one's own tokens, the newest first, last uses joined."""
    return Token.objects.filter(owner_id=by.pk).select_related("last_use")


def supervised(by: Actor) -> QuerySet[Token]:
    """Give the tokens of the people whom `by` supervises, the newest first, owners joined.

    These are people who hold, or held, a role in an institution that `by` reaches.
    """
    if not may(by, TokenPermission.SUPERVISE):
        return Token.objects.none()
    places = Q()
    for path in reached(by, TokenPermission.SUPERVISE):
        places |= Q(memberships__organisation__path__startswith=path)
    people = User.objects.filter(places).values("pk")
    return Token.objects.filter(owner__in=people).select_related("owner", "last_use")


def reachable(by: Actor) -> QuerySet[Token]:
    """Give the tokens that `by` may revoke: one's own, and those that one supervises."""
    return Token.objects.filter(
        Q(owner_id=by.pk) | Q(pk__in=supervised(by).order_by().values("pk"))
    )
