"""The sheet to mend: all rows as they were uploaded, and beside each why it is refused."""

import tempfile
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from caruban.kernel.registers.imports.checking import body, chunks
from caruban.kernel.registers.imports.settings import Settings
from caruban.kernel.registers.runs.files import file_of
from caruban.kernel.registers.runs.models import Line, Run
from caruban.kernel.reports.spreadsheets import Cell, Column, Sheet, write

IN_MEMORY = 2 * 1024 * 1024  # bytes


def to_mend(run: Run) -> IO[bytes]:
    """Give a workbook with the same rows and a column of reasons; uploaded again, that is left out.

    Everything is in it, not only what is refused: an import is all rows or none.
    """
    settings = Settings.of(run.asked)
    heads = [one or " " for one in settings.heads]
    columns = [Column(one, width=20) for one in heads]
    columns.append(Column(_("Alasan ditolak"), width=60))
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (its reader closes it)
    sheet = Sheet(run.title_of_register, columns, _rows(run, settings))
    write(file, [sheet], title=str(run), author=str(run.by))  # type: ignore[arg-type]  # binary
    file.seek(0)
    return file


def _rows(run: Run, settings: Settings) -> Iterator[list[Cell]]:
    width = len(settings.heads)
    with file_of(run) as file:
        for chunk in chunks(body(file, settings), 500):
            refused = _reasons(run, [number for number, _cells in chunk])
            for number, cells in chunk:
                row = [*cells[:width], *[None] * (width - len(cells))]
                yield [*row, refused.get(number, "")]


def _reasons(run: Run, numbers: list[int]) -> dict[int, str]:
    lines = Line.objects.filter(run=run, number__in=numbers, outcome=Line.Outcome.REFUSED)
    return {line.number: "\n".join(reason(*one) for one in line.told) for line in lines}


def reason(column: str, value: str, why: str) -> str:
    """Write one refusal in a line: column, value and why."""
    if not column:
        return why
    return f"{column}: {why}" if not value else f"{column} “{value}”: {why}"
