"""The parameters of a register's list, one by one, for the OpenAPI document and its checking.

What they mean is the list's own (`lists/filters.py`): an address of the API and one of the page
ask alike. What a list does not know is refused, where a page would only say so: a program that
mistypes a filter must not get all rows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django_filters import filters as ready
from pydantic import Field, create_model

from caruban.kernel.actors import Actor, Guest
from caruban.kernel.registers.api.schemas import Shown, camel, parts_of
from caruban.kernel.registers.api.types import NO_NUL, Number
from caruban.kernel.registers.lists import choosing, filters
from caruban.kernel.registers.lists.fields import can_order, heads_of, is_plain_to
from caruban.kernel.registers.lists.state import SORTS, State
from caruban.kernel.registers.once import once
from caruban.kernel.registers.register import RegisterType, rows_of

USUAL, MOST = 50, 200  # records of a page
LONGEST_CURSOR = 2_000
YES_NO = Literal["true", "false"]
OWN = ("sort", "fields", "limit", "cursor", "count")


@once
def parameters_of(register: RegisterType) -> Any:
    """Give the shape of the parameters of a register's list.

    Raises TypeError where a filter is named as a parameter that every list has.
    """
    made: dict[str, Any] = {}
    known = type(filters.filters_of(register, QueryDict(), by=Guest())).base_filters
    for name, one in known.items():
        if name in OWN:
            raise TypeError(f"{register.__name__} has a filter {name}, which every list has")
        kind, said = _filter(one)
        told = f"{one.label}: {said}" if name != filters.WORDS else "words sought"
        made[name] = (kind, Field(None, description=told))
    made |= {
        "sort": (
            Annotated[str, Field(pattern=_pattern(sorted(_sorted(register)), "-?", SORTS))],
            Field(None, description="columns to sort by, `-` before one that runs down"),
        ),
        "fields": fields_parameter(register),
        "limit": (
            Annotated[int, Field(ge=1, le=MOST)],
            Field(USUAL, description="records of a page"),
        ),
        "cursor": (
            Annotated[str, Field(max_length=LONGEST_CURSOR, pattern=NO_NUL)],
            Field(None, description="where the page begins, from `next` or `prev`"),
        ),
        "count": (
            YES_NO,
            Field("false", description="whether to count the records; many are estimated"),
        ),
    }
    return create_model(f"{camel(register)}Parameters", __base__=Shown, **made)


def fields_parameter(register: RegisterType) -> Any:
    """Give the parameter that leaves out all but some fields."""
    return (
        Annotated[str, Field(pattern=_pattern(selectable(register), "", 0))],
        Field(None, description="the only fields wanted, by commas; id and version always come"),
    )


@once
def fields_of(register: RegisterType) -> Any:
    """Give the shape of the parameters of one record."""
    asked: dict[str, Any] = {"fields": fields_parameter(register)}
    return create_model(f"{camel(register)}Fields", __base__=Shown, **asked)


@once
def selectable(register: RegisterType) -> tuple[str, ...]:
    """Give the fields that `fields` can name."""
    rows = (one.name for one in rows_of(register))
    return (*parts_of(register), *rows, "created_at", "updated_at")


def _pattern(names: "list[str] | tuple[str, ...]", before: str, most: int) -> str:
    one = f"{before}({'|'.join(names)})"
    return f"^{one}(,{one}){{0,{most - 1}}}$" if most else f"^{one}(,{one})*$"


def _sorted(register: RegisterType) -> list[str]:
    return [one.name for one in heads_of(register) if can_order(register, one.name)] or ["id"]


def _filter(one: Any) -> tuple[Any, str]:
    """Give the type of a filter's parameter, and what it does in words."""
    for kind, make in KINDS:
        if isinstance(one, kind):
            made: tuple[Any, str] = make(one)
            return made
    return Annotated[str, Field(max_length=filters.LONGEST_WORDS, pattern=NO_NUL)], "contains"


def _end(one: Any) -> str:
    return "at most" if one.lookup_expr == "lte" else "at least"


def _values(one: Any) -> Any:
    choices = one.extra["choices"]
    values = [str(value) for value, _label in (choices() if callable(choices) else choices)]
    return Literal[tuple(value for value in values if value)]


def _one_of(one: Any) -> tuple[Any, str]:
    several = Annotated[list[_values(one)], Field(max_length=choosing.MOST)]  # type: ignore[misc, valid-type]
    return several, "one of these"


NUMBERS = Annotated[list[Number], Field(max_length=choosing.MOST)]


def _as(made: Any, said: str) -> Any:
    return lambda _one: (made, said)


KINDS: tuple[tuple[type, Any], ...] = (
    (filters.Empty, _as(YES_NO, "whether nothing is there")),
    (filters.YesNo, _as(YES_NO, "yes or no")),
    (filters.Places, _as(NUMBERS, "lies in one of these or below")),
    (filters.Records, _as(NUMBERS, "points to one of these")),
    (filters.Period, lambda one: (_values(one), "lies in the period that today lies in")),
    (filters.Day, lambda one: (date, f"{_end(one)}, that day included")),
    (filters.Whole, lambda one: (int, _end(one))),
    (ready.NumberFilter, lambda one: (Decimal, _end(one))),
    (ready.MultipleChoiceFilter, _one_of),
)


def asked(register: RegisterType, given: QueryDict, *, by: Actor) -> filters.Filters:
    """Read the filters of an address. Raises ValidationError for what cannot be read or is unknown.

    A masked field is no filter for who sees it masked: else it is found out by halving.
    """
    found = filters.filters_of(register, given, by=by)
    known = {*found.filters, *OWN}
    strange = sorted({*given} - known)
    if strange:
        raise ValidationError({name[:100]: _("Isian ini tidak dikenal.") for name in strange[:10]})
    if not found.is_valid():
        raise ValidationError({name: list(said) for name, said in found.form.errors.items()})
    return found


def sorting(register: RegisterType, sort: str | None, *, by: Actor) -> tuple[str, ...]:
    """Read the order. Raises ValidationError for one that the reader may not ask for."""
    names = tuple(one for one in (sort or "").split(",") if one)
    for name in names:
        if not is_plain_to(register, name.removeprefix("-"), by):
            raise ValidationError({"sort": _("Data pribadi tidak dapat menjadi urutan.")})
    return names


def state_of(register: RegisterType, given: QueryDict, asked: Any, *, by: Actor) -> State:
    """Give the state of the list that an address asks for. Raises ValidationError."""
    sort = sorting(register, asked.sort, by=by)
    return replace(State.of(register, given, by=by), sort=sort, size=asked.limit)


def selected(register: RegisterType, fields: str | None) -> tuple[str, ...]:
    """Give the fields wanted; all where none are named. Raises ValidationError for an unknown."""
    known = selectable(register)
    wanted = dict.fromkeys((fields or "").split(",")) if fields else dict.fromkeys(known)
    if strange := [one for one in wanted if one not in known]:
        raise ValidationError({"fields": _("%(name)s tidak dikenal.") % {"name": strange[0][:100]}})
    return tuple(wanted)


def carried(given: QueryDict, cursor: str) -> str:
    """Give the query of another page of the same list."""
    query = given.copy()
    query["cursor"] = cursor
    query.pop("count", None)
    return query.urlencode()


def names_of(given: QueryDict) -> Iterator[str]:
    """Give the parameters that decide which rows there are and in which order."""
    for name, values in sorted(given.lists()):
        if name not in {"cursor", "limit", "fields", "count"}:
            yield f"{name}={','.join(values)}"
