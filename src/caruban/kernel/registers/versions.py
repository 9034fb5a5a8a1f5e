"""What a record held before: undone, change by change, from what it holds now.

Its own columns, its repeating rows and its relations to many, as far as its form has them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, ForeignKey, ManyToManyField, Model, QuerySet

from caruban.kernel.history.models import Change
from caruban.kernel.history.queries import changes_of
from caruban.kernel.history.staleness import changes_since
from caruban.kernel.records import Record
from caruban.kernel.registers.actions import Values, held
from caruban.kernel.registers.children import Row, place_of, relation_of
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.layout import Rows
from caruban.kernel.registers.register import RegisterType, field_of, form_names, rows_of

Operation = Change.Operation


@dataclass
class Past:
    """What a record held at the fields of its form.

    values   as the verbs take them; rows carry the "pk" that they had
    gone     fields that pointed to records which are not there any more
    """

    values: Values = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


def at_version(register: RegisterType, record: Record, version: int) -> Past:
    """Give what a record held at a version of it; `record` holds what is there now."""
    later = changes_since(record, version) if version < record.version else []
    if not later:
        return past(register, record, after=None)
    return past(register, record, after=later[-1].pk - 1)


def past(register: RegisterType, record: Record, *, after: int | None) -> Past:
    """Give what a record held right after a change: all later ones are undone.

    after   the id of a row of history; None for what is there now
    """
    found = Past()
    columns = _columns(record, after)
    for name in form_names(register):
        described = field_of(register, name)
        if described.kind is Kind.MANY:
            found.values[name] = _many(record, described.field, after)  # type: ignore[arg-type]
        elif described.field.column in columns:
            found.values[name] = _value(described.field, columns[described.field.column])
            if found.values[name] is None and columns[described.field.column] is not None:
                found.gone.add(name)
        else:
            found.values[name] = held(register, record, name)
    for rows in rows_of(register):
        found.values[rows.name] = rows_at(record, rows, after=after)
    return found


def rows_at(record: Record, rows: Rows, *, after: int | None) -> list[Row]:
    """Give the repeating rows that a record had, in their order, each with its "pk"."""
    model, back = relation_of(type(record), rows)
    place = place_of(model)
    names = [*rows.columns, place] if place else list(rows.columns)
    fields = {one.column: one for one in model._meta.concrete_fields if one.name in names}
    known: dict[int, Row] = {
        one.pk: {name: getattr(one, name) for name in names}
        for one in model._base_manager.filter(**{back.name: record})
    }
    for change in _undone(model._meta.db_table, record, after):
        if change.operation == Operation.INSERT:
            known.pop(change.record, None)
            continue
        before = change.before or {}
        was = {one.name: _value(one, before[at]) for at, one in fields.items() if at in before}
        known[change.record] = known.get(change.record, {}) | was
    order = sorted(known, key=lambda pk: (known[pk].get(place, 0) if place else 0, pk))
    return [{"pk": pk} | {name: known[pk].get(name) for name in rows.columns} for pk in order]


def _columns(record: Record, after: int | None) -> dict[str, Any]:
    """Give the columns that were others, as history kept them."""
    if after is None:
        return {}
    found: dict[str, Any] = {}
    later = changes_of(record).filter(pk__gt=after, operation=Operation.UPDATE)
    for before in later.values_list("before", flat=True):  # the latest first
        found |= before or {}
    return found


def _many(record: Record, relation: "ManyToManyField[Any, Any]", after: int | None) -> list[Any]:
    numbers = {one.pk for one in getattr(record, relation.name).all()}
    target = relation.m2m_reverse_name()
    for change in _undone(relation.m2m_db_table(), record, after):
        if change.operation == Operation.INSERT:
            numbers.discard((change.after or {}).get(target))
        elif change.operation == Operation.DELETE:
            numbers.add((change.before or {})[target])
    return list(relation.remote_field.model._base_manager.filter(pk__in=numbers).order_by("pk"))


def _undone(table: str, record: Model, after: int | None) -> "QuerySet[Change] | Iterable[Change]":
    """Give the changes of what belongs to a record that are to be undone, the latest first."""
    if after is None:
        return ()
    return Change.objects.filter(table=table, whole=record.pk, pk__gt=after)


def _value(column: "Field[Any, Any]", kept: Any) -> Any:
    """Give what a column held, from what history kept as JSON; None where a record is gone."""
    if kept is None:
        return None
    if isinstance(column, ForeignKey):
        return column.remote_field.model._base_manager.filter(pk=kept).first()
    if isinstance(column, ArrayField):
        return [column.base_field.to_python(one) for one in kept]
    return column.to_python(kept)
