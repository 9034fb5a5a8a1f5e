"""Spreadsheets by XlsxWriter: rows of plain values, text never read as a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone

from caruban.kernel.reports.formulas import is_risky

Cell = str | int | float | Decimal | date | datetime | bool | None

LONGEST = 32_767  # characters in a cell of Excel
FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts a day that never was, and then none
EXACT = 10**15  # whole numbers from here on lose digits in a spreadsheet
NAME_LENGTH = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
SAFE = {  # whatever begins with = + - @ stays text
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "default_date_format": "dd-mm-yyyy",
}
KINDS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "any": {"valign": "top"},
    "number": {"num_format": "0", "valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "value": {"num_format": "0.00", "valign": "top"},
    "exact": {"num_format": "0.0000", "valign": "top"},
    "money": {"num_format": '"Rp"#,##0', "valign": "top"},
    "day": {"num_format": "dd-mm-yyyy", "valign": "top"},
    "moment": {"num_format": "dd-mm-yyyy hh:mm", "valign": "top"},
}
GUARDED = "guarded"  # text that would run as a formula once somebody edits the cell
HEAD = {"bold": True, "bg_color": "#DBE7F1", "bottom": 1, "text_wrap": True, "valign": "top"}


@dataclass(frozen=True)
class Column:
    """One column: its head, the kind of its cells (see KINDS), its width in characters."""

    head: str
    kind: str = "text"
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns, its rows in order (each as long as the columns)."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = field(default=())  # lines above the table


def write(place: Path | BinaryIO, sheets: Iterable[Sheet], *, title: str, author: str) -> None:
    """Write a workbook, row by row, so that a large one takes no memory.

    Sheets keep their head in sight and can be filtered. Moments become local time.
    """
    book = xlsxwriter.Workbook(place, SAFE)
    book.set_properties({"title": title, "author": author})
    formats = {kind: book.add_format(look) for kind, look in KINDS.items()}
    formats[GUARDED] = book.add_format({**KINDS["text"], "quote_prefix": True})
    head = book.add_format(HEAD)
    strong = book.add_format({"bold": True})
    for sheet in sheets:
        _write(book, sheet, formats, head, strong)
    book.close()


def _write(book: Any, sheet: Sheet, formats: dict[str, Any], head: Any, strong: Any) -> None:
    page = book.add_worksheet(sheet_name(sheet.name))
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
    line = 0
    for note in sheet.notes:
        page.write_string(line, 0, note[:LONGEST], strong)
        line += 1
    line += bool(sheet.notes)
    for at, column in enumerate(sheet.columns):
        page.write_string(line, at, column.head, head)
    top = line
    for row in sheet.rows:
        line += 1
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            cell = typed(value)
            _put(page, line, at, cell, formats[_look(column, cell)])
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, max(line, top + 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _look(column: Column, value: Cell) -> str:
    """Give how a cell looks: as its column; what is text, or stands in one of text, by itself."""
    if isinstance(value, str):
        return GUARDED if is_risky(value) else "text"
    if column.kind != "text" or value is None:
        return column.kind
    return "moment" if isinstance(value, datetime) else "day" if isinstance(value, date) else "any"


def typed(value: Cell) -> Cell:
    """Give a value that a spreadsheet holds as it is: days and numbers beyond its own as text."""
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return value if day >= FIRST_DAY else value.isoformat()
    if isinstance(value, int | float | Decimal) and not -EXACT < value < EXACT:
        return str(value)
    return value


def _put(page: Any, line: int, at: int, value: Cell, look: Any) -> None:
    if value is None or value == "":
        page.write_blank(line, at, None, look)
    elif isinstance(value, str):
        page.write_string(line, at, readable(value)[:LONGEST], look)
    elif isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value
        page.write_datetime(line, at, local, look)
    elif isinstance(value, date):
        page.write_datetime(line, at, value, look)
    else:
        page.write_number(line, at, value, look)  # a spreadsheet's numbers are binary anyhow


def readable(text: str) -> str:
    """Leave out control characters, which no spreadsheet opens."""
    return "".join(one for one in text if one >= " " or one in "\t\n")


def sheet_name(name: str) -> str:
    """Give a name that Excel accepts for a sheet."""
    return name.translate(FORBIDDEN).strip("'")[:NAME_LENGTH] or "Lembar"
