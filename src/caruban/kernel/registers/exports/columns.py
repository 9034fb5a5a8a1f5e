"""What an export takes of each record, and how it writes it: for people, or for machines."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.kinds import Described, Kind, NoSuchField
from caruban.kernel.registers.register import (
    RegisterType,
    columns_of,
    field_of,
    form_names,
)
from caruban.kernel.registers.showing import is_masked, masked, plain, value_of
from caruban.kernel.reports.spreadsheets import Cell
from caruban.kernel.reports.spreadsheets import Column as SheetColumn

BETWEEN = "; "  # several records or values in one cell; an import parts them there
REMEMBERED = 20_000  # names of related records held at a time
WIDTHS = {Kind.LONG: 60, Kind.WHOLE: 14, Kind.DECIMAL: 14, Kind.YES_NO: 8, Kind.DAY: 14}
SHEET_KINDS = {Kind.WHOLE: "number", Kind.DAY: "day", Kind.MOMENT: "moment"}
PLACES = {0: "whole", 2: "value", 4: "exact"}


@dataclass(frozen=True)
class Taken:
    """A column of an export. `field` is None for one that the database computes."""

    name: str
    head: str | Promise
    field: Described | None

    @property
    def sheet_column(self) -> SheetColumn:
        """Give the column of a spreadsheet."""
        kind = self.field.kind if self.field else None
        look = SHEET_KINDS.get(kind, "text") if kind else "text"
        if kind is Kind.DECIMAL and self.field:
            look = PLACES.get(getattr(self.field.field, "decimal_places", 2), "exact")
        return SheetColumn(str(self.head), look, WIDTHS.get(kind, 24) if kind else 24)


def taken(register: RegisterType, names: Sequence[str] = ()) -> list[Taken]:
    """Give the columns of some names, in their order; every one that the register has for none.

    Its key is among them, so that rows that come back are known again.
    """
    known = {one.name: one for one in columns_of(register)}
    keys = [one for one in register.key if one not in known]
    wanted = names or dict.fromkeys([*keys, *known, *form_names(register)])
    found = []
    for name in wanted:
        field = _described(register, name)
        head = known[name].head if name in known else ""
        found.append(Taken(name, head or (field.label if field else name), field))
    return found


def _described(register: RegisterType, name: str) -> Described | None:
    try:
        return field_of(register, name)
    except NoSuchField:
        return None  # computed by the database


def joined(rows: QuerySet[Record], columns: Sequence[Taken]) -> QuerySet[Record]:
    """Have rows come with what the columns show: related records, fetched for each piece of them.

    Not joined: many rows name the same few records, which then are read once and not made anew.
    """
    paths = set()
    for one in columns:
        is_relation = one.field is not None and (
            one.field.kind.is_related or one.field.kind is Kind.MANY
        )
        path = one.name if is_relation else "__".join(one.name.split("__")[:-1])
        if one.field is not None and path:
            paths.add(path)
    return rows.prefetch_related(*sorted(paths)) if paths else rows


Write = Callable[[Record], Any]


def for_people(columns: Sequence[Taken]) -> list[Write]:
    """Give for each column what writes it: words for choices and names, numbers and days typed."""
    return [_cell_writer(one) for one in columns]


def for_machines(register: RegisterType, columns: Sequence[Taken], by: Actor) -> list[Write]:
    """Give for each column what writes it as data: codes of choices, keys of related records."""
    return [_plainly(register, one.name, by) for one in columns]


def _plainly(register: RegisterType, name: str, by: Actor) -> Write:
    return lambda record: plain(register, record, name, by=by)


def guarded(
    register: RegisterType, column: Taken, write: Write, by: Actor, read: Counter[str]
) -> Write:
    """Mask personal data, record by record; count what is given in full, by field."""
    name = column.name
    if name not in register.masked:
        return write

    def guard(record: Record) -> Any:
        if is_masked(register, name, record, by=by):
            return masked(value_of(record, name))
        read[name] += bool(value_of(record, name))
        return write(record)

    return guard


def _cell_writer(column: Taken) -> Write:
    name, field = column.name, column.field
    kind = field.kind if field else None
    if kind is Kind.MANY:
        return lambda record: BETWEEN.join(str(one) for one in getattr(record, name).all())
    if kind is Kind.CHOICE and field:
        labels = {value: str(label) for value, label in field.choices}
        return lambda record: labels.get(value := value_of(record, name), cell_of(value))
    if kind is not None and kind.is_related:
        return _names(name)
    if "__" in name or kind is None:
        return lambda record: cell_of(value_of(record, name))
    return lambda record: cell_of(getattr(record, name))


def _names(name: str) -> Write:
    """Give the name of a related record; each is asked once, for many rows name the same."""
    known: dict[Any, str] = {}

    def write(record: Record) -> Cell:
        related = value_of(record, name)
        if not isinstance(related, Model):
            return None
        if related.pk not in known:
            if len(known) >= REMEMBERED:
                known.clear()
            known[related.pk] = str(related)
        return known[related.pk]

    return write


def cell_of(value: Any) -> Cell:
    """Give a value as a cell has it."""
    if value is None or isinstance(value, str | Decimal | date | datetime):
        return value
    for type_, write in CELLS:
        if isinstance(value, type_):
            return write(value)  # type: ignore[no-any-return]  # each writes a cell
    return str(value)


# the first that fits counts: a bool is an int
CELLS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (bool, lambda value: _("ya") if value else _("tidak")),
    (int, int),
    (float, lambda value: Decimal(repr(value))),
    (list | tuple, lambda value: BETWEEN.join(map(str, value))),
    (dict, lambda value: json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)),
)
