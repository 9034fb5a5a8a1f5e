"""From the state of a list to the table that is exported, and the note that somebody took it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from caruban.kernel.access import require
from caruban.kernel.actions import acting
from caruban.kernel.actors import Actor
from caruban.kernel.events.stream import emit
from caruban.kernel.privacy.actions import note
from caruban.kernel.privacy.models import Reading
from caruban.kernel.records import Record
from caruban.kernel.registers.chosen import Chosen, chosen, place_of
from caruban.kernel.registers.exports.columns import (
    Taken,
    Write,
    for_machines,
    for_people,
    guarded,
    joined,
    taken,
)
from caruban.kernel.registers.exports.writing import FORMATS, Table
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.registers.runs.events import RecordsExported
from caruban.kernel.reports.spreadsheets import LONGEST, Cell
from caruban.kernel.web.formats import clock, num

CHUNK = 2_000  # rows that the server sends at once
SMALL = 10_000  # rows that are exported while their reader waits


@dataclass(frozen=True)
class Order:
    """What is asked for: a format, the state of a list as the query of its address, all columns."""

    format: str
    query: str = ""
    every_column: bool = False


class Gathered:
    """The rows of an export, counted as they are written; cells that are cut are counted too."""

    def __init__(self, register: RegisterType, order: Order, by: Actor) -> None:
        require(by, register.reads)
        self.register, self.order, self.by = register, order, by
        self.chosen: Chosen = chosen(register, order.query, by=by)
        names = () if order.every_column else self.chosen.columns
        self.columns: list[Taken] = taken(register, names)
        self.begin()

    def begin(self) -> None:
        """Count from nothing."""
        self.many = self.cut = 0
        self.read: Counter[str] = Counter()  # personal data given in full, by field

    def has_more_than(self, most: int) -> bool:
        """Say whether there are more rows, without counting them all."""
        return self.chosen.rows.order_by()[: most + 1].count() > most

    def table(self) -> Table:
        """Give the table; its rows are read from a cursor as they are written."""
        return Table(
            title=str(self.register.title),
            author=str(self.by),
            columns=[one.sheet_column for one in self.columns],
            names=[one.name for one in self.columns],
            rows=self.rows(),
            notes=self.notes,
            data=self.data(),
        )

    def rows(self) -> Iterator[list[Any]]:
        """Give the rows, written for people or for machines as the format wants."""
        writers = self._writers()
        for record in joined(self.chosen.rows, self.columns).iterator(chunk_size=CHUNK):
            self.many += 1
            yield self._row(writers, record)

    def _writers(self) -> list[Write]:
        if FORMATS[self.order.format].is_for_people:
            writers = for_people(self.columns)
        else:
            writers = for_machines(self.register, self.columns, self.by)
        return [
            guarded(self.register, column, write, self.by, self.read)
            for column, write in zip(self.columns, writers, strict=True)
        ]

    def _row(self, writers: Sequence[Write], record: Record) -> list[Cell]:
        row = [write(record) for write in writers]
        if self.order.format != "csv":
            self.cut += sum(isinstance(one, str) and len(one) > LONGEST for one in row)
        return row

    def notes(self) -> list[tuple[str, str]]:
        """Say what was exported, by whom and when; known in full when the rows are written."""
        now = timezone.localtime()
        notes = [
            (_("Register"), str(self.register.title)),
            (_("Saringan"), self.chosen.words or _("tanpa saringan")),
            (_("Banyaknya baris"), num(self.many)),
            (_("Diekspor oleh"), str(self.by)),
            (_("Waktu"), f"{date_format(now, 'j F Y')}, {clock(now)} WIB"),
            (_("Alamat"), self.address),
        ]
        if self.register.masked:
            notes.append((_("Data pribadi"), _("Tersamar bagi yang tidak berhak membacanya.")))
        if self.cut:
            said = _("%(many)s sel dipotong: lembar kerja memuat paling banyak 32.767 huruf.")
            notes.append((_("Perhatian"), said % {"many": num(self.cut)}))
        return notes

    def data(self) -> dict[str, Any]:
        """Say the same for machines."""
        return {
            "register": self.register.name,
            "address": self.address,
            "exported_at": timezone.now(),
            "exported_by": str(self.by),
        }

    @property
    def address(self) -> str:
        """Give the address of the list in this state."""
        return f"{settings.BASE_URL}{place_of(self.register, self.chosen.query)}"

    def note(self) -> None:
        """Write down that somebody took these rows out, and the personal data in them.

        In the transaction of the caller.
        """
        for name, count in self.read.items():
            if count:
                note(self.register, [name], by=self.by, door=Reading.Door.EXPORT, count=count)
        with acting(self.by):
            emit(RecordsExported(
                subject=self.by,  # type: ignore[arg-type]  # no guest reads a register as a file
                register=self.register.title, count=self.many,
                format=FORMATS[self.order.format].word, filter=self.chosen.words,
            ))  # fmt: skip
