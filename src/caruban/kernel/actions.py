"""The one way to one change of state: lock, ask, change, ask again, in one transaction."""

from collections.abc import Callable
from functools import reduce, wraps
from typing import Any, TypeVar

from django.db import connection, models, transaction
from psycopg import sql

from caruban.kernel.access import capacity_of, require
from caruban.kernel.actors import Actor, Origin, capacity, current, named, origin
from caruban.kernel.history.staleness import ask_fresh
from caruban.kernel.permissions import Permission

ACTIONS: dict[str, Callable[..., Any]] = {}

Function = TypeVar("Function", bound=Callable[..., Any])


def action(
    permission: Permission,
    *,
    hands_over: bool = False,
    within: str | None = None,
    during: str | None = None,
    ahead: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> Callable[[Function], Function]:
    """Make a function the one way to one change of state.

    The decorated function takes its subject first and its actor as `by`. Before it runs, the
    subject is read again and locked, so that it decides on what is true now, and the actor's
    right to it is asked; after it ran, that right is asked again, so that nobody moves a record
    out of their own reach (`hands_over` says that giving it away is the point). Called with
    `from_version`, it refuses to go on from an older version (Stale). `within` names
    the relation to a whole that changes together, as a tree: its row is locked first. `during`
    names the one to a whole on whose state the change relies: it stays as it is meanwhile, and
    many may rely on it at once. `ahead` takes the details and gives them back before the
    transaction is opened, to who has the right: what asks others, as a scanner or a store, keeps
    nobody waiting under a lock. Change, history and events are kept together or not at all.

    Raises PermissionDenied, the model's DoesNotExist when the subject is gone, or whatever the
    function raises (Refused, as a rule).
    """

    def decorate(change: Function) -> Function:
        @wraps(change)
        def run(
            subject: models.Model,
            /,
            *,
            by: Actor,
            from_version: int | None = None,
            **details: Any,
        ) -> Any:
            if ahead is not None:
                require(by, permission, subject)
                details = ahead(details)
            with transaction.atomic(), acting(by):
                if within is not None:
                    _locked(getattr(subject, within))
                if during is not None:
                    _held(reduce(getattr, during.split("__"), subject))
                fresh = _locked(subject)
                require(by, permission, fresh)
                speak_as(by, capacity_of(by, permission, fresh))
                if from_version is not None:
                    ask_fresh(fresh, from_version)  # type: ignore[arg-type]
                result = change(fresh, by=by, **details)
                if not hands_over:
                    require(by, permission, fresh)
                return result

        run.permission = permission  # type: ignore[attr-defined]
        ACTIONS[f"{change.__module__}.{change.__qualname__}"] = run
        return run  # type: ignore[return-value]

    return decorate


def _locked(row: models.Model) -> models.Model:
    # by its class as it says it is: `request.actor` is a lazy object of another type
    return row.__class__._base_manager.select_for_update(of=("self",)).get(pk=row.pk)


def _held(row: Any) -> None:
    """Keep a row as it is until the transaction ends, beside others who do the same."""
    question = sql.SQL("SELECT 1 FROM {} WHERE id = %s FOR SHARE")
    with connection.cursor() as cursor:
        cursor.execute(question.format(sql.Identifier(row._meta.db_table)), [row.pk])


class acting:  # noqa: N801 (reads as a word: `with acting(somebody)`)
    """Tell the database who acts and from where, until the block ends."""

    def __init__(self, by: Actor) -> None:
        self.by = by

    def __enter__(self) -> None:
        self.token = current.set(self.by)
        self.outer_capacity = capacity.set("")
        tell_history(self.by)

    def __exit__(self, error: type[BaseException] | None, *_rest: object) -> None:
        current.reset(self.token)
        capacity.reset(self.outer_capacity)
        outer = current.get()
        if error is None and (outer or connection.savepoint_ids):  # the transaction goes on
            tell_history(outer)


def speak_as(by: Actor, office: str) -> None:
    """Have history and events name the office in whose stead somebody acts, until the block ends.

    Inside `with acting(by)` only; "" is their own.
    """
    if office:
        capacity.set(office)
        tell_history(by)


def tell_history(by: Actor | None) -> None:
    """Set the actor and origin that the history's trigger reads; they end with the transaction.

    Nobody (None) leaves the name of the database's own user.
    """
    here = origin.get() or Origin()
    who = ("", "") if by is None else (str(by.pk or ""), named(by))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('caruban.actor', %s, true), "
            "set_config('caruban.actor_name', %s, true), "
            "set_config('caruban.address', %s, true), set_config('caruban.request', %s, true)",
            [*who, here.address, here.request],
        )
