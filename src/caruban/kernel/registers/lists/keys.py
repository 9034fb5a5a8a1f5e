"""The order of a list as keys: total, so that a page can begin after any row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Field, Func, Model
from django.db.models.expressions import OrderBy

from caruban.kernel.registers.kinds import NoSuchField, described
from caruban.kernel.registers.lists.fields import known, name_of
from caruban.kernel.registers.register import RegisterType, order_of


class Gathered(Func):
    """A value that is the same, but that no index is known to hold in order."""

    template = "(ARRAY[%(expressions)s])[1]"


@dataclass(frozen=True)
class Key:
    """One step of an order: empty values come last, whichever way it runs.

    path       the lookup that is compared: "amount", "maker__name"
    name       the column that it stands for; "" for what only tells equal rows apart
    nullable   whether a row can have nothing there
    unique     whether no two rows have the same, so that no key is needed after it
    empty      the lookup by which nothing is there: itself, or the relation that it goes through
    leads      whether the key after it has something wherever this one has
    closes     whether the key after it has nothing wherever this one has nothing
    is_personal   whether its values are personal data, which no address may show
    """

    path: str
    name: str = ""
    descending: bool = False
    nullable: bool = False
    unique: bool = False
    empty: str = ""
    leads: bool = False
    closes: bool = False
    is_personal: bool = False
    field: "Field[Any, Any] | None" = None

    def ordered(
        self, *, backwards: bool = False, empties: bool = True, gathered: bool = False
    ) -> OrderBy:
        """Give it for `order_by`; backwards, empty values come first.

        empties    whether rows with nothing there are asked for as well. Without them the order is
                   said as an index has it, so that the database can walk along it
        gathered   keep it from walking: few rows are found sooner by what narrows them
        """
        descending = self.descending != backwards
        value = Gathered(F(self.path)) if gathered else F(self.path)
        if self.nullable and empties:
            place = {"nulls_first": True} if backwards else {"nulls_last": True}
            return OrderBy(value, descending=descending, **place)
        return OrderBy(value, descending=descending)


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
    return (*keys, _last(register.model, keys))


def _last(model: type[Model], keys: list[Key]) -> Key:
    return Key(
        "pk", descending=keys[-1].descending if keys else False, unique=True, field=model._meta.pk
    )


def _keys(register: RegisterType, sort: str) -> Iterator[Key]:
    name, descending = sort.lstrip("-"), sort.startswith("-")
    if name == "pk":
        return  # comes by itself
    field = known(register, name)
    if field is None or (not field.is_own and "__" not in name):
        output = field.field if field else None
        yield Key(name, name, descending, nullable=True, field=output)  # computed by the database
    elif field.kind.is_related:
        by = name_of(field.related)
        path = name if by == "pk" else f"{name}__{by}"
        together = field.is_own and by != "pk"
        key = replace(_key(register, path, descending), name=name, leads=together)
        if together and not described(register.model, path).field.null:
            key = replace(key, empty=name, closes=True)
        yield key
        if together:  # of records with equal names: keep the rows of each together
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
    return Key(
        path, "", descending, nullable, unique,
        is_personal=path in register.masked, field=fields[-1],
    )  # fmt: skip


def is_known(register: RegisterType, name: str) -> bool:
    """Say whether a list can be sorted by a name at all."""
    try:
        return bool(list(_keys(register, name)))
    except NoSuchField:
        return False
