"""The rows of an uploaded sheet, whatever its format: numbered as in the sheet, cells typed."""

import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from caruban.kernel.documents.checks import kind_of
from caruban.kernel.errors import Refused
from caruban.kernel.registers.imports import limits
from caruban.kernel.registers.imports.csvs import encoding_of, rows_of, separator_of
from caruban.kernel.registers.imports.settings import Settings

Cell = str | int | float | bool | date | None
Row = tuple[int, list[Cell]]  # its number in the sheet, from 1, and its cells from column A on

KINDS = {".xlsx": "xlsx", ".ods": "ods", ".csv": "csv", ".txt": "csv"}
ACCEPT = ".xlsx,.ods,.csv,.txt"
PROCESS = Path(__file__).with_name("calamine_process.py")


def recognised(name: str, file: BinaryIO) -> Settings:
    """Recognise a file by name and content. Refused, at the field `file`, for anything else."""
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise Refused(_("Unggah berkas XLSX, ODS, atau CSV."), field="file")
    file.seek(0, 2)
    settings = Settings(name=name, kind=kind, size=file.tell())
    if not settings.size:
        raise Refused(_("Berkas ini kosong. Pilih berkas yang berisi."), field="file")
    if kind != "csv":
        kind_of(name, file)  # an archive that is what it says, and does not explode
        return replace(settings, sheets=_sheets(file))
    encoding = encoding_of(file)
    return replace(settings, encoding=encoding, separator=separator_of(file, encoding))


def rows(file: BinaryIO, settings: Settings) -> Generator[Row, None, None]:
    """Give every row that has anything in it. Refused, at `file`, for a broken or too large one."""
    found = _csv_rows(file, settings) if settings.kind == "csv" else _sheet_rows(file, settings)
    many = cells = 0
    for number, row in found:
        if not any(one not in (None, "") for one in row):
            continue
        many += number > settings.head
        cells += len(row)
        if len(row) > limits.MOST_COLUMNS:
            raise _too_large(_("kolom"), limits.MOST_COLUMNS)
        if many > limits.MOST_ROWS:
            raise _too_large(_("baris"), limits.MOST_ROWS)
        if cells > limits.MOST_CELLS:
            raise _too_large(_("sel"), limits.MOST_CELLS)
        yield number, row


def first_rows(file: BinaryIO, settings: Settings, many: int) -> list[Row]:
    """Give the first rows that have anything in them."""
    found: list[Row] = []
    with closing(rows(file, settings)) as every:
        for one in every:
            found.append(one)
            if len(found) == many:
                break
    return found


def _too_large(what: str, most: int) -> Refused:
    said = _("Lembar ini melebihi %(most)s %(what)s. Bagi menjadi beberapa berkas.")
    return Refused(said % {"most": f"{most:,}".replace(",", "."), "what": what}, field="file")


def _csv_rows(file: BinaryIO, settings: Settings) -> Iterator[Row]:
    for number, cells in rows_of(file, settings.encoding, settings.separator):
        yield number, list(cells)


def _sheets(file: BinaryIO) -> tuple[str, ...]:
    with closing(_told(file, "")) as told:
        names = next(told, None)
    if not names:
        raise Refused(_("Berkas ini tidak memuat lembar yang terlihat."), field="file")
    return tuple(names)


def _sheet_rows(file: BinaryIO, settings: Settings) -> Generator[Row, None, None]:
    with closing(_told(file, settings.sheet)) as told:
        next(told, None)  # the names of the sheets
        for number, (left, *cells) in enumerate(told, start=1):
            yield number, [None] * left + [_cell(one) for one in cells]


def _told(file: BinaryIO, sheet: str) -> Generator[Any, None, None]:
    """Have the sheet read in a process of its own; what it cannot read is refused."""
    command = [sys.executable, "-I", str(PROCESS), str(limits.MEMORY), str(limits.SECONDS)]
    file.flush()
    # opened anew, for a handle that is handed on shares its place in the file with ours
    place = Path(f"/proc/self/fd/{file.fileno()}")
    with place.open("rb") as own, subprocess.Popen(  # noqa: S603 (our own program; a name of a sheet is an argument)
        [*command, *([sheet] if sheet else [])],
        stdin=own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            for line in process.stdout or ():
                yield json.loads(line)
            if process.wait() != 0:
                said = _("Lembar ini rusak, atau terlalu besar untuk dibaca. Simpan ulang.")
                raise Refused(said, field="file")
        finally:
            process.kill()


def _cell(told: Any) -> Cell:
    if not isinstance(told, dict):
        return told  # type: ignore[no-any-return]  # JSON's own
    if "m" in told:
        return datetime.fromisoformat(told["m"])
    return date.fromisoformat(told["d"])
