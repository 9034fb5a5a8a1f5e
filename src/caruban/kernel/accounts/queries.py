"""What people read about their own roles, and about who stands in for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from caruban.kernel.access import visible
from caruban.kernel.accounts.models import Membership
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.actors import Actor

LATELY = timedelta(days=365)  # how long those who stood in are still shown


@dataclass(frozen=True)
class Roles:
    """The memberships of somebody on a day: in force, still to come, over."""

    now: list[Membership]
    coming: list[Membership]
    over: list[Membership]


def roles_of(actor: Actor, *, on: date) -> Roles:
    """Give an actor's own memberships, sorted by where a day falls in their period."""
    rows = Membership.objects.filter(user=actor.pk).select_related("organisation__institution")
    return _sorted(rows, on)


def _sorted(rows: Iterable[Membership], on: date) -> Roles:
    roles = Roles([], [], [])
    for row in rows:
        if row.valid_to is not None and row.valid_to < on:
            roles.over.append(row)
        elif row.valid_from > on:
            roles.coming.append(row)
        else:
            roles.now.append(row)
    return roles


def who_stands_in(by: Actor, *, on: date) -> Roles:
    """Give the acting officials whom an actor may see, by where a day falls in their period.

    Person, office and who is stood in for are joined; in each part the earliest end comes first,
    of those that are over the latest. Those that are over since a year are left out.
    """
    seen = visible(Membership, to=by, permission=AccountPermission.READ)
    rows = (
        seen.exclude(standing=Membership.Standing.DEFINITIVE)
        .filter(valid_to__gte=on - LATELY)
        .select_related("user", "organisation__institution", "on_behalf_of__user")
        .order_by("valid_to", "pk")
    )
    roles = _sorted(rows, on)
    roles.over.reverse()
    return roles
