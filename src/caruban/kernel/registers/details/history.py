"""The history of a record for people: who changed what, when and from where, the latest first.

A change of the record and of what belongs to it, made in one go, is told as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, ForeignKey, ManyToManyField, Model, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from caruban.kernel.access import may
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.actors import Actor
from caruban.kernel.comments.permissions import CommentPermission
from caruban.kernel.errors import Difference
from caruban.kernel.history.models import Change
from caruban.kernel.records import Record
from caruban.kernel.registers.children import place_of, relation_of
from caruban.kernel.registers.kinds import Described, Kind, kind_of
from caruban.kernel.registers.layout import Rows
from caruban.kernel.registers.register import (
    RegisterType,
    columns_of,
    field_of,
    form_names,
    rows_of,
)
from caruban.kernel.registers.showing import in_words, masked

PAGE = 60  # rows of history that a page reads
TOGETHER = timedelta(seconds=5)  # of one request

Operation = Change.Operation


@dataclass
class Entry:
    """What somebody did to a record in one go.

    number        the last row of history of it: restoring gives what the record held then
    operation     how the record itself was changed, "" where only what belongs to it was
    address       from where; "" for who may not see it
    differences   field by field, before and after, in words
    """

    number: int
    at: datetime
    who: str
    request: str
    operation: str = ""
    address: str = ""
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class Trail:
    """A page of a record's history; `before` continues it, None on the last page."""

    entries: list[Entry]
    before: int | None


def trail_of(
    register: RegisterType, record: Record, *, by: Actor, before: int | None = None
) -> Trail:
    """Give the latest changes of a record, or those before a row of history.

    Only of fields that the register shows; personal data masked for everyone.
    """
    found = changes_touching(register, record)
    if before is not None:
        found = found.filter(pk__lt=before)
    changes = list(found.order_by("-pk")[: PAGE + 1])
    sees_address = may(by, AccountPermission.READ_HISTORY, record)
    entries: list[Entry] = []
    for change in changes[:PAGE]:
        entry = _entry_for(change, entries)
        entry.operation = entry.operation or _operation(change, record)
        entry.address = change.address if sees_address else ""
        entry.differences = _told(register, record, change) + entry.differences
    shown = [one for one in entries if one.differences or one.operation != Operation.UPDATE]
    return Trail(shown, changes[PAGE - 1].pk if len(changes) > PAGE else None)


def is_open_to(record: Record, *, by: Actor) -> bool:
    """Say whether somebody who sees a record also sees its history: those who work with it.

    What belongs to no organisation, as an instrument, is everyone's who works here.
    """
    place = record if record.organisation_path is not None else None
    return may(by, CommentPermission.READ, place)


def last_change_of(record: Record) -> Change | None:
    """Give the latest change of a record itself."""
    return Change.objects.filter(table=record._meta.db_table, record=record.pk).first()


def changes_touching(register: RegisterType, record: Record) -> QuerySet[Change]:
    """Give the changes of a record, of its rows and of its relations to many."""
    own = Q(table=record._meta.db_table, record=record.pk)
    tables = [relation_of(register.model, rows)[0]._meta.db_table for rows in rows_of(register)]
    tables += [_relation(register, name).m2m_db_table() for name in _many(register)]
    parts = Q(table__in=tables, whole=record.pk)  # each by its own index
    return Change.objects.filter(own | parts if tables else own)


def _entry_for(change: Change, entries: list[Entry]) -> Entry:
    """Give the entry that a change belongs to: that of the same request just after it, or new."""
    if entries:
        last = entries[-1]
        is_same = last.request and (last.request, last.who) == (change.request, change.actor_name)
        if is_same and last.at - change.at < TOGETHER:
            return last
    entries.append(Entry(change.pk, change.at, change.actor_name, change.request))
    return entries[-1]


def _operation(change: Change, record: Record) -> str:
    return change.operation if change.table == record._meta.db_table else ""


