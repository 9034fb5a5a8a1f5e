"""How many rows a list has and what they add up to: exactly while they are few, else about.

A count of a million rows reads a million rows; an estimate reads none.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caruban.kernel.records import Record
from caruban.kernel.registers.showing import value_of
from caruban.kernel.web.formats import num

FEW = 20_000  # rows that are counted one by one
CHEAP = 10_000  # the planner's units of cost; a page of a table read at random costs 1.1
DIGITS = 2  # of an estimate that are told


@dataclass(frozen=True)
class Tally:
    """How many rows there are, whether that was counted or estimated, and sums by column."""

    many: int
    is_exact: bool
    sums: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say it: "1.234 baris", "sekitar 1.000.000 baris"."""
        if self.is_exact:
            said = ngettext("%(many)s baris", "%(many)s baris", self.many)
            return said % {"many": num(self.many)}
        return _("sekitar %(many)s baris") % {"many": num(self.many)}


@dataclass(frozen=True)
class Expected:
    """What the database expects of a question: rows, and its cost in the planner's units."""

    rows: int
    cost: float

    @property
    def is_cheap(self) -> bool:
        """Say whether all rows can be counted while somebody waits for the page."""
        return self.rows <= FEW and self.cost <= CHEAP


NOTHING = Expected(0, 0)


def estimate(rows: QuerySet[Any]) -> Expected:
    """Give what the database expects, from its statistics."""
    told = rows.order_by().values("pk").explain(format="json")
    if not told:  # a filter that nothing can fit is not asked at all
        return NOTHING
    plan = json.loads(told)[0]["Plan"]
    return Expected(int(plan["Plan Rows"]), float(plan["Total Cost"]))


def counted(rows: QuerySet[Any], sums: Sequence[str]) -> Tally:
    """Count rows, and add up some columns over all of them."""
    asked = {f"sum_{name}": Sum(name) for name in sums}
    found = rows.order_by().aggregate(many=Count("pk"), **asked)
    return Tally(found["many"], is_exact=True, sums={one: found[f"sum_{one}"] for one in sums})


def tally_at_a_glance(rows: QuerySet[Any]) -> Tally:
    """Count rows where that is cheap, else say about how many there are."""
    expected = estimate(rows)
    return counted(rows, ()) if expected.is_cheap else about(expected)


def tally_of(records: Sequence[Record], sums: Sequence[str]) -> Tally:
    """Count and add up what is at hand."""
    added = {name: _sum([value_of(one, name) for one in records]) for name in sums}
    return Tally(len(records), is_exact=True, sums=added)


def _sum(values: Sequence[Any]) -> Any:
    """Add up as the database does: what is empty does not count, and nothing adds up to nothing."""
    there = [one for one in values if one is not None]
    return sum(there[1:], there[0]) if there else None


def about(expected: Expected) -> Tally:
    """Say about how many there are; what they add up to is not known."""
    return Tally(rounded(expected.rows), is_exact=False)


def rounded(many: int) -> int:
    """Give an estimate with as many digits as can be trusted: 1.034.211 is about 1.000.000."""
    step: int = 10 ** max(len(str(many)) - DIGITS, 0)
    return (many + step // 2) // step * step
