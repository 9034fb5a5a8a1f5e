"""What came of a bulk change, as a sheet: every record, done or why not."""

import tempfile
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from caruban.kernel.registers.imports.mending import reason
from caruban.kernel.registers.runs.models import Line, Run
from caruban.kernel.reports.spreadsheets import Column, Sheet, write

IN_MEMORY = 2 * 1024 * 1024  # bytes
FAILED = frozenset({Line.Outcome.REFUSED, Line.Outcome.SKIPPED})


def result_of(run: Run) -> IO[bytes]:
    """Give a workbook with a row for each record: what it is, what became of it, and why."""
    columns = [
        Column(_("No."), "number", 8),
        Column(pgettext("record", "Catatan"), width=40),
        Column(_("Hasil"), width=16),
        Column(_("Sebab"), width=60),
    ]
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (its reader closes it)
    rows = (_row(one) for one in Line.objects.filter(run=run).order_by("number").iterator())
    sheet = Sheet(run.title_of_register, columns, rows)
    write(file, [sheet], title=str(run), author=str(run.by))  # type: ignore[arg-type]  # binary
    file.seek(0)
    return file


def _row(line: Line) -> list[str | int]:
    why = "\n".join(reason(*one) for one in line.told) if line.outcome in FAILED else ""
    return [line.number, line.title, str(Line.Outcome(line.outcome).label), why]
