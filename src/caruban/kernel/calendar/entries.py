"""What stands in the calendar: one thing that is due on a day, and whose it is."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caruban.kernel.tiles.interface import Task

OWN, UNIT, INSTITUTION = "saya", "unit", "instansi"
WHOSE: dict[str, str | Promise] = {
    "": _("Semua"),
    OWN: _("Tugas saya"),
    UNIT: _("Kewajiban unit"),
    INSTITUTION: _("Tanggal instansi"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that is due on a day.

    why      the line beneath: where it belongs, who waits for it
    key      names it among all, and stays the same as long as it is due
    whose    OWN, UNIT or INSTITUTION
    place    the unit or institution that it belongs to; "" for none
    is_late  that it is still to be done and its day is over
    domain   SPBE domain 1 to 4; 0 for none
    """

    day: date
    title: str
    why: str
    url: str
    key: str
    whose: str
    place: str = ""
    is_late: bool = False
    domain: int = 0

    @property
    def kind(self) -> str | Promise:
        """Give whose it is, in words."""
        return WHOSE[self.whose]


def of_task(task: Task, day: date, *, on: date) -> Entry:
    """Give the entry of a task that is due on a day, as it is on another."""
    return Entry(
        day=day,
        title=task.title,
        why=task.why,
        url=task.url,
        key=task.key or f"{task.url} {task.title}",
        whose=UNIT if task.of_unit else OWN,
        place=task.unit or task.institution,
        is_late=task.is_late or day < on,
        domain=task.domain,
    )


def count_by_whose(entries: list[Entry]) -> dict[str, int]:
    """Count entries by whose they are; all of them under ""."""
    return {one: sum(not one or entry.whose == one for entry in entries) for one in WHOSE}
