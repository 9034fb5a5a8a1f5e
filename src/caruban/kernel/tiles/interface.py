"""What a module can offer, and how it says so in its `tiles.py`.

    from caruban.kernel.tiles.interface import Command, Found, Highlight, Link, Signal, Task
    from caruban.kernel.tiles.interface import commands, finders, highlights, links, signals, tasks

    @tasks                                   # "Pekerjaan saya"
    def to_do(actor, *, on): yield Task(title, why, url, due=..., is_late=..., verb=_("Isi"))

    @links                                   # navigation; only what `actor` may open
    def places(actor): yield Link(_("Indeks SPBE"), url, icon="gauge")

    @signals                                 # the bar above: what is new, with its number
    def unread(actor): yield Signal(_("Pemberitahuan"), url, count=3)

    @commands                                # the palette: what can be begun from anywhere
    def begun(actor): yield Command(_("Buat risiko"), url, words=_("tambah baru"))

    @finders                                 # the palette, while one types
    def sought(actor, words, *, limit): yield Found(title, url, note=_("Risiko"))

    @highlights                              # the public home; only what everyone may read
    def figures(*, on): yield Highlight(_("Indeks SPBE Kabupaten Cirebon 2021"), "1,91", url, ...)

Each function decides by itself what its reader may see: the frame shows what it is given.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from caruban.kernel.actors import Actor


@dataclass(frozen=True)
class Task:
    """One thing to do.

    title    what to do, as a sentence that begins with a verb
    why      the line beneath: where it belongs, who waits for it
    url      the page where it is done
    domain   SPBE domain 1 to 4; 0 for none
    due      the day when it is due; None where nobody set one
    verb     the word on its button, "Isi"; empty for none
    key      names it among all tasks, "evaluation.answer.12"; the same task comes once; "" for none
    unit, path, institution
             name and `Organisation.path` of whose it is, and the name of its institution
    of_unit  that it waits for the unit, for anyone who works there, and not for its reader alone
    """

    title: str
    why: str
    url: str
    domain: int = 0
    due: date | None = None
    is_late: bool = False
    verb: str = ""
    key: str = ""
    unit: str = ""
    path: str = ""
    institution: str = ""
    of_unit: bool = False


@dataclass(frozen=True)
class Link:
    """One entry of the navigation.

    icon     a name of the sprite (`kernel/web/icons.txt`); entries of a domain need none
    domain   SPBE domain 1 to 4 under which it stands; 0 stands above them
    count    a number beside it; None for none
    letter   opens it after `g` on the keyboard; of two that ask for the same, the first has it
    """

    title: str
    url: str
    icon: str = ""
    domain: int = 0
    count: int | None = None
    letter: str = ""


@dataclass(frozen=True)
class Signal:
    """Something new for its reader, as an icon with a number in the bar above every page.

    title   what is counted, for who does not see the icon: "Pemberitahuan"
    count   how many are new; 0 shows the icon alone
    most    what is counted at most: one more is shown as "99+"
    """

    title: str
    url: str
    count: int = 0
    icon: str = "bell"
    most: int = 99


@dataclass(frozen=True)
class Command:
    """Something that can be begun from anywhere: the palette leads to the page where it is done.

    title    what it does, beginning with a verb: "Buat risiko"
    words    what else people may type for it: "tambah baru"
    icon     a name of the sprite
    """

    title: str
    url: str
    words: str = ""
    icon: str = "plus"


@dataclass(frozen=True)
class Found:
    """Something that a search found for its reader: what it is called, and what kind it is."""

    title: str
    url: str
    note: str = ""
    icon: str = "file-text"


@dataclass(frozen=True)
class Highlight:
    """One figure of the public home, which leads to the page behind it.

    title    what the figure is, of whom and when: "Indeks SPBE Kabupaten Cirebon 2021"
    figure   the figure as printed: "1,91"
    url      the page behind it
    word     what the figure means, "Cukup"; `level` 1 to 5 is its place in the ramp, 0 for none
    note     what the reader must know beside it: whole scale, what is reconstructed
    """

    title: str
    figure: str
    url: str
    word: str = ""
    level: int = 0
    note: str = ""


class GivesTasks(Protocol):
    def __call__(self, actor: Actor, *, on: date) -> Iterable[Task]: ...


class GivesHighlights(Protocol):
    def __call__(self, *, on: date) -> Iterable[Highlight]: ...


class Finds(Protocol):
    def __call__(self, actor: Actor, words: str, *, limit: int) -> Iterable[Found]: ...


GivesLinks = Callable[[Actor], Iterable[Link]]
GivesCommands = Callable[[Actor], Iterable[Command]]
GivesSignals = Callable[[Actor], Iterable[Signal]]

TASKS: list[GivesTasks] = []
LINKS: list[GivesLinks] = []
HIGHLIGHTS: list[GivesHighlights] = []
COMMANDS: list[GivesCommands] = []
SIGNALS: list[GivesSignals] = []
FINDERS: list[Finds] = []

Giver = TypeVar("Giver")


def _kept(giver: Giver, givers: list[Giver]) -> Giver:
    if giver not in givers:
        givers.append(giver)
    return giver


def tasks(giver: GivesTasks) -> GivesTasks:
    """Have a function give tasks of an actor on a day to "Pekerjaan saya"."""
    return _kept(giver, TASKS)


def links(giver: GivesLinks) -> GivesLinks:
    """Have a function give entries of the navigation that an actor may open."""
    return _kept(giver, LINKS)


def highlights(giver: GivesHighlights) -> GivesHighlights:
    """Have a function give figures for the public home, of a day."""
    return _kept(giver, HIGHLIGHTS)


def signals(giver: GivesSignals) -> GivesSignals:
    """Have a function give what is new for an actor to the bar above every page."""
    return _kept(giver, SIGNALS)


def commands(giver: GivesCommands) -> GivesCommands:
    """Have a function give what an actor can begin from anywhere to the command palette."""
    return _kept(giver, COMMANDS)


def finders(giver: Finds) -> Finds:
    """Have a function find what an actor may see while they type in the palette, the best first.

    It is asked from two letters on, at each pause: it answers within a tenth of a second.
    """
    return _kept(giver, FINDERS)
