"""The history of a record as data: who changed what, when, and from where."""

from datetime import datetime
from typing import Any, Literal

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Field as ModelField
from django.utils.translation import gettext as _
from pydantic import Field

from caruban.kernel.access import may
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.actors import Actor
from caruban.kernel.history.models import Change
from caruban.kernel.history.queries import changes_of
from caruban.kernel.records import Record
from caruban.kernel.registers.api.schemas import Shown, parts_of
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.registers.showing import is_masked, masked

SALT = "caruban.register-history"
OPERATIONS = {"INSERT": "created", "UPDATE": "changed", "DELETE": "removed"}


class FieldChange(Shown):
    """One field before and after, as the database kept them; personal data masked."""

    field: str = Field(description="name of the field", examples=["name"])
    before: Any = Field(None, description="null for nothing")
    after: Any = Field(None, description="null for nothing")


class HistoryEntry(Shown):
    """One change of a record."""

    at: datetime = Field(description="ISO 8601 with offset")
    who: str = Field(description="name of who changed it")
    operation: Literal["created", "changed", "removed"]
    address: str | None = Field(description="from where; null for who may not see it")
    changes: list[FieldChange]


class HistoryPage(Shown):
    """Changes of a record, the latest first."""

    items: list[HistoryEntry]
    next: str | None = Field(description="address of the next page; null on the last")


def entries(
    register: RegisterType, record: Record, *, by: Actor, limit: int, cursor: str
) -> tuple[list[dict[str, Any]], str]:
    """Give changes of a record, the latest first, and the cursor of what came before.

    Only the fields that the register shows; where the change came from only to who may read
    history. Raises ValidationError for a cursor that is none of this record's.
    """
    found = changes_of(record)
    if cursor:
        found = found.filter(pk__lt=_before(cursor, record))
    changes = list(found[: limit + 1])
    is_more, changes = len(changes) > limit, changes[:limit]
    shown = _columns(register)
    hidden = {name for name in register.masked if is_masked(register, name, record, by=by)}
    sees_places = may(by, AccountPermission.READ_HISTORY, record)
    told = [_entry(one, shown, hidden, sees_places=sees_places) for one in changes]
    place = [record._meta.db_table, record.pk, changes[-1].pk] if is_more else None
    return told, signing.dumps(place, salt=SALT) if place else ""


def _before(cursor: str, record: Record) -> int:
    wrong = ValidationError({"cursor": _("Kursor ini tidak dikenal. Mulai dari halaman pertama.")})
    try:
        table, number, change = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise wrong from error
    if (table, number) != (record._meta.db_table, record.pk):
        raise wrong
    return int(change)


def _columns(register: RegisterType) -> dict[str, str]:
    """Give the fields that the register shows, by the column that the history names."""
    own = [one for one in parts_of(register).values() if one.described.is_own]
    fields: list[tuple[str, ModelField[Any, Any]]] = [
        (one.name, one.described.field) for one in own
    ]
    return {str(field.column): name for name, field in fields if field.column}


def _entry(
    change: Change, shown: dict[str, str], hidden: set[str], *, sees_places: bool
) -> dict[str, Any]:
    before, after = change.before or {}, change.after or {}
    return {
        "at": change.at,
        "who": change.actor_name,
        "operation": OPERATIONS[change.operation],
        "address": change.address if sees_places else None,
        "changes": [
            {
                "field": name,
                "before": _value(before.get(column), is_hidden=name in hidden),
                "after": _value(after.get(column), is_hidden=name in hidden),
            }
            for column, name in shown.items()
            if before.get(column) != after.get(column)
        ],
    }


def _value(value: Any, *, is_hidden: bool) -> Any:
    return masked(value) if is_hidden and value is not None else value
