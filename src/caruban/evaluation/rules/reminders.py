"""On which days a unit is reminded of what it owes."""

from datetime import date

BEFORE = (7, 3, 1, 0)  # calendar days before the due day
AGAIN = 7  # calendar days between reminders once it is late, the first on the day after


def is_reminded(due: date, on: date) -> bool:
    """Say whether a day is one of those on which a reminder goes out for a due day.

    Ours: the regulations ask that self-assessment ends in time, not how people are reminded.
    """
    left = (due - on).days
    return left in BEFORE if left >= 0 else (-left - 1) % AGAIN == 0
