"""Pages that begin after a row, not at a number: as quick far inside as at the beginning, and
nothing is shown twice or passed over when rows come and go meanwhile.

The rows after a row lie in ranges that an index holds together, one after the other: those that are
equal in all keys but the last, then in all but the last two, and so on; rows with nothing at a key
come last. A page reads one range after the other until it is full, most often the first.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.timezone import is_naive

from caruban.kernel.records import Record
from caruban.kernel.registers.lists.keys import Key

LONGEST = 4_000  # characters of a cursor
DIGITS = 1_000  # of a number; the database takes 131.072 before the point
LARGEST = 2**63  # what no number of a row reaches
END = "end"  # the cursor after the last row: the page before it is the last

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Range:
    """Rows that lie together in the order.

    given   what all of them have in common, and where they begin
    fixed   how many keys are the same in all of them
    full    whether the key after those has something in all of them
    """

    given: Q
    fixed: int
    full: bool


@dataclass(frozen=True)
class Page:
    """Keys of the rows of a page, in order; cursors of the pages beside it, "" for none."""

    numbers: tuple[int, ...]
    before: str
    after: str


def page_of(
    rows: QuerySet[Record],
    keys: Sequence[Key],
    *,
    size: int,
    after: str = "",
    before: str = "",
    few: bool = False,
) -> Page:
    """Give the page of `size` rows that follows a cursor, or ends before one; else the first.

    few   that there are so few rows that all are found first and sorted then. Walking along an
          index until a page is full would read the whole table where they lie at its end

    Raises ValueError for a cursor that is none.
    """
    backwards = bool(before)
    cursor = before or after
    start = None if cursor in {"", END} else _start(rows, keys, cursor)
    walk = Walk(rows, keys, backwards=backwards, few=few)
    found = list(walk.after(start, size + 1))
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    earlier, later = (more, cursor != END) if backwards else (start is not None, more)
    if not found:
        return Page((), "", "")
    return Page(
        tuple(one[-1] for one in found),
        written(found[0], keys) if earlier else "",
        written(found[-1], keys) if later else "",
    )


def _start(rows: QuerySet[Record], keys: Sequence[Key], cursor: str) -> Values:
    """Give the values of the row that a cursor stands at, by its number where they are personal."""
    number, values = read(cursor, keys)
    if not any(key.is_personal for key in keys):
        return values
    found = rows.filter(pk=number).values_list(*(key.path for key in keys)).first()
    if found is None:
        raise ValueError("the row of the cursor is gone")
    return tuple(found)


@dataclass(frozen=True)
class Walk:
    """A way along rows in the order of keys, forwards or backwards."""

    rows: QuerySet[Record]
    keys: Sequence[Key]
    backwards: bool
    few: bool

    def after(self, start: Values | None, many: int) -> Iterator[Values]:
        """Give the values of the keys, and the number, of the first rows after a row."""
        paths = [*(key.path for key in self.keys), "pk"]
        for one in _ranges(self.keys, start, backwards=self.backwards):
            if many <= 0:
                return
            found = self.rows.filter(one.given).order_by(*self._order(one)).values_list(*paths)
            for values in found[:many]:
                many -= 1
                yield values

    def _order(self, one: Range) -> Iterator[OrderBy]:
        full = one.full
        for key in self.keys[one.fixed :]:
            yield key.ordered(backwards=self.backwards, empties=not full, gathered=self.few)
            full = full and key.leads


def _ranges(keys: Sequence[Key], start: Values | None, *, backwards: bool) -> Iterator[Range]:
    if start is None:
        yield from _whole(keys[0], backwards=backwards)
        return
    for depth in reversed(range(len(keys))):
        same = Q()
        for key, value in zip(keys[:depth], start, strict=False):
            same &= _is(key, value)
        if depth and keys[depth - 1].closes and start[depth - 1] is None:
            continue  # all of them have nothing here, too
        yield from _beyond(keys[depth], start[depth], same, depth, backwards=backwards)


def _whole(key: Key, *, backwards: bool) -> list[Range]:
    """Give all rows: those with something at the first key, and those with nothing there."""
    if not key.nullable:
        return [Range(Q(), 0, full=True)]
    parts = [Range(_is(key, None, negated=True), 0, full=True), _nothing(key, Q(), 0)]
    return parts[::-1] if backwards else parts


def _beyond(key: Key, value: Any, same: Q, depth: int, *, backwards: bool) -> Iterator[Range]:
    """Give the rows after a value of a key, among those that are equal before it."""
    if value is not None:
        lookup = "lt" if key.descending != backwards else "gt"
        yield Range(same & Q(**{f"{key.path}__{lookup}": value}), depth, full=True)
        if key.nullable and not backwards:
            yield _nothing(key, same, depth)
    elif backwards:
        yield Range(same & _is(key, None, negated=True), depth, full=True)


def _nothing(key: Key, same: Q, depth: int) -> Range:
    return Range(same & _is(key, None), depth + (2 if key.closes else 1), full=False)


def _is(key: Key, value: Any, *, negated: bool = False) -> Q:
    if value is None:
        return Q(**{f"{key.empty or key.path}__isnull": not negated})
    return Q(**{key.path: value})


def written(values: Values, keys: Sequence[Key]) -> str:
    """Give a row as a cursor; what is personal stays out, and is looked up when it is read."""
    shown = zip(keys, values, strict=False)
    told = [None if key.is_personal else _plain(one) for key, one in shown]
    text = json.dumps([values[-1], *told], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str, keys: Sequence[Key]) -> tuple[int, Values]:
    """Give the number of the row that a cursor holds, and its values of the keys.

    Raises ValueError for what is no cursor of this order.
    """
    if len(cursor) > LONGEST:
        raise ValueError("too long for a cursor")
    raw = base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), b"-_", validate=True)
    try:
        number, *told = json.loads(raw)
        typed = tuple(_typed(key, one) for key, one in zip(keys, told, strict=True))
    except (ValidationError, TypeError, ArithmeticError, RecursionError) as error:
        raise ValueError("not a cursor of this order") from error
    if not isinstance(number, int) or not 0 < number < LARGEST:
        raise ValueError("not the number of a row")
    return number, typed


def _typed(key: Key, told: Any) -> Any:
    if told is None:
        return None
    if isinstance(told, list | dict) or key.field is None:
        raise TypeError(type(told))
    if isinstance(told, str) and "\x00" in told.encode().decode():  # refuses lone surrogates, too
        raise TypeError("no text")
    value = key.field.to_python(told)
    if isinstance(value, Decimal) and abs(value.adjusted()) > DIGITS:
        raise TypeError("no number that a column holds")
    if isinstance(value, datetime) and is_naive(value):
        raise TypeError("no moment")
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
