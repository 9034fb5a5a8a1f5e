"""What a reader sees of a register: its rows, what may be done to them, what a field may hold."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404

from caruban.kernel.access import may, place_of, visible
from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.kinds import Described, described
from caruban.kernel.registers.layout import Act
from caruban.kernel.registers.once import once
from caruban.kernel.registers.register import (
    RegisterType,
    columns_of,
    field_of,
    form_names,
    permission_of,
    register_of,
)


def rows(register: RegisterType, *, by: Actor) -> QuerySet[Record]:
    """Give the records of a register that `by` may read, in no order, computed columns included."""
    seen = visible(register.model, to=by, permission=register.reads).filter(register.rows)
    computed = {one.name: one.expression for one in columns_of(register) if one.expression}
    return seen.annotate(**computed)


def joined(register: RegisterType, *, by: Actor) -> QuerySet[Record]:
    """Give the same rows with the relations that the columns show, joined."""
    paths = {
        path
        for column in columns_of(register)
        if column.expression is None and (path := _relation(register, column.name))
    }
    found = rows(register, by=by)
    return found.select_related(*sorted(paths)) if paths else found


def _relation(register: RegisterType, name: str) -> str:
    """Give the path of the relation that a column shows or goes through; "" for neither."""
    kind = field_of(register, name).kind
    return name if kind.is_related else "__".join(name.split("__")[:-1])


@once
def _relations_of(register: RegisterType) -> tuple[str, ...]:
    """Give the relations that a record's page shows, and those to the place of each."""
    shown = [
        *form_names(register),
        *(one.name for one in columns_of(register) if not one.expression),
    ]
    paths = {path for name in shown if (path := _relation(register, name))}
    placed = {path: described(register.model, path).related for path in paths}
    places = {f"{path}__{place}" for path, of in placed.items() if (place := place_of(of))}
    return tuple(sorted({*paths, *places, *filter(None, [place_of(register.model)])}))


def row_or_404(register: RegisterType, pk: int, *, by: Actor) -> Record:
    """Give one record that `by` may read; what one may not see is not there (Http404).

    What its page shows of other records, and what access asks about it, comes along.
    """
    seen, joins = rows(register, by=by).filter(pk=pk), _relations_of(register)
    found = (seen.select_related(*joins) if joins else seen).first()
    if found is None:
        raise Http404(register.model._meta.verbose_name)
    return found


def may_do(register: RegisterType, verb: str, *, by: Actor, record: Model | None = None) -> bool:
    """Say whether `by` may do a verb ("reads", "creates", …) at all, or to a record."""
    permission = permission_of(getattr(register, verb))
    return permission is not None and may(by, permission, record)


def acts_for(register: RegisterType, record: Record, *, by: Actor) -> list[Act]:
    """Give the actions that make sense for a record and that `by` may take."""
    return [
        act for act in register.actions if act.suits(record) and may(by, act.permission, record)
    ]


def candidates(field: Described, *, by: Actor) -> QuerySet[Any]:
    """Give the records that a relation may point to: those that `by` may read, and no others.

    A related table is read by the permission of its register; without one nothing is offered.
    """
    register = register_of(field.related)
    if register is None:
        return field.related._default_manager.none()
    limits = field.field.get_limit_choices_to()  # type: ignore[attr-defined]
    found = visible(field.related, to=by, permission=register.reads)
    return found.complex_filter(limits) if limits else found
