"""Spend of a budget of requests: one statement, right for all processes and machines at once.

The generic cell rate algorithm: each request moves a moment, `due`, ahead by its price; a request
is refused where that would put it further ahead of now than one whole period. So a budget fills up
again steadily, and there is no border of a window at which twice the budget can be spent. A
refused request writes nothing, so who hammers on costs a read.

Source: ITU-T I.371 annex A; RateLimit header fields, draft-ietf-httpapi-ratelimit-headers.
"""

from dataclasses import dataclass
from math import ceil

from django.db import connection

SPEND = """
INSERT INTO limits_spending AS old (key, due)
VALUES (%(key)s, extract(epoch FROM clock_timestamp()) + %(price)s)
ON CONFLICT (key) DO UPDATE
   SET due = greatest(old.due, extract(epoch FROM clock_timestamp())) + %(price)s
 WHERE greatest(old.due, extract(epoch FROM clock_timestamp())) + %(price)s
       <= extract(epoch FROM clock_timestamp()) + %(period)s
RETURNING due - extract(epoch FROM clock_timestamp())
"""
OWED = "SELECT due - extract(epoch FROM clock_timestamp()) FROM limits_spending WHERE key = %(key)s"
FORGIVE = "DELETE FROM limits_spending WHERE due < extract(epoch FROM clock_timestamp())"


@dataclass(frozen=True)
class Budget:
    """So many requests in a period of so many seconds."""

    name: str
    requests: int
    period: int = 60

    @property
    def policy(self) -> str:
        """Give it as the header `RateLimit-Policy` has it."""
        return f'"{self.name}";q={self.requests};w={self.period}'


@dataclass(frozen=True)
class Spent:
    """How a budget stands after a request.

    left    requests that could be made at once
    wait    seconds until the refused request would be let through; 0 where it was
    """

    budget: Budget
    left: int
    wait: int

    @property
    def is_refused(self) -> bool:
        """Say whether the request is over the budget."""
        return self.wait > 0

    @property
    def headers(self) -> dict[str, str]:
        """Give the headers that tell of it."""
        told = {
            "RateLimit-Policy": self.budget.policy,
            "RateLimit": f'"{self.budget.name}";r={self.left}',
        }
        return told | ({"Retry-After": str(self.wait)} if self.is_refused else {})


def spend(key: str, budget: Budget, *, weight: int = 1) -> Spent:
    """Spend of somebody's budget, where enough is left of it.

    weight   how many requests this one counts for; at most the whole budget

    A race between a request and its refusal errs towards letting through.
    """
    each = budget.period / budget.requests  # seconds that one request costs
    price = each * min(weight, budget.requests)
    given: dict[str, str | float] = {"key": key[:100], "price": price, "period": budget.period}
    with connection.cursor() as cursor:
        cursor.execute(SPEND, given)
        row = cursor.fetchone()
        if row is not None:
            return Spent(budget, max(0, int((budget.period - row[0]) / each)), 0)
        cursor.execute(OWED, given)
        row = cursor.fetchone()
    owed = max(0.0, float(row[0])) if row else 0.0
    left = max(0, int((budget.period - owed) / each))
    return Spent(budget, left, max(1, ceil(owed + price - budget.period)))


def forgive() -> int:
    """Drop what is forgiven; give how many rows. A missing row is a full budget."""
    with connection.cursor() as cursor:
        cursor.execute(FORGIVE)
        return int(cursor.rowcount)
