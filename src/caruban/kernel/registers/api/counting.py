"""How many records a list has: counted where they are few, else estimated by the planner."""

import json
from typing import Any

from django.db.models import QuerySet

EXACT = 10_000  # records that are counted


def count(rows: QuerySet[Any]) -> tuple[int, bool]:
    """Give how many rows there are, and whether that is exact."""
    plain = rows.order_by()
    few = plain[: EXACT + 1].count()
    if few <= EXACT:
        return few, True
    plan = json.loads(plain.values("pk").explain(format="json"))
    return max(few, int(plan[0]["Plan"]["Plan Rows"])), False
