"""The one answer to "may X do Y to Z", and the one narrowing to what X may see. Deny is default."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from caruban.kernel.accounts.roles import GRANTS, Grant, Reach, grant_of
from caruban.kernel.actors import Actor
from caruban.kernel.permissions import Permission

Row = TypeVar("Row", bound=Model)
View = Callable[..., HttpResponseBase]


def may(actor: Actor, permission: Permission, subject: Model | None = None) -> bool:
    """Say whether an actor may do something to a subject, or anywhere at all when none is given.

    A guest holds what the role `citizen` holds. A subject whose model names no organisation is
    refused, unless everyone holds the permission: deny is the default; of one that belongs to
    several, as a person with roles in two places, any is enough. Who comes with a token
    (`actor.limited_to`) may do no more than it allows; what everyone may do stays open. A subject
    that names a permission of its own (`also_needs`, as documents do) asks for that as well.
    """
    own = own_need(subject) if subject is not None else ""
    if own and own != permission and not _holds(actor, own, subject):
        return False
    return _holds(actor, permission, subject)


def _holds(actor: Actor, permission: str, subject: Model | None) -> bool:
    grant = grant_of(permission)
    if grant.is_public:
        return True
    places = reached(actor, permission)
    if subject is None:
        return bool(places)
    if "" in places:
        return getattr(subject, "organisation_path", None) is not None
    paths = paths_of(subject)
    return any(path.startswith(place) for path in paths for place in places)


def require(actor: Actor, permission: Permission, subject: Model | None = None) -> None:
    """Raise PermissionDenied unless the actor may."""
    if not may(actor, permission, subject):
        raise PermissionDenied(permission)


def has_own_needs(model: type[Model]) -> bool:
    """Say whether a record of a model may ask for a permission of its own; see `own_need`."""
    return bool(getattr(model, "also_needs", ""))


def own_need(subject: Model) -> str:
    """Give the permission that a record itself asks of whoever does anything with it; "" for none.

    Its model names the field that holds it, if it has one: `also_needs`, a path of fields.
    """
    value: Any = subject
    for step in filter(None, getattr(subject, "also_needs", "").split("__")):
        value = getattr(value, step)
    return "" if value is subject else str(value)


def reached(actor: Actor, permission: str) -> tuple[str, ...]:
    """Give the paths below which an actor holds a permission; ("",) is everywhere.

    A path is that of an organisation (`Organisation.path`): the membership's own, or its whole
    institution's where the grant reaches so far.
    """
    grant = grant_of(permission)
    if not actor.is_authenticated or not within_limits(actor, permission):
        return ()
    return tuple(
        _place(membership, grant)
        for membership in actor.holdings  # type: ignore[union-attr]
        if membership.role in grant.roles
    )


def capacity_of(actor: Actor, permission: Permission, subject: Model) -> str:
    """Say in whose stead an actor does something: "Plt. Kepala perangkat daerah, Dinas 1".

    "" for what they may do in an office of their own, or as everyone.
    """
    grant = grant_of(permission)
    held = actor.holdings if actor.is_authenticated else ()  # type: ignore[union-attr]
    able = [one for one in held if one.role in grant.roles]
    if grant.is_public or not any(one.capacity for one in able):
        return ""
    paths = paths_of(subject)
    fitting = [one for one in able if any(path.startswith(_place(one, grant)) for path in paths)]
    if not fitting or not all(one.capacity for one in fitting):
        return ""
    return str(fitting[0].capacity)


def _place(holding: Any, grant: Grant) -> str:
    """Give the path below which a membership carries a grant; "" is everywhere."""
    if holding.path is None or grant.reach == Reach.EVERYWHERE:
        return ""
    return str(holding.institution_path if grant.reach == Reach.INSTITUTION else holding.path)


def within_limits(actor: Actor, permission: str) -> bool:
    """Say whether what limits an actor, a token's scopes, leaves room for a permission."""
    return actor.limited_to is None or str(permission) in actor.limited_to


def path_of(subject: Model) -> str | None:
    """Give the path of the organisation that a record belongs to; None if it names none.

    Of a record that belongs to several, the first in the order of the tree.
    """
    return next(iter(paths_of(subject)), None)


