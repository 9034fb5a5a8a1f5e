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

from caruban.kernel.registers.lists.paging import Page
from caruban.kernel.web.formats import num

FEW = 20_000  # rows that are counted one by one, and gathered before they are sorted
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


def estimate(rows: QuerySet[Any]) -> int:
    """Give how many rows the database expects, from its statistics."""
    told = json.loads(rows.order_by().values("pk").explain(format="json"))
    return int(told[0]["Plan"]["Plan Rows"])


def tally(
    rows: QuerySet[Any], expected: int, page: Page, *, sums: Sequence[str], exactly: bool
) -> Tally:
    """Give how many rows there are, and the sums of some columns over all of them.

    expected   what the database estimates
    exactly    count and add up however many they are
    """
    if exactly or expected <= FEW:
        asked = {f"sum_{name}": Sum(name) for name in sums}
        found = rows.order_by().aggregate(many=Count("pk"), **asked)
        return Tally(found["many"], is_exact=True, sums={one: found[f"sum_{one}"] for one in sums})
    if not page.before and not page.after:
        return Tally(len(page.numbers), is_exact=True)
    return Tally(rounded(expected), is_exact=False)


def rounded(many: int) -> int:
    """Give an estimate with as many digits as can be trusted: 1.034.211 is about 1.000.000."""
    step: int = 10 ** max(len(str(many)) - DIGITS, 0)
    return (many + step // 2) // step * step
