"""The state of a list: what an address asks for, read once for list, export, bulk and API.

    ?q=kata&state=draft&amount_min=3&made_on_after=2024-01-01&organisation=12&maker_empty=true
        &sort=-amount&columns=code,name&per_page=50&after=<cursor>

A filter that cannot be read lets no row through: nobody exports or removes more than they asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers import queries
from caruban.kernel.registers.lists.choosing import is_key
from caruban.kernel.registers.lists.fields import can_order, heads_of, is_plain_to
from caruban.kernel.registers.lists.filters import Filters, filters_of
from caruban.kernel.registers.lists.keys import Key, keys_of
from caruban.kernel.registers.register import RegisterType

SORT, COLUMNS, SIZE, VIEW = "sort", "columns", "per_page", "view"
AFTER, BEFORE = "after", "before"
TOTALS = "totals"
FIND = "_find"  # ends the name of what is typed to find a record for a filter
LOOK = {SORT, COLUMNS, SIZE}  # how the rows are shown, not which they are
PASSING = {AFTER, BEFORE, VIEW, TOTALS}  # belongs to a page, not to what is carried on
SIZES = (25, 50, 100, 200)
SORTS = 3  # columns to sort by, at most


@dataclass(frozen=True)
class State:
    """What the reader of a list asked for.

    query     the state as the query of an address, to carry on: without the place in the pages
    sort      columns, with "-" before what runs down; empty: the register's own order
    columns   those shown, in their order
    size      rows of a page
    after, before   cursors; "" for the first page
    view      the saved view that the address says it is; None for none
    notes     what of the address was not understood and so left out, in sentences
    """

    register: RegisterType
    by: Actor
    filters: Filters
    query: str
    sort: tuple[str, ...]
    columns: tuple[str, ...]
    size: int = SIZES[0]
    after: str = ""
    before: str = ""
    view: int | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, register: RegisterType, asked: QueryDict, *, by: Actor, columns: Sequence[str] = ()
    ) -> "State":
        """Read the state that an address asks for.

        columns   those that the reader keeps, for an address that names none
        """
        filters = filters_of(register, asked, by=by)
        read = _Reader(register, asked, by)
        sort, shown, size = read.sort(), read.columns(columns), read.size()
        read.strangers({*filters.filters})
        view = asked.get(VIEW, "")
        return cls(
            register, by, filters, _carried(asked, {*filters.filters} | LOOK), sort, shown, size,
            after=asked.get(AFTER, ""), before=asked.get(BEFORE, ""),
            view=int(view) if is_key(view) else None,
            notes=tuple(read.notes),
        )  # fmt: skip

    @property
    def is_valid(self) -> bool:
        """Say whether every filter was understood."""
        return self.filters.is_valid()

    @property
    def asked(self) -> QueryDict:
        """Give the state as parameters, to change and carry on."""
        return QueryDict(self.query, mutable=True)

    @property
    def narrowing(self) -> dict[str, list[str]]:
        """Give the parameters that narrow the rows, the words sought included."""
        return {name: values for name, values in self.asked.lists() if name not in LOOK}

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Give the order as keys."""
        return keys_of(self.register, self.sort)

    def narrow(self, rows: QuerySet[Record]) -> QuerySet[Record]:
        """Narrow rows to those asked for; to none where a filter could not be read."""
        return self.filters.filter_queryset(rows) if self.is_valid else rows.none()


def filtered(register: RegisterType, state: State, *, by: Actor) -> QuerySet[Record]:
    """Give the rows that `by` may read and that a state asks for, of all pages, in its order."""
    rows = state.narrow(queries.rows(register, by=by))
    return rows.order_by(*(key.ordered() for key in state.keys))


def _carried(asked: QueryDict, names: Iterable[str]) -> str:
    """Give the query of an address with only some parameters, the empty ones left out."""
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        if name in names and (given := [one for one in values if one]):
            kept.setlist(name, given)
    return kept.urlencode()


class _Reader:
    """Reads how rows are shown; notes in a sentence what it does not understand."""

    def __init__(self, register: RegisterType, asked: QueryDict, by: Actor) -> None:
        self.register, self.asked, self.by = register, asked, by
        self.notes: list[str] = []

    def sort(self) -> tuple[str, ...]:
        names = _parts(self.asked, SORT)
        good = [one for one in names if self._sorts(one.removeprefix("-"))]
        if len(good) < len(names):
            self.notes.append(_("Daftar ini tidak dapat diurutkan seperti yang diminta alamat."))
        return tuple(good[:SORTS])

    def _sorts(self, name: str) -> bool:
        known = {head.name for head in heads_of(self.register)}
        return (
            name in known
            and can_order(self.register, name)
            and is_plain_to(self.register, name, self.by)
        )

    def columns(self, kept: Sequence[str]) -> tuple[str, ...]:
        known = [head.name for head in heads_of(self.register)]
        asked = list(dict.fromkeys(_parts(self.asked, COLUMNS)))
        if {*asked} - {*known}:
            self.notes.append(_("Sebagian kolom yang diminta alamat tidak dikenal."))
        for wanted in (asked, kept):
            if good := [one for one in wanted if one in known]:
                return tuple(good)
        return tuple(head.name for head in heads_of(self.register) if head.shown) or (known[0],)

    def size(self) -> int:
        asked = self.asked.get(SIZE, "")
        if asked in {str(one) for one in SIZES}:
            return int(asked)
        if asked:
            sizes = ", ".join(map(str, SIZES))
            said = _("Banyaknya baris per halaman dapat %(sizes)s.")
            self.notes.append(said % {"sizes": sizes})
        return SIZES[0]

    def strangers(self, known: set[str]) -> None:
        finding = {f"{name}{FIND}" for name in self.register.filters}
        strange = sorted({*self.asked} - known - LOOK - PASSING - finding)
        if strange:
            said = _("Alamat ini meminta yang tidak dikenal dan diabaikan: %(names)s.")
            self.notes.append(said % {"names": ", ".join(one[:40] for one in strange[:5])})


def _parts(asked: QueryDict, name: str) -> list[str]:
    """Give what a parameter lists, parted by commas, given once or several times."""
    return [
        part for value in asked.getlist(name) for one in value.split(",") if (part := one.strip())
    ]
