"""What people read about their own roles."""

from dataclasses import dataclass
from datetime import date

from caruban.kernel.accounts.models import Membership
from caruban.kernel.actors import Actor


@dataclass(frozen=True)
class Roles:
    """The memberships of somebody on a day: in force, still to come, over."""

    now: list[Membership]
    coming: list[Membership]
    over: list[Membership]


def roles_of(actor: Actor, *, on: date) -> Roles:
    """Give an actor's own memberships, sorted by where a day falls in their period."""
    rows = Membership.objects.filter(user=actor.pk).select_related("organisation__institution")
    roles = Roles([], [], [])
    for row in rows:
        if row.valid_to is not None and row.valid_to < on:
            roles.over.append(row)
        elif row.valid_from > on:
            roles.coming.append(row)
        else:
            roles.now.append(row)
    return roles
