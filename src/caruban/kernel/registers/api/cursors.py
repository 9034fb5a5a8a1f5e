"""Where a page of a list begins: a place in its order, not a number of rows to skip.

A cursor holds what the row at the border has in the columns of the order, and is signed: one that
somebody made up or changed is refused, as is one of another list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from caruban.kernel.records import Record
from caruban.kernel.registers.lists.keys import Key

SALT = "caruban.register-cursor"
NEXT, PREV = "n", "p"
NEVER = Q(pk__in=())
BORDER = "border_"  # the columns of the order, as each row carries them


@dataclass(frozen=True)
class Page:
    """Records of one page, and the cursors of its neighbours; "" where there is none."""

    records: list[Record]
    next: str
    prev: str


def page_of(
    rows: QuerySet[Record], keys: Sequence[Key], *, of: str, limit: int, cursor: str
) -> Page:
    """Give the page of an order that begins at a cursor, or the first.

    of   what tells this list from others: its register, filters and order

    Raises ValidationError for a cursor that is not one of this list's.
    """
    mark = sha256(of.encode()).hexdigest()[:16]
    direction, values = _read(cursor, mark, len(keys)) if cursor else (NEXT, [])
    backwards = direction == PREV
    if values:
        rows = rows.filter(_beyond(keys, values, backwards=backwards))
    rows = rows.annotate(**{f"{BORDER}{at}": F(key.path) for at, key in enumerate(keys)})
    ordered = rows.order_by(*(key.ordered(backwards=backwards) for key in keys))
    found = list(ordered[: limit + 1])
    is_more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    has_next, has_prev = (bool(cursor), is_more) if backwards else (is_more, bool(cursor))
    return Page(
        found,
        _write(NEXT, found[-1], keys, mark) if found and has_next else "",
        _write(PREV, found[0], keys, mark) if found and has_prev else "",
    )


def _beyond(keys: Sequence[Key], values: Sequence[Any], *, backwards: bool) -> Q:
    """Give the condition of lying after a place in an order; before it, backwards."""
    found, same = NEVER, Q()
    for key, value in zip(keys, values, strict=True):
        found |= same & _further(key, value, backwards=backwards)
        same &= Q(**{f"{key.path}__isnull": True}) if value is None else Q(**{key.path: value})
    first, at = keys[0], values[0]
    if first.nullable or at is None:
        return found
    # said again so that the database can begin to walk its index here
    run = "lte" if first.descending != backwards else "gte"
    return Q(**{f"{first.path}__{run}": at}) & found


def _further(key: Key, value: Any, *, backwards: bool) -> Q:
    nothing = Q(**{f"{key.path}__isnull": True})
    if value is None:  # empty values come last
        return ~nothing if backwards else NEVER
    run = "lt" if key.descending != backwards else "gt"
    beyond = Q(**{f"{key.path}__{run}": value})
    return beyond | nothing if key.nullable and not backwards else beyond


def _write(direction: str, record: Record, keys: Sequence[Key], mark: str) -> str:
    values = [_plain(getattr(record, f"{BORDER}{at}")) for at in range(len(keys))]
    return signing.dumps([mark, direction, values], salt=SALT)


def _read(cursor: str, mark: str, many: int) -> tuple[str, list[Any]]:
    wrong = ValidationError({"cursor": _("Kursor ini tidak dikenal. Mulai dari halaman pertama.")})
    try:
        of, direction, values = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise wrong from error
    if of != mark or len(values) != many:
        raise wrong
    return direction, [_typed(one) for one in values]


def _plain(value: Any) -> Any:
    """Give a value as JSON holds it, with its type."""
    for sign, kind in KINDS.items():
        if isinstance(value, kind):
            return [sign, value.isoformat() if hasattr(value, "isoformat") else str(value)]
    return ["", value]


def _typed(given: Any) -> Any:
    sign, value = given
    read = {"m": datetime.fromisoformat, "d": date.fromisoformat, "n": Decimal}
    return read[sign](value) if sign else value


KINDS: dict[str, type] = {"m": datetime, "d": date, "n": Decimal}  # a moment is a day as well
