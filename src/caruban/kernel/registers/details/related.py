"""What refers to a record: the first rows of each related register, and the way to the rest."""

from dataclasses import dataclass

from django.db.models import ForeignKey, ManyToManyField, Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import capfirst

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers import queries
from caruban.kernel.registers.register import (
    RegisterType,
    all_registers,
    columns_of,
    field_of,
    order_of,
)
from caruban.kernel.registers.showing import words

FIRST = 10  # rows that are shown
COLUMNS = 4  # of them


@dataclass(frozen=True)
class Related:
    """A register whose records refer to the one shown.

    heads, rows   of the first records: their address and what their columns say
    more          whether there are more;   all   the address of the list of all, "" for none
    new           the address that enters one which refers to this record; "" for none
    """

    name: str
    title: str | Promise
    heads: list[str]
    rows: list[tuple[str, list[str]]]
    more: bool
    all: str
    new: str


def related_to(register: RegisterType, record: Record, *, by: Actor) -> list[Related]:
    """Give what refers to a record, as far as somebody may read it."""
    found = []
    for name in register.related:
        for model, field in _relations(register.model, name):
            others = [
                _related(one, name, field, record, by)
                for one in all_registers()
                if one.model is model and queries.may_do(one, "reads", by=by)
            ]
            found += _telling(others)
    return found


def _telling(several: list[Related]) -> list[Related]:
    """Leave out of several registers of one table those that can hold nothing here."""
    if len(several) < 2:  # noqa: PLR2004 (several)
        return several
    return [one for one in several if one.rows or one.new] or several[:1]


def _relations(
    model: type[Model], name: str
) -> "list[tuple[type[Model], ForeignKey[Model, Model] | ManyToManyField[Model, Model]]]":
    return [
        (one.related_model, one.field)  # type: ignore[misc]
        for one in model._meta.related_objects
        if one.get_accessor_name() == name
    ]


def _related(
    other: RegisterType,
    name: str,
    field: "ForeignKey[Model, Model] | ManyToManyField[Model, Model]",
    record: Record,
    by: Actor,
) -> Related:
    shown = [one for one in columns_of(other) if one.shown and one.name != field.name][:COLUMNS]
    rows = queries.joined(other, by=by).filter(**{field.name: record}).order_by(*order_of(other))
    first = list(rows[: FIRST + 1])
    heads = [
        capfirst(
            str(one.head or (field_of(other, one.name).label if not one.expression else one.name))
        )
        for one in shown
    ]
    query = urlencode({field.name: record.pk})
    can_create = bool(other.form) and queries.may_do(other, "creates", by=by)
    return Related(
        name=name,
        title=other.title,
        heads=heads,
        rows=[
            (
                reverse("registers:record", args=[other, one.pk]),
                [words(other, one, column.name, by=by) for column in shown],
            )
            for one in first[:FIRST]
        ],
        more=len(first) > FIRST,
        all=f"{reverse('registers:list', args=[other])}?{query}"
        if field.name in other.filters
        else "",
        new=f"{reverse('registers:create', args=[other])}?{query}" if can_create else "",
    )
