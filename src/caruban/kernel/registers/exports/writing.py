"""An export as a file: CSV, XLSX, ODS or JSON, row by row, in constant memory."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any, BinaryIO

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.reports import opendocument, spreadsheets
from caruban.kernel.reports.formulas import guarded
from caruban.kernel.reports.spreadsheets import Cell, Column, Sheet

SHEET_ROWS = 1_048_576 - 1  # of a sheet, below its head
TOGETHER = 500  # lines that are encoded at once


@dataclass
class Table:
    """What is exported.

    rows     each as long as the columns: cells for people, plain values for machines
    notes    what a reader must know beside it: label and value, asked when the rows are written
    data     the same for machines
    """

    title: str
    author: str
    columns: Sequence[Column]
    names: Sequence[str]
    rows: Iterable[Sequence[Any]]
    notes: Callable[[], Sequence[tuple[str, str]]]
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Format:
    """A format of export: the word on its link, its type, who reads it, and what writes it."""

    word: str
    media_type: str
    write: Callable[[Table, BinaryIO], None]
    is_for_people: bool = True


def write_csv(table: Table, file: BinaryIO) -> None:
    """Write CSV by RFC 4180, with the mark of UTF-8 that Excel looks for; formulas are guarded."""
    file.write(b"\xef\xbb\xbf")
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([guarded(one.head) for one in table.columns])
    rows = iter(table.rows)
    while many := list(islice(rows, TOGETHER)):
        writer.writerows([csv_text(cell) for cell in row] for row in many)
        file.write(lines.getvalue().encode("utf-8", "replace"))
        lines.seek(0)
        lines.truncate()
    file.write(lines.getvalue().encode("utf-8", "replace"))


def csv_text(cell: Cell) -> str | int:
    """Write a cell as CSV has it: numbers and days plain, moments in local time."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, datetime):
        local = timezone.localtime(cell) if cell.tzinfo else cell
        return local.replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return format(cell, "f") if isinstance(cell, Decimal) else int(cell)


def write_xlsx(table: Table, file: BinaryIO) -> None:
    """Write a workbook of Excel; rows that a sheet cannot hold go on in the next one."""
    sheets = sheets_of(table)
    spreadsheets.write(file, sheets, title=table.title, author=table.author)


def write_ods(table: Table, file: BinaryIO) -> None:
    """Write an OpenDocument spreadsheet; rows that a sheet cannot hold go on in the next one."""
    sheets = sheets_of(table)
    opendocument.write(file, sheets, title=table.title, author=table.author)


def sheets_of(table: Table) -> Iterator[Sheet]:
    """Give the sheets of a table, and a last one that says what they hold."""
    rows, number = iter(table.rows), 1
    while True:
        yield Sheet(_sheet_title(table, number), table.columns, islice(rows, SHEET_ROWS))
        following = next(rows, None)
        if following is None:
            break
        rows, number = chain([following], rows), number + 1
    heads = (Column(_("Keterangan"), width=24), Column(_("Isi"), width=60))
    yield Sheet(_("Keterangan"), heads, [list(note) for note in table.notes()])


def _sheet_title(table: Table, number: int) -> str:
    return f"{table.title[:24]} {number}" if number > 1 else table.title


def write_json(table: Table, file: BinaryIO) -> None:
    """Write one JSON object: what was exported, then its records, one on a line."""
    head = json.dumps(table.data, cls=DjangoJSONEncoder, ensure_ascii=False)
    file.write(f'{head[:-1]}, "records": ['.encode())
    before = b"\n"
    for row in table.rows:
        record = dict(zip(table.names, row, strict=True))
        file.write(before + json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False).encode())
        before = b",\n"
    file.write(b"\n]}\n")


FORMATS: dict[str, Format] = {
    "csv": Format("CSV", "text/csv; charset=utf-8", write_csv),
    "xlsx": Format(
        "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx
    ),
    "ods": Format("ODS", opendocument.MEDIA_TYPE, write_ods),
    "json": Format("JSON", "application/json", write_json, is_for_people=False),
}
