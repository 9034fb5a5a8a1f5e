"""The saved views that somebody may open, and how they like a list."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.registers.lists.models import Habit, SavedView
from caruban.kernel.registers.lists.permissions import ListPermission
from caruban.kernel.registers.register import RegisterType

SHOWN = 50  # views of a list, at most


def views_of(register: RegisterType, *, by: Actor) -> QuerySet[SavedView]:
    """Give the views of a list that `by` may open: their own and those shared with them."""
    if not by.is_authenticated:
        return SavedView.objects.none()
    shared = Q(institution__in=institutions_of(by))
    found = SavedView.objects.filter(Q(owner=by.pk) | shared, register=register.name)
    return found.select_related("owner", "institution").order_by("name", "pk")


def institutions_of(by: Actor) -> Sequence[Organisation]:
    """Give the institutions that somebody works in: with those they can share a view."""
    if not by.is_authenticated:
        return []
    paths = {one.institution_path for one in by.holdings if one.institution_path}  # type: ignore[union-attr]
    return list(Organisation.objects.filter(path__in=paths).order_by("name"))


def may_change(view: SavedView, *, by: Actor) -> bool:
    """Say whether somebody may change a view: its owner, or a keeper where it is shared."""
    if view.owner_id == by.pk:
        return True
    return view.institution is not None and may(by, ListPermission.KEEP, view.institution)


def habit_of(register: RegisterType, *, by: Actor) -> Habit:
    """Give how somebody likes a list; an empty habit where they never said."""
    found = None
    if by.is_authenticated:
        habits = Habit.objects.select_related("view__institution")
        found = habits.filter(user=by.pk, register=register.name).first()
    return found or Habit(register=register.name)
