"""What a record's field shows: a value for machines, words for people, masked where it must be."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from caruban.kernel.access import may
from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.kinds import Described, Kind, NoSuchField
from caruban.kernel.registers.register import RegisterType, field_of
from caruban.kernel.web.formats import UNKNOWN, clock, num

SHOWN = 4  # characters of a masked value that stay readable, at its end
MASK = "•"


def value_of(record: Record, name: str) -> Any:
    """Give what a record holds at a field, path or computed column; None where a step has none."""
    value: Any = record
    for step in name.split("__"):
        value = getattr(value, step, None)
        if value is None:
            return None
    return value


def is_masked(register: RegisterType, name: str, record: Record, *, by: Actor) -> bool:
    """Say whether a reader sees only the end of a value."""
    permission = register.masked.get(name)
    return permission is not None and not may(by, permission, record)


def masked(value: Any) -> str:
    """Give a value with all but its last characters hidden, and as many signs as it has.

    A value so short that its end would tell it all is hidden whole.
    """
    text = "" if value is None else str(value)
    shown = text[-SHOWN:] if len(text) > 2 * SHOWN else ""
    return MASK * (len(text) - len(shown)) + shown


def plain(register: RegisterType, record: Record, name: str, *, by: Actor) -> Any:
    """Give a value as data: text, int, Decimal, bool, date, datetime, None; a relation's key.

    Personal data that the reader may not see is masked. Lists stay lists.
    """
    value = value_of(record, name)
    if is_masked(register, name, record, by=by):
        return masked(value)
    field = _described(register, name)
    if field is not None and field.kind is Kind.MANY:
        return [one.pk for one in value.all()] if value is not None else []
    return value.pk if isinstance(value, Model) else value


def words(register: RegisterType, record: Record, name: str, *, by: Actor) -> str:
    """Give a value as people read it, in the language in force; "–" where there is none."""
    value = value_of(record, name)
    if is_masked(register, name, record, by=by):
        return masked(value) or UNKNOWN
    return in_words(value, _described(register, name))


def in_words(value: Any, field: Described | None = None) -> str:
    """Write a value of a field for people: words of choices, local formats, names of records."""
    if value is None or value == "":
        return UNKNOWN
    if field is not None and field.kind is Kind.CHOICE:
        return str(dict(field.field.flatchoices).get(value, value))
    if field is not None and field.kind is Kind.MANY:
        return ", ".join(map(str, value.all())) or UNKNOWN
    for type_, write in WRITERS:
        if isinstance(value, type_):
            return str(write(value))
    return str(value)


def _described(register: RegisterType, name: str) -> Described | None:
    try:
        return field_of(register, name)
    except NoSuchField:
        return None  # computed by the database


def _moment(value: datetime) -> str:
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{date_format(local, 'j M Y')}, {clock(local)}"


def _decimal(value: Decimal) -> str:
    return num(value, max(0, -int(value.normalize().as_tuple().exponent)))


# the first that fits counts: a bool is an int, a datetime a date
WRITERS: tuple[tuple[type, Any], ...] = (
    (bool, lambda value: _("ya") if value else _("tidak")),
    (int, num),
    (Decimal, _decimal),
    (float, lambda value: _decimal(Decimal(str(value)))),
    (datetime, _moment),
    (date, lambda value: date_format(value, "j M Y")),
    (list, lambda value: ", ".join(map(str, value)) or UNKNOWN),
)
