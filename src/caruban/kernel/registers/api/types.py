"""What a field is in the API: its type going in, its type coming out, an example of it."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from pydantic import AfterValidator, AwareDatetime, Field

from caruban.kernel.registers.kinds import Described, Kind, kind_of
from caruban.kernel.registers.register import all_registers

NO_NUL = "^[^\\u0000]*$"  # PostgreSQL keeps none
LARGEST = 2**63 - 1
MOST = 1_000  # related records or rows in one request
EARLIEST, LATEST = 1000, 3000  # years that a day may lie in

EXAMPLES: dict[Kind, Any] = {
    Kind.TEXT: "Contoh",
    Kind.LONG: "Contoh uraian.",
    Kind.EMAIL: "nama@contoh.go.id",
    Kind.ADDRESS: "https://contoh.go.id",
    Kind.WHOLE: 12,
    Kind.DAY: "2026-01-31",
    Kind.MOMENT: "2026-01-31T08:15:00+07:00",
    Kind.YES_NO: True,
    Kind.RELATION: 12,
    Kind.PLACE: 3,
    Kind.MANY: [12, 15],
    Kind.OTHER: {},
}


def _sane_day(value: Any) -> Any:
    if not EARLIEST <= value.year <= LATEST:
        raise ValueError(f"a year from {EARLIEST} to {LATEST}")
    return value


Day = Annotated[date, AfterValidator(_sane_day)]
Moment = Annotated[AwareDatetime, AfterValidator(_sane_day)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]

FIXED: dict[Kind, Any] = {
    Kind.DAY: Day,
    Kind.MOMENT: Moment,
    Kind.YES_NO: bool,
    Kind.RELATION: Number,
    Kind.PLACE: Number,
    Kind.MANY: Annotated[list[Number], Field(max_length=MOST)],
    Kind.OTHER: Any,
}


def taken(field: Described) -> Any:
    """Give the type of a field in a body, without "may be left out"."""
    made = FIXED.get(field.kind)
    if made is None:
        made = MADE[field.kind](field) if field.kind in MADE else _text(field.field)
    return made | None if field.field.null and made is not Any else made


def given(field: Described, *, is_masked: bool = False) -> Any:
    """Give the type of a field in an answer; null wherever a record may hold nothing."""
    if is_masked:
        return str | None
    if field.kind is Kind.DECIMAL:
        is_exact = isinstance(field.field, models.DecimalField)
        made: Any = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")] if is_exact else float
    elif field.kind is Kind.MANY:
        return list[int]
    elif field.kind is Kind.LIST:
        made = list[given(inner(field))]  # type: ignore[misc]  # made at run time
    elif field.kind.is_related or field.kind is Kind.WHOLE:
        made = int
    else:
        plain = {Kind.DAY: date, Kind.MOMENT: datetime, Kind.YES_NO: bool, Kind.OTHER: Any}
        made = _choice(field.field) if field.kind is Kind.CHOICE else plain.get(field.kind, str)
    is_sure = field.is_own and not field.field.null
    return made if is_sure or made is Any else made | None


def example(field: Described) -> Any:
    """Give an example of a field, made from what it is."""
    if field.kind is Kind.CHOICE:
        return next(value for value, _label in field.choices if value != "")
    if field.kind is Kind.LIST:
        return [example(inner(field))]
    if field.kind is Kind.DECIMAL:
        return "12.50" if isinstance(field.field, models.DecimalField) else 12.5
    if field.kind is Kind.TEXT:
        return str(EXAMPLES[Kind.TEXT])[: field.field.max_length or None]
    return EXAMPLES[field.kind]


def meaning(field: Described) -> str:
    """Tell what a field means: its label, help, and where a relation leads."""
    said = [str(field.label)]
    if field.field.help_text:
        said.append(str(field.field.help_text))
    if field.kind.is_related or field.kind is Kind.MANY:
        names = [one.name for one in all_registers() if one.model is field.related]
        if names:
            said.append(f"id in {' or '.join(f'`{name}`' for name in names)}")
    return "; ".join(said)


def inner(field: Described) -> Described:
    """Describe what a list holds."""
    base = field.field.base_field  # type: ignore[attr-defined]
    return Described(field.name, field.label, kind_of(base), base, is_own=True)


def _text(field: "models.Field[Any, Any]") -> Any:
    return Annotated[str, Field(pattern=NO_NUL, max_length=field.max_length)]


def _choice(field: "models.Field[Any, Any]") -> Any:
    values = [value for value, _label in field.flatchoices if value is not None]
    if field.blank and "" not in values and isinstance(field, models.CharField):
        values.append("")
    return Literal[tuple(dict.fromkeys(values))]


def _decimal(field: "models.Field[Any, Any]") -> Any:
    if not isinstance(field, models.DecimalField):
        return Annotated[float, Field(allow_inf_nan=False)]
    digits, places = field.max_digits, field.decimal_places
    return Annotated[Decimal, Field(max_digits=digits, decimal_places=places, allow_inf_nan=False)]


def _whole(field: "models.Field[Any, Any]") -> Any:
    """Give a whole number within what its column can hold."""
    low, high = connection.ops.integer_field_range(field.get_internal_type())
    least, most = -LARGEST if low is None else low, LARGEST if high is None else high
    return Annotated[int, Field(ge=least, le=most)]


def _size(field: "models.Field[Any, Any]") -> int:
    return field.size or MOST if isinstance(field, ArrayField) else MOST


def _list(field: Described) -> Any:
    inside = taken(inner(field))
    return Annotated[list[inside], Field(max_length=_size(field.field))]  # type: ignore[valid-type]


MADE: dict[Kind, Callable[[Described], Any]] = {
    Kind.WHOLE: lambda one: _whole(one.field),
    Kind.DECIMAL: lambda one: _decimal(one.field),
    Kind.CHOICE: lambda one: _choice(one.field),
    Kind.LIST: _list,
}
