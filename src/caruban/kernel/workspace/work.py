"""The filter of "Pekerjaan saya": whose tasks, of which organisation, due when, grouped how."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.kernel.tiles.interface import Task
from caruban.kernel.tiles.queries import TITLES, Group, time_of

WHOSE: dict[str, str | Promise] = {
    "": gettext_lazy("Semua"),
    "saya": gettext_lazy("Tugas saya"),
    "unit": gettext_lazy("Kewajiban unit"),
}
TIMES = {
    "terlambat": "late",
    "hari-ini": "today",
    "pekan": "week",
    "nanti": "later",
    "tanpa": "undated",
}


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: its value in the address, its words, how many tasks it leaves."""

    value: str
    title: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Chosen:
    """What the reader chose; what nobody offers counts as not chosen.

    whose   "", "saya" or "unit";   time    a key of TIMES, or ""
    path    `Organisation.path` below which the tasks lie, or "";   by_place   group by organisation
    """

    whose: str = ""
    time: str = ""
    path: str = ""
    by_place: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> "Chosen":
        """Read it from an address."""
        whose, time = query.get("siapa", ""), query.get("waktu", "")
        return cls(
            whose if whose in WHOSE else "",
            time if time in TIMES else "",
            query.get("organisasi", ""),
            query.get("kelompok") == "organisasi",
        )


@dataclass(frozen=True)
class Work:
    """Tasks as the page shows them: the chosen ones in groups, and every filter with its counts."""

    groups: list[Group]
    total: int
    late: int
    whose: list[Choice]
    times: list[Choice]
    places: list[Choice]
    chosen: Chosen

    @property
    def is_narrowed(self) -> bool:
        """Say whether a filter leaves some out."""
        return bool(self.chosen.whose or self.chosen.time or self.chosen.path)

    @property
    def shown(self) -> int:
        """Give how many tasks the filters leave."""
        return sum(group.size for group in self.groups)


def arranged(tasks: Iterable[Task], chosen: Chosen, *, on: date) -> Work:
    """Narrow and group tasks as chosen; each filter counts what the others leave."""
    everything = list(tasks)
    of_place = [one for one in everything if one.path.startswith(chosen.path)]
    if not of_place and chosen.path:  # a place that is not there any more
        chosen, of_place = Chosen(chosen.whose, chosen.time, "", chosen.by_place), everything
    of_whose = [one for one in of_place if _is_of(one, chosen.whose)]
    of_time = [one for one in of_whose if not chosen.time or _when(one, on) == chosen.time]
    return Work(
        groups=_by_place(of_time) if chosen.by_place else _by_time(of_time, on),
        total=len(everything),
        late=sum(time_of(one, on) == "late" for one in everything),
        whose=_whose(of_place, chosen),
        times=_times(of_whose, chosen, on),
        places=_places(everything, chosen),
        chosen=chosen,
    )


def _is_of(task: Task, whose: str) -> bool:
    return not whose or task.of_unit == (whose == "unit")


def _when(task: Task, on: date) -> str:
    return next(value for value, key in TIMES.items() if key == time_of(task, on))


def _by_time(tasks: list[Task], on: date) -> list[Group]:
    groups = {key: Group(key, title) for key, title in TITLES.items()}
    for task in tasks:
        groups[time_of(task, on)].tasks.append(task)
    return [group for group in groups.values() if group.tasks]


def _by_place(tasks: list[Task]) -> list[Group]:
    groups: dict[str, Group] = {}
    for task in sorted(tasks, key=lambda one: (not one.path, one.institution, one.path)):
        key = task.path.rstrip(".").replace(".", "-") or "lain"
        title = task.unit or _("Tanpa organisasi")
        groups.setdefault(key, Group(key, title)).tasks.append(task)
    return list(groups.values())


def _whose(tasks: list[Task], chosen: Chosen) -> list[Choice]:
    """Offer whose tasks to show; nothing where all are of one kind."""
    if len({task.of_unit for task in tasks}) < 2 and not chosen.whose:  # noqa: PLR2004 (of one kind)
        return []
    return [
        Choice(key, str(title), sum(_is_of(one, key) for one in tasks), key == chosen.whose)
        for key, title in WHOSE.items()
    ]


def _root(path: str) -> str:
    """Give the path of the institution that a path lies in."""
    return path.partition(".")[0] + "."


def _times(tasks: list[Task], chosen: Chosen, on: date) -> list[Choice]:
    counts = {value: sum(_when(one, on) == value for one in tasks) for value in TIMES}
    choices = [Choice("", _("Semua"), len(tasks), not chosen.time)]
    for value, key in TIMES.items():
        if counts[value] or value == chosen.time:
            choices.append(Choice(value, str(TITLES[key]), counts[value], value == chosen.time))
    return choices


def _places(tasks: list[Task], chosen: Chosen) -> list[Choice]:
    """Offer the institutions, where there are several, and the units that have tasks."""
    names = {task.path: task.unit for task in tasks if task.path}
    institutions = {_root(task.path): task.institution for task in tasks if task.path}
    if len(names) < 2:  # noqa: PLR2004 (one place is no choice)
        return []
    if len(institutions) > 1:
        names = institutions | names
    ordered = sorted(names, key=lambda path: (institutions[_root(path)], path))
    return [
        Choice(
            path,
            names[path],
            sum(one.path.startswith(path) for one in tasks),
            path == chosen.path,
        )
        for path in ordered
    ]
