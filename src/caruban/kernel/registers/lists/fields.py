"""What a list knows of a column: its kind, whether this reader may filter and sort by it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise

from caruban.kernel.access import reached
from caruban.kernel.accounts.roles import grant_of
from caruban.kernel.actors import Actor
from caruban.kernel.registers.kinds import Described, Kind, NoSuchField, kind_of
from caruban.kernel.registers.once import once
from caruban.kernel.registers.register import RegisterType, columns_of, field_of

LONGEST = 500  # characters; what may be longer fits no index, and so is no order
ORDERED = {
    Kind.TEXT, Kind.EMAIL, Kind.ADDRESS, Kind.WHOLE, Kind.DECIMAL, Kind.DAY, Kind.MOMENT,
    Kind.YES_NO, Kind.CHOICE, Kind.RELATION, Kind.PLACE,
}  # fmt: skip
FILTERED = ORDERED | {Kind.LONG, Kind.MANY, Kind.LIST}


@dataclass(frozen=True)
class Head:
    """A column of a list: its name, what stands above it, and what it is.

    field   None where the database computes it and tells no kind
    """

    name: str
    label: str | Promise
    field: Described | None
    shown: bool = True

    @property
    def kind(self) -> Kind | None:
        """Give its kind; None where nobody knows."""
        return self.field.kind if self.field else None

    @property
    def is_number(self) -> bool:
        """Say whether it is set to the right."""
        return self.kind is not None and self.kind.is_number


@once
def heads_of(register: RegisterType) -> tuple[Head, ...]:
    """Give every column of a register, in the order of its declaration."""
    found = []
    for column in columns_of(register):
        field = known(register, column.name)
        label = column.head or (field.label if field else column.name)
        found.append(Head(column.name, label, field, column.shown))
    return tuple(found)


@once
def known(register: RegisterType, name: str) -> Described | None:
    """Describe a field or computed column; None for a computed one that tells no kind."""
    try:
        return field_of(register, name)
    except NoSuchField:
        return _computed(register, name)


def _computed(register: RegisterType, name: str) -> Described | None:
    for column in columns_of(register):
        if column.name == name and column.expression is not None:
            rows = register.model._base_manager.annotate(**{name: column.expression})
            output = rows.query.annotations[name].output_field
            return Described(name, column.head or name, kind_of(output), output, is_own=False)
    return None


def label_of(register: RegisterType, name: str) -> str | Promise:
    """Give what people call a field: the head of its column where it has one."""
    for head in heads_of(register):
        if head.name == name:
            return head.label
    field = known(register, name)
    return field.label if field else name


def is_plain_to(register: RegisterType, name: str, by: Actor) -> bool:
    """Say whether a reader sees a field unmasked in every row that they may read.

    Only then may they filter and sort by it: else its values could be guessed by halving.
    """
    permission = register.masked.get(name)
    if permission is None or grant_of(permission).is_public:
        return True
    plain = reached(by, permission)
    if grant_of(register.reads).is_public:
        return "" in plain
    places = reached(by, register.reads)
    return all(any(place.startswith(one) for one in plain) for place in places)


def can_order(register: RegisterType, name: str) -> bool:
    """Say whether a list can be sorted by a column: it has one value, and no endless text."""
    field = known(register, name)
    if field is None or field.kind not in ORDERED:
        return False
    longest = getattr(field.field, "max_length", None)
    return field.kind not in {Kind.TEXT, Kind.ADDRESS} or (longest or LONGEST + 1) <= LONGEST


@once
def name_of(related: type[Model]) -> str:
    """Give the field by whose words records of a related table are sorted.

    Its `name`; else what it is sorted by itself, where that is a column of its own; else its key.
    """
    names = {field.name for field in related._meta.concrete_fields}
    if "name" in names:
        return "name"
    first = next(iter(related._meta.ordering or ()), "pk")
    return first if isinstance(first, str) and first in names else "pk"


def sortable(register: RegisterType, by: Actor) -> Iterable[str]:
    """Give the columns that a reader can sort a list by."""
    for head in heads_of(register):
        if can_order(register, head.name) and is_plain_to(register, head.name, by):
            yield head.name