def _told(register: RegisterType, record: Record, change: Change) -> list[Difference]:
    if change.table == record._meta.db_table:
        return list(_own(register, change))
    for rows in rows_of(register):
        model = relation_of(register.model, rows)[0]
        if model._meta.db_table == change.table:
            return _of_row(rows, model, change)
    for name in _many(register):
        if _relation(register, name).m2m_db_table() == change.table:
            return [_of_many(register, name, change)]
    return []


def _own(register: RegisterType, change: Change) -> Iterable[Difference]:
    """Tell the fields that the register shows; of a new record those that hold something."""
    before, after = change.before or {}, change.after or {}
    for name in _shown(register):
        column = field_of(register, name).field
        if column.column not in before and column.column not in after:
            continue
        was, now = (_words(column, part.get(column.column)) for part in (before, after))
        if was == now:
            continue
        if name in register.masked:
            was, now = masked(was), masked(now)
        yield Difference(capfirst(str(column.verbose_name)), was, now, name)


def _of_row(rows: Rows, model: type[Model], change: Change) -> list[Difference]:
    """Tell of a repeating row: what it was and is, or that it was moved."""
    fields = [model._meta.get_field(name) for name in rows.columns]
    before, after = change.before or {}, change.after or {}
    title = str(rows.title or capfirst(str(model._meta.verbose_name)))
    if change.operation != Operation.UPDATE:
        was, now = (_row(fields, part) for part in (before, after))  # type: ignore[arg-type]
        return [Difference(title, was, now, rows.name)]
    told = [
        Difference(
            f"{title}: {one.verbose_name}",  # type: ignore[union-attr]
            _words(one, before.get(one.column)),  # type: ignore[arg-type, union-attr]
            _words(one, after.get(one.column)),  # type: ignore[arg-type, union-attr]
            rows.name,
        )
        for one in fields
        if before.get(one.column) != after.get(one.column)  # type: ignore[union-attr]
    ]
    place = place_of(model)
    if not told and place and before.get(place) != after.get(place):
        about = {"before": before.get(place), "after": after.get(place)}
        moved = _("urutan %(before)s"), _("urutan %(after)s")
        return [Difference(title, moved[0] % about, moved[1] % about, rows.name)]
    return told


def _of_many(register: RegisterType, name: str, change: Change) -> Difference:
    relation = _relation(register, name)
    kept = change.after or change.before or {}
    target = relation.remote_field.model
    record = target._base_manager.filter(pk=kept.get(str(relation.m2m_reverse_name()))).first()
    named = str(record) if record is not None else _("catatan yang sudah tidak ada")
    label = capfirst(str(relation.verbose_name))
    is_new = change.operation == Operation.INSERT
    return Difference(label, "" if is_new else named, named if is_new else "", name)


def _row(fields: "list[Field[Any, Any]]", kept: dict[str, Any]) -> str:
    return (
        ", ".join(_words(one, kept.get(str(one.column))) or "–" for one in fields) if kept else ""
    )


def _words(column: "Field[Any, Any]", kept: Any) -> str:
    """Write what history kept of a column; "" for nothing."""
    if kept is None or kept in ("", []):
        return ""
    if isinstance(column, ForeignKey):
        found = column.remote_field.model._base_manager.filter(pk=kept).first()
        return str(found if found is not None else kept)
    value = kept if isinstance(column, ArrayField) else column.to_python(kept)
    kind = kind_of(column)
    return in_words(value, Described(column.name, column.verbose_name, kind, column, is_own=True))


def _shown(register: RegisterType) -> list[str]:
    """Give the record's own fields that its register shows anywhere."""
    computed = {one.name for one in columns_of(register) if one.expression is not None}
    names = [*form_names(register), *(one.name for one in columns_of(register)), *register.key]
    return [
        name
        for name in dict.fromkeys(names)
        if name not in computed
        and "__" not in name
        and field_of(register, name).kind is not Kind.MANY
    ]


def _many(register: RegisterType) -> list[str]:
    return [
        name
        for name in form_names(register)
        if field_of(register, name).kind is Kind.MANY
        and _relation(register, name).remote_field.through._meta.auto_created  # type: ignore[union-attr]
    ]


def _relation(register: RegisterType, name: str) -> "ManyToManyField[Any, Any]":
    return field_of(register, name).field  # type: ignore[return-value]
