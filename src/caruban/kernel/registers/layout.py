"""The words of a declaration: columns, sections of a form, repeating rows, acts, ways through."""

from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import Parameter, signature
from typing import Any

from django.db.models import Expression, F, Model, Q
from django.forms import Field as Input
from django.utils.functional import Promise

from caruban.kernel.permissions import Permission

Words = str | Promise


@dataclass(frozen=True)
class Column:
    """A column of a list that is more than the name of a field.

    name         a field, a path of relations ("unit__name"), or the name of `expression`
    head         its head; the field's own name where empty
    expression   computed by the database for each row
    shown        whether it stands in the list until the reader chooses otherwise
    """

    name: str
    head: Words = ""
    expression: Expression | F | None = None
    shown: bool = True


@dataclass(frozen=True)
class When:
    """Fields that are asked for only while another field holds one of some values.

    Otherwise they are hidden, not demanded, and kept empty.
    """

    field: str
    values: tuple[Any, ...]
    names: tuple[str, ...]

    def __init__(self, field: str, values: tuple[Any, ...], *names: str) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "names", names)

    def holds(self, value: Any) -> bool:
        """Say whether its fields are asked for, by the value of the field that decides."""
        return value in self.values or str(value) in map(str, self.values)


@dataclass(frozen=True)
class Rows:
    """Rows that repeat within a form: records of their own that belong to the one.

    name      the relation from the record to them ("steps")
    columns   their fields, in order
    title     their head; the relation's own name where empty
    """

    name: str
    columns: tuple[str, ...]
    title: Words = ""

    def __init__(self, name: str, *columns: str, title: Words = "") -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "title", title)


Item = str | When | Rows


@dataclass(frozen=True)
class Section:
    """A part of a form and of a record's page: its title, what it asks for, and why."""

    title: Words
    items: tuple[Item, ...]
    help: Words = ""

    def __init__(self, title: Words, *items: Item, help: Words = "") -> None:  # noqa: A002 (the word for it)
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "help", help)

    @property
    def names(self) -> tuple[str, ...]:
        """Give the fields of it, those that are asked for at times included."""
        return tuple(
            name
            for item in self.items
            if not isinstance(item, Rows)
            for name in ([item] if isinstance(item, str) else item.names)
        )


@dataclass(frozen=True)
class Act:
    """An action that a record's page, the list and the API offer.

    action      the module's own action: takes the record, `by`, and its details by name
    label       the word on its button, a verb
    name        its name in addresses and in the API; the action's own where empty
    details     what it asks for: name -> a function that makes the form field
    fits        whether it makes sense for a record as it is; the action decides for real
    asks        a sentence that is confirmed first; "" for none
    is_grave    whether it cannot be taken back
    in_bulk     whether it is offered for many records at once
    """

    action: Callable[..., Any]
    label: Words
    name: str = ""
    details: dict[str, Callable[[], Input]] = field(default_factory=dict)
    fits: Callable[[Any], bool] | None = None
    asks: Words = ""
    is_grave: bool = False
    in_bulk: bool = True

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self.action.__name__.replace("_", "-"))

    @property
    def permission(self) -> Permission:
        """Give what its action asks for."""
        return self.action.permission  # type: ignore[attr-defined, no-any-return]

    def suits(self, record: Model) -> bool:
        """Say whether it makes sense to offer it for a record."""
        return self.fits is None or self.fits(record)


@dataclass(frozen=True)
class Due:
    """The day by which something about a record is due; it stands in the calendar.

    day    a date of the record
    open   narrows to the records of which it is due still
    """

    day: str
    open: Q = field(default_factory=Q)


@dataclass(frozen=True)
class Through:
    """A verb of a register that goes through the module's own action.

    action       create: takes `subject` first, then `by` and the values by name;
                 change: the record, `by`, and the changed values; remove: the record and `by`
    subject      create only: the field whose value is the action's subject; "" where it has none
    permission   where the function is no action and so does not carry its own
    extra        create only: what it asks for beyond the model's fields, as `Act.details`
    """

    action: Callable[..., Any]
    subject: str = ""
    permission: Permission | None = None
    extra: dict[str, Callable[[], Input]] = field(default_factory=dict)

    @property
    def asked(self) -> Permission:
        """Give the permission that it asks for."""
        return self.permission or self.action.permission  # type: ignore[attr-defined]

    def takes(self, name: str) -> bool:
        """Say whether the action takes a value of a name; one with `**` takes any."""
        parameters = signature(self.action).parameters
        takes_any = any(one.kind is Parameter.VAR_KEYWORD for one in parameters.values())
        return takes_any or name in parameters or name == self.subject


Verb = Permission | Through
