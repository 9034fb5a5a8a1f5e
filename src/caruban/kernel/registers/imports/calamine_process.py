"""Read one sheet with calamine, in a process of its own, and tell its rows as lines of JSON.

Run as a program, with the file as standard input. A sheet of two cells can claim a whole grid of
17 thousand million, for which calamine asks memory, and the process ends: so it is not ours.

    calamine_process.py MEMORY SECONDS [SHEET]

First line: the names of the visible sheets. Then, of one sheet, each row: the column at which it
begins, and its cells: text, numbers, true, {"d": day}, {"m": moment}, null.
"""

import json
import os
import resource
import sys
from datetime import date, datetime


def main(memory: str, seconds: str, sheet: str = "") -> None:
    """Tell the sheet of a name, or the first."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(sys.stdin.buffer)
    names = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    write = sys.stdout.write
    write(json.dumps(names) + "\n")
    sys.stdout.flush()  # before the sheet itself is read, which takes its time
    if not names:
        return
    page = book.get_sheet_by_name(sheet if sheet in names else names[0])
    left = page.start[1] if page.start else 0
    for row in page.iter_rows():
        write(json.dumps([left, *(plain(cell) for cell in row)], separators=(",", ":")) + "\n")


def plain(cell: object) -> object:
    """Give a cell as JSON has it."""
    if cell == "":
        return None
    if isinstance(cell, datetime):
        return {"m": cell.isoformat(timespec="seconds")}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, str | bool | int | float):
        return cell
    return str(cell)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(0)  # whoever listened has seen enough
