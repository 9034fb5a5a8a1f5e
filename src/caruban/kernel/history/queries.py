"""What changed: the history of a record, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateField, Field, ForeignKey, Model, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from caruban.kernel.errors import Difference
from caruban.kernel.history.models import Change

UNSEEN = frozenset({"id", "version", "created_at", "updated_at"})


@dataclass(frozen=True)
class Entry:
    """One change for people: who, when, from where, and each field before and after."""

    at: datetime
    who: str
    address: str
    operation: str
    differences: list[Difference]


def changes_of(record: Model) -> QuerySet[Change]:
    """Give the changes of one record, the latest first."""
    return Change.objects.filter(table=record._meta.db_table, record=record.pk)


def differences(change: Change, model: type[Model]) -> list[Difference]:
    """Tell a change field by field, with the names that people know and values as plain text."""
    before, after = change.before or {}, change.after or {}
    fields = {field.column: field for field in model._meta.concrete_fields}
    return [
        Difference(
            label=str(fields[name].verbose_name) if name in fields else name,
            before=_text(before.get(name), fields.get(name)),
            after=_text(after.get(name), fields.get(name)),
            name=fields[name].name if name in fields else name,
        )
        for name in sorted(before.keys() | after.keys())
        if name not in UNSEEN and before.get(name) != after.get(name)
    ]


def since(record: Model, version_at: datetime) -> list[Change]:
    """Give the changes of a record later than a moment, the earliest first."""
    return list(changes_of(record).filter(at__gt=version_at).order_by("id"))


def trail_of(record: Model, *, limit: int = 50) -> list[Entry]:
    """Give the latest changes of a record in words, the latest first."""
    return [
        Entry(
            at=change.at,
            who=change.actor_name,
            address=change.address,
            operation=change.get_operation_display(),
            differences=differences(change, type(record)),
        )
        for change in changes_of(record)[:limit]
    ]


def _text(value: Any, column: "Field[Any, Any] | None") -> str:
    """Write a value as people read it: names for numbers of rows, words for choices and yes/no."""
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(column, ForeignKey):
        row = column.remote_field.model._base_manager.filter(pk=value).first()
        return str(row or value)
    if isinstance(column, DateField):
        return _day(str(value))
    return str(dict(column.flatchoices).get(value, value)) if column is not None else str(value)


def _day(value: str) -> str:
    moment = datetime.fromisoformat(value)
    return date_format(localtime(moment) if moment.tzinfo else moment, "j M Y")
