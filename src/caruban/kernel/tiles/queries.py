"""What the modules offer, gathered: navigation, work grouped by when, figures for everyone."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caruban.kernel.actors import Actor
from caruban.kernel.tiles.interface import (
    HIGHLIGHTS,
    LINKS,
    SIGNALS,
    TASKS,
    Highlight,
    Link,
    Signal,
    Task,
)

DOMAINS = {
    1: _("Kebijakan SPBE"),
    2: _("Tata Kelola SPBE"),
    3: _("Manajemen SPBE"),
    4: _("Layanan SPBE"),
}


@dataclass(frozen=True)
class Navigation:
    """Entries that stand for themselves, then those of each domain that has any."""

    first: list[Link]
    domains: list[tuple[int, str | Promise, list[Link]]]

    @property
    def links(self) -> list[Link]:
        """Give all entries, in their order."""
        return self.first + [link for _n, _title, links in self.domains for link in links]

    def current(self, path: str) -> str:
        """Give the address of the entry that a path lies below: the longest that fits, or ""."""
        fitting = [link.url for link in self.links if path.startswith(link.url)]
        return max(fitting, key=len, default="")


@dataclass
class Group:
    """Tasks of one time: late, today, this week, later, or without a day."""

    key: str
    title: str | Promise
    tasks: list[Task] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Give how many they are."""
        return len(self.tasks)

    @property
    def is_keyed(self) -> bool:
        """Say whether any of them carries the key of a domain."""
        return any(task.domain for task in self.tasks)


TITLES: dict[str, str | Promise] = {
    "late": _("Terlambat"),
    "today": _("Hari ini"),
    "week": _("Minggu ini"),
    "later": _("Nanti"),
    "undated": _("Tanpa tenggat"),
}


def time_of(task: Task, on: date) -> str:
    """Say in which group a task stands on a day: late, today, week, later or undated."""
    if task.is_late or (task.due is not None and task.due < on):
        return "late"
    if task.due is None:
        return "undated"
    if task.due == on:
        return "today"
    return "week" if task.due <= sunday(on) else "later"


def natural(title: str) -> list[tuple[int, str]]:
    """Give the key that sorts "indikator 2" before "indikator 10"."""
    parts = re.split(r"(\d+)", title)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def sunday(on: date) -> date:
    """Give the last day of a day's week."""
    return on + timedelta(days=6 - on.weekday())


def navigation(actor: Actor) -> Navigation:
    """Give the entries that an actor may open; a domain without any is left out."""
    offered = [link for giver in LINKS for link in giver(actor)]
    domains = [
        (number, title, [link for link in offered if link.domain == number])
        for number, title in DOMAINS.items()
    ]
    return Navigation(
        first=[link for link in offered if link.domain == 0],
        domains=[one for one in domains if one[2]],
    )


def to_do(actor: Actor, *, on: date) -> list[Task]:
    """Give what waits for an actor on a day: by due day, then title; a task of one key once."""
    found: dict[object, Task] = {}
    for giver in TASKS:
        for task in giver(actor, on=on):
            found.setdefault(task.key or (task.url, task.title), task)
    return sorted(found.values(), key=lambda one: (one.due or date.max, natural(one.title)))


def news(actor: Actor) -> list[Signal]:
    """Give what is new for an actor, for the bar above every page."""
    return [one for giver in SIGNALS for one in giver(actor)]


def figures(*, on: date) -> list[Highlight]:
    """Give the figures that everyone may read, for the public home."""
    return [one for giver in HIGHLIGHTS for one in giver(on=on)]