def paths_of(subject: Model) -> tuple[str, ...]:
    """Give the paths of all organisations that a record belongs to, in the order of the tree."""
    lookup = getattr(subject, "organisation_path", None)
    if lookup is None:
        return ()
    if has_several_places(subject.__class__):
        path = f"{lookup}__path"
        there = subject.__class__._base_manager.filter(pk=subject.pk, **{f"{path}__isnull": False})
        return tuple(there.order_by(path).values_list(path, flat=True).distinct())
    value: Any = subject
    for step in filter(None, lookup.split("__")):
        value = getattr(value, step)
    return (str(value.path),)


@cache
def place_of(model: type[Model]) -> str:
    """Give the relation from a record to its one organisation; "" where none can be joined."""
    return "" if has_several_places(model) else getattr(model, "organisation_path", None) or ""


def has_several_places(model: type[Model]) -> bool:
    """Say whether a record of a model may belong to several organisations, or to none yet."""
    lookup = getattr(model, "organisation_path", None) or ""
    for step in filter(None, lookup.split("__")):
        field = model._meta.get_field(step)
        if field.one_to_many or field.many_to_many:
            return True
        model = field.related_model  # type: ignore[assignment]
    return False


def visible(model: type[Row], *, to: Actor, permission: Permission) -> QuerySet[Row]:
    """Narrow a model's rows to those that an actor holds a permission for; see `may`."""
    rows: QuerySet[Row] = model._default_manager.all()
    if has_own_needs(model):
        rows = rows.filter(_own_needs_held(model, to))
    if grant_of(permission).is_public:
        return rows
    lookup = getattr(model, "organisation_path", None)
    places = reached(to, permission)
    if lookup is None or not places:
        return rows.none()
    if "" in places:
        return rows
    path = f"{lookup}__path" if lookup else "path"
    condition = Q()
    for place in places:
        condition |= Q(**{f"{path}__startswith": place})
    if has_several_places(model):  # a join would give a row for each of its places
        return rows.filter(pk__in=model._base_manager.filter(condition).values("pk"))
    return rows.filter(condition)


def _own_needs_held(model: type[Model], actor: Actor) -> Q:
    """Give the condition that an actor holds what a row itself asks for, where the row lies."""
    named, path = model.also_needs, f"{model.organisation_path}__path"  # type: ignore[attr-defined]
    by_places: dict[tuple[str, ...], list[str]] = {}
    for permission, grant in GRANTS.items():
        places = ("",) if grant.is_public else reached(actor, permission)
        by_places.setdefault(tuple(sorted({*places})), []).append(permission)
    condition = Q(**{named: ""})
    for places, permissions in by_places.items():
        there = Q(pk__in=())
        for place in places:
            there |= Q(**{f"{path}__startswith": place})
        condition |= Q(**{f"{named}__in": permissions}) & there
    return condition


def get_visible_or_404(
    model: type[Row], *, to: Actor, permission: Permission, **lookup: Any
) -> Row:
    """Give one row that the actor may see; what one may not see is not there (Http404)."""
    try:
        return visible(model, to=to, permission=permission).get(**lookup)
    except (model.DoesNotExist, ValueError) as error:  # type: ignore[attr-defined]
        raise Http404(model._meta.verbose_name) from error


def needs(permission: Permission) -> Callable[[View], View]:
    """Say on a view which permission it needs; ask it before the view runs.

    A guest is sent to sign in; somebody who holds it nowhere gets 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = request.actor  # type: ignore[attr-defined]
            if may(actor, permission):
                return view(request, *args, **kwargs)
            if not actor.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied(permission)

        asked.permission = permission  # type: ignore[attr-defined]
        return asked

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """Say on a view that anyone may open it, and why."""

    def decorate(view: View) -> View:
        view.permission = None  # type: ignore[attr-defined]
        view.public = reason  # type: ignore[attr-defined]
        return view

    return decorate


def signed_in(reason: str) -> Callable[[View], View]:
    """Say on a view that everyone who signed in may open it (it shows only their own), and why."""

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor.is_authenticated:  # type: ignore[attr-defined]
                return view(request, *args, **kwargs)
            return redirect_to_login(request.get_full_path())

        asked.permission = None  # type: ignore[attr-defined]
        asked.signed_in = reason  # type: ignore[attr-defined]
        return asked

    return decorate
