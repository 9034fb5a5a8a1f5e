"""A month as weeks of days, Monday first; what is due on each."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from caruban.kernel.calendar.entries import Entry

FIRST_YEAR, LAST_YEAR = 2000, 2100
IN_CELL = 3  # entries that a cell of the month shows; the others are counted


@dataclass
class Day:
    """One day with what is due on it.

    is_of_month   false for the days of the neighbours that fill the first and last week
    """

    date: date
    entries: list[Entry] = field(default_factory=list)
    is_of_month: bool = True

    @property
    def shown(self) -> list[Entry]:
        """Give what its cell names."""
        return self.entries[:IN_CELL]

    @property
    def left(self) -> int:
        """Give how many more there are than its cell names."""
        return len(self.entries) - len(self.shown)


@dataclass(frozen=True)
class Month:
    """A month; `begin` is its first day."""

    begin: date

    @classmethod
    def read(cls, text: str, *, on: date) -> "Month":
        """Read "2026-11"; what is none, or far away, is the month of a day."""
        try:
            found = date.fromisoformat(f"{text}-01")
        except ValueError:
            found = on
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            found = on
        return cls(found.replace(day=1))

    @property
    def word(self) -> str:
        """Give it as addresses do: "2026-11"."""
        return f"{self.begin:%Y-%m}"

    @property
    def next(self) -> "Month":
        """Give the month after."""
        year, month = divmod(self.begin.year * 12 + self.begin.month, 12)
        return Month(date(year, month + 1, 1))

    @property
    def last(self) -> "Month":
        """Give the month before."""
        year, month = divmod(self.begin.year * 12 + self.begin.month - 2, 12)
        return Month(date(year, month + 1, 1))

    def weeks(self, entries: Iterable[Entry] = ()) -> list[list[Day]]:
        """Give its weeks, whole, with the entries on their days."""
        due = by_day(entries)
        found = Calendar().monthdatescalendar(self.begin.year, self.begin.month)
        return [[Day(one, due.get(one, []), self.holds(one)) for one in week] for week in found]

    def holds(self, day: date) -> bool:
        """Say whether a day is one of its own."""
        return day.replace(day=1) == self.begin


def by_day(entries: Iterable[Entry]) -> dict[date, list[Entry]]:
    """Give entries by their day, in the order of the days as they come."""
    found: dict[date, list[Entry]] = defaultdict(list)
    for one in entries:
        found[one.day].append(one)
    return dict(found)
