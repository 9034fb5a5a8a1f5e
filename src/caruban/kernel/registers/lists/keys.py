"""The order of a list as keys: total, so that a page can begin after any row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Field
from django.db.models.expressions import OrderBy

from caruban.kernel.registers.kinds import NoSuchField, described
from caruban.kernel.registers.lists.fields import known, name_of
from caruban.kernel.registers.register import RegisterType, order_of


@dataclass(frozen=True)
class Key:
    """One step of an order: empty values come last, whichever way it runs.

    path       the lookup that is compared: "amount", "maker__name"
    name       the column that it stands for; "" for what only tells equal rows apart
    nullable   whether a row can have nothing there
    unique     whether no two rows have the same, so that no key is needed after it
    """

    path: str
    name: str = ""
    descending: bool = False
    nullable: bool = False
    unique: bool = False
    field: "Field[Any, Any] | None" = None

    def ordered(self, *, backwards: bool = False, empties: bool = True) -> OrderBy:
        """Give it for `order_by`; backwards, empty values come first.

        empties   whether rows with nothing there are asked for as well. Without them the order is
                  said as an index has it, so that the database can walk along it
        """
        descending = self.descending != backwards
        if self.nullable and empties:
            place = {"nulls_first": True} if backwards else {"nulls_last": True}
            return OrderBy(F(self.path), descending=descending, **place)
        return OrderBy(F(self.path), descending=descending)


def keys_of(register: RegisterType, sort: Iterable[str]) -> tuple[Key, ...]:
    """Give the keys of an order, `sort` first, then the register's own where there is no `sort`.

    The last key tells every row apart, and runs as the one before it does: so one index serves.
    """
    names = list(sort) or list(order_of(register))
    keys: list[Key] = []
    for name in names:
        for key in _keys(register, name):
            if key.path not in {one.path for one in keys}:
                keys.append(key)
            if key.unique:
                return tuple(keys)
    return (*keys, _last(keys))


def _last(keys: list[Key]) -> Key:
    return Key("pk", descending=keys[-1].descending if keys else False, unique=True)


def _keys(register: RegisterType, sort: str) -> Iterator[Key]:
    name, descending = sort.lstrip("-"), sort.startswith("-")
    if name == "pk":
        return  # comes by itself
    field = known(register, name)
    if field is None or (not field.is_own and "__" not in name):
        output = field.field if field else None
        yield Key(name, name, descending, nullable=True, field=output)  # computed
    elif field.kind.is_related:
        by = name_of(field.related)
        path = name if by == "pk" else f"{name}__{by}"
        yield replace(_key(register, path, descending), name=name)
        if field.is_own and by != "pk":  # equal names: keep the rows of each record together
            own = field.field
            yield Key(own.attname, name, descending, own.null, field=own)
    else:
        yield replace(_key(register, name, descending), name=name)


def _key(register: RegisterType, path: str, descending: bool) -> Key:  # noqa: FBT001 (a direction)
    steps = path.split("__")
    way = ["__".join(steps[: at + 1]) for at in range(len(steps))]
    fields = [described(register.model, one).field for one in way]
    nullable = any(one.null for one in fields)
    unique = len(fields) == 1 and fields[0].unique and not nullable
    return Key(path, "", descending, nullable, unique, fields[-1])


def is_known(register: RegisterType, name: str) -> bool:
    """Say whether a list can be sorted by a name at all."""
    try:
        return bool(list(_keys(register, name)))
    except NoSuchField:
        return False
