"""What the command palette offers: places kept and opened, commands, pages, and what is found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.kernel.actors import Actor
from caruban.kernel.tiles.interface import COMMANDS, FINDERS, LINKS
from caruban.kernel.tiles.queries import DOMAINS
from caruban.kernel.workspace.queries import MyDesk, recent

LEAST = 2  # letters, before records are searched
SHOWN = 7  # entries of one kind

HOUSE: tuple[tuple[str, str | Promise, str], ...] = (
    ("workspace", gettext_lazy("Pekerjaan saya"), "inbox"),
    ("favourites", gettext_lazy("Favorit"), "star"),
    ("search", gettext_lazy("Pencarian"), "search"),
    ("account", gettext_lazy("Akun saya"), "settings"),
    ("help", gettext_lazy("Bantuan"), "circle-help"),
    ("shortcuts", gettext_lazy("Pintasan papan ketik"), "info"),
    ("home", gettext_lazy("Beranda"), "house"),
    ("api_docs", gettext_lazy("Dokumentasi API"), "waypoints"),
)


@dataclass(frozen=True)
class Entry:
    """One line of the palette: where it leads, what kind it is, what else people type for it."""

    title: str
    url: str
    note: str = ""
    icon: str = "chevron-right"
    words: str = ""


@dataclass(frozen=True)
class Part:
    """Entries of one kind."""

    key: str
    title: str
    entries: list[Entry]


def offered(actor: Actor, words: str) -> list[Part]:
    """Give what fits the words, by kind, the best first; without words what is nearest to hand.

    An address stands once, in the first kind that has it.
    """
    known: set[str] = set()
    parts = []
    for key, title, entries in _kinds(actor, words):
        fresh: list[Entry] = []
        for one in entries:
            if one.url not in known and len(fresh) < SHOWN:
                known.add(one.url)
                fresh.append(one)
        if fresh:
            parts.append(Part(key, title, fresh))
    return parts


def _kinds(actor: Actor, words: str) -> Iterator[tuple[str, str, Iterable[Entry]]]:
    yield "favourites", _("Favorit"), fitting(_favourites(actor), words)
    yield "recent", _("Terakhir dibuka"), fitting(_recent(actor), words)
    yield "commands", _("Tindakan"), fitting(_commands(actor), words)
    yield "pages", _("Halaman"), fitting(_pages(actor), words)
    yield "found", _("Hasil pencarian"), _found(actor, words)


def fitting(entries: Iterable[Entry], words: str) -> list[Entry]:
    """Narrow entries to those that hold every word; those whose title begins with them first."""
    wanted = words.casefold().split()
    ranked = []
    for one in entries:
        title = one.title.casefold()
        text = f"{title} {one.note} {one.words}".casefold()
        if all(word in text for word in wanted):
            begins = title.startswith(" ".join(wanted))
            inside = all(any(part.startswith(word) for part in title.split()) for word in wanted)
            ranked.append((0 if begins else 1 if inside else 2, one))
    return [one for _rank, one in sorted(ranked, key=lambda pair: pair[0])]


def _favourites(actor: Actor) -> Iterator[Entry]:
    for one in MyDesk(actor).favourites:
        yield Entry(one.title, one.url, one.note, "star")


def _recent(actor: Actor) -> Iterator[Entry]:
    for one in recent(actor, limit=40):
        yield Entry(one.title, one.url, one.note, "history")


def _commands(actor: Actor) -> Iterator[Entry]:
    for giver in COMMANDS:
        for one in giver(actor):
            yield Entry(one.title, one.url, "", one.icon, one.words)


def _pages(actor: Actor) -> Iterator[Entry]:
    yield from (Entry(str(title), reverse(name), "", icon) for name, title, icon in HOUSE)
    for giver in LINKS:
        for link in giver(actor):
            note = str(DOMAINS.get(link.domain, ""))
            yield Entry(link.title, link.url, note, link.icon or "chevron-right")


def _found(actor: Actor, words: str) -> Iterator[Entry]:
    if len(words) < LEAST:
        return
    for finder in FINDERS:
        for one in finder(actor, words, limit=SHOWN):
            yield Entry(one.title, one.url, one.note, one.icon)
