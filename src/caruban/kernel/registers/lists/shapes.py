"""What the page of a list is given: heads that sort, rows of cells, pages, counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.lists.fields import Head, heads_of, sortable
from caruban.kernel.registers.lists.reading import Listing
from caruban.kernel.registers.lists.state import AFTER, BEFORE, COLUMNS, SIZE, SIZES, VIEW, State
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.registers.showing import in_words, masked, value_of
from caruban.kernel.web.formats import UNKNOWN

SHORT = 24  # characters of a title that is not broken


@dataclass(frozen=True)
class SortableHead:
    """The head of a column: `order` is "ascending", "descending" or ""; `url` sorts by it."""

    name: str
    label: str
    is_number: bool
    order: str = ""
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """A value of a row, in words; `look` is "number", "line", "state", "long" or ""."""

    label: str
    words: str
    look: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing."""
        return self.words == UNKNOWN


@dataclass(frozen=True)
class Row:
    """A record in a list: its number, what people know it by, its page ("" for none), its cells."""

    number: int
    title: str
    url: str
    cells: list[Cell]

    @property
    def is_short(self) -> bool:
        """Say whether its title stands in one line, a code for instance."""
        return len(self.title) <= SHORT


@dataclass(frozen=True)
class Choice:
    """Something to choose: its words, its address, whether it is chosen."""

    words: str
    url: str
    is_chosen: bool = False


def led(name: str, *args: Any) -> str:
    """Give the address of a page; "" where the installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def address(state: State, /, **changes: Any) -> str:
    """Give the address of a list in a state that is changed a little; None takes a part away."""
    asked = state.asked
    if state.view is not None:
        asked[VIEW] = str(state.view)
    for name, value in changes.items():
        asked.pop(name, None)
        if value:
            asked[name] = str(value)
    return place(state.register, asked)


def place(register: RegisterType, query: QueryDict | str = "") -> str:
    """Give the address of a register's list with a query."""
    text = query if isinstance(query, str) else query.urlencode()
    return reverse("registers:list", args=[register]) + (f"?{text}" if text else "")


def heads(state: State) -> list[SortableHead]:
    """Give the heads of the columns that a state shows."""
    known = {head.name: head for head in heads_of(state.register)}
    can = set(sortable(state.register, state.by))
    now = _order_now(state)
    return [_head(state, known[name], now.get(name, ""), name in can) for name in state.columns]


def _head(state: State, head: Head, order: str, can_sort: bool) -> SortableHead:  # noqa: FBT001 (of one head)
    url = ""
    if can_sort:
        url = address(state, sort=f"-{head.name}" if order == "ascending" else head.name)
    return SortableHead(head.name, capfirst(str(head.label)), head.is_number, order, url)


def _order_now(state: State) -> dict[str, str]:
    """Give the column that the list is sorted by first, and which way it runs."""
    first = state.keys[0]
    return {first.name: "descending" if first.descending else "ascending"} if first.name else {}


def orders(state: State) -> list[Choice]:
    """Give the ways to sort a list, for where there are no heads; the address holds the order."""
    now = ",".join(state.sort)
    known = {head.name: capfirst(str(head.label)) for head in heads_of(state.register)}
    found = [Choice(_("Urutan register"), "", not now)]
    for name in sortable(state.register, state.by):
        words = {"column": known[name]}
        found.append(Choice(_("%(column)s, naik") % words, name, now == name))
        found.append(Choice(_("%(column)s, turun") % words, f"-{name}", now == f"-{name}"))
    if now and not any(one.is_chosen for one in found):
        found.append(Choice(_("Urutan dari alamat"), now, is_chosen=True))
    return found


def rows(listing: Listing) -> list[Row]:
    """Give the records of a page as rows."""
    state = listing.state
    known = {head.name: head for head in heads_of(state.register)}
    shown = [known[name] for name in state.columns]
    return [_row(state.register, record, shown, state.by) for record in listing.records]


def _row(register: RegisterType, record: Record, shown: list[Head], by: Actor) -> Row:
    cells = [_cell(register, record, head) for head in shown]
    first = cells[0]
    title = str(record) if first.is_empty or shown[0].name in register.masked else first.words
    url = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
    return Row(record.pk, title, url or led("registers:record", register, record.pk), cells)


def _cell(register: RegisterType, record: Record, head: Head) -> Cell:
    """Write a value; what may be personal data is masked for everyone: its page shows it."""
    value = value_of(record, head.name)
    label = capfirst(str(head.label))
    if head.name in register.masked:
        return Cell(label, masked(value) or UNKNOWN, "line")
    return Cell(label, in_words(value, head.field), _look(head))


def _look(head: Head) -> str:
    if head.is_number:
        return "number"
    if head.field is not None and head.kind is Kind.CHOICE and not head.field.field.editable:
        return "state"  # where a record stands in its workflow
    if head.kind is not None and head.kind.is_time:
        return "line"  # not broken
    return "long" if head.kind in {Kind.LONG, Kind.LIST, Kind.MANY} else ""


def sums(listing: Listing) -> Iterator[tuple[str, str]]:
    """Give what the number columns add up to, by the names of the columns."""
    known = {head.name: head for head in heads_of(listing.state.register)}
    for name, value in listing.tally.sums.items():
        yield name, in_words(value, known[name].field)


@dataclass(frozen=True)
class Pager:
    """The pages beside this one, "" where there is none, and how many rows a page has."""

    first: str
    before: str
    after: str
    last: str
    sizes: list[Choice]


def pager(listing: Listing) -> Pager:
    """Give the addresses of the pages beside a page."""
    state, page = listing.state, listing.page
    return Pager(
        address(state) if page.before else "",
        address(state, **{BEFORE: page.before}) if page.before else "",
        address(state, **{AFTER: page.after}) if page.after else "",
        address(state, **{BEFORE: "end"}) if page.after else "",
        [Choice(str(one), address(state, **{SIZE: one}), one == state.size) for one in SIZES],
    )


def carried(state: State) -> list[tuple[str, str]]:
    """Give what a form of filters must carry on: how the rows are shown, and the view."""
    asked = state.asked
    kept = [(name, str(asked[name])) for name in (SIZE, COLUMNS) if name in asked]
    return [*kept, (VIEW, str(state.view))] if state.view is not None else kept
