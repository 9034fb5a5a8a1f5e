"""Import and export of a whole register: rows a second, and the most memory that it took.

For `script/bench registers`. Each works as the worker does, through the run of a reader.
"""

import csv
import io
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from caruban.kernel.actors import Actor
    from caruban.kernel.registers.register import RegisterType

HERE = Path("/proc/self")


@dataclass(frozen=True)
class Moved:
    """How rows were moved in or out.

    seconds   of the whole;   peak   MiB that the process held at most, of which `base` before
    size      bytes of the file
    """

    name: str
    rows: int
    seconds: float
    peak: float
    base: float
    size: int

    @property
    def rate(self) -> float:
        """Give rows a second."""
        return self.rows / self.seconds


def measured(name: str, do: Callable[[], tuple[int, int]]) -> Moved:
    """Measure what moves rows; it gives how many, and the bytes of the file."""
    Path(HERE / "clear_refs").write_text("5")  # the peak begins anew
    base = _resident("VmRSS")
    begin = time.perf_counter()
    rows, size = do()
    seconds = time.perf_counter() - begin
    return Moved(name, rows, seconds, _resident("VmHWM"), base, size)


def imported(
    register: "RegisterType",
    by: "Actor",
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    kind: str = "csv",
) -> list[Moved]:
    """Import rows: the file taken in, looked at, saved; a figure for the look and one for the save.

    kind   "csv" or "xlsx"
    """
    from caruban.kernel.registers.imports import actions
    from caruban.kernel.registers.imports.checking import check
    from caruban.kernel.registers.imports.committing import commit
    from caruban.kernel.registers.runs.models import Run

    file = (_csv if kind == "csv" else _xlsx)(heads, rows)
    size = len(file.getvalue())
    run, _new = actions.receive(register, by=by, name=f"bench.{kind}", file=file)
    file.close()
    columns = run.asked["settings"]["columns"]
    run = actions.match(run, by=by, columns=columns, mode="both", empty="keep")
    if run.state == Run.State.CHECKING:
        looked = measured(f"import {kind}: look", lambda: _stage(run, check, size))
    else:
        raise SystemExit("the rows to import are too few to measure")
    if run.count("refused"):
        raise SystemExit(f"{run.count('refused')} rows to import are refused")
    Run.objects.filter(pk=run.pk).update(state=Run.State.WORKING)
    run.refresh_from_db()
    saved = measured(f"import {kind}: save", lambda: _stage(run, commit, size))
    if run.state != Run.State.DONE:
        raise SystemExit(f"the import was not saved: {run.said}")
    return [looked, saved]


def exported(register: "RegisterType", by: "Actor", kind: str) -> Moved:
    """Export everything that `by` may read, in a format, as the worker does."""
    from caruban.kernel.registers.exports.gathering import Order
    from caruban.kernel.registers.exports.working import gather
    from caruban.kernel.registers.runs.actions import begin
    from caruban.kernel.registers.runs.models import Part, Run

    asked = {"order": vars(Order(kind))}
    run, _new = begin(register, Run.Kind.EXPORT, by=by, state=Run.State.WORKING, asked=asked)

    def do() -> tuple[int, int]:
        gather(run)
        run.refresh_from_db()
        size = sum(len(part.content) for part in Part.objects.filter(run=run).iterator(1))
        return run.done, size

    moved = measured(f"export {kind}", do)
    Part.objects.filter(run=run).delete()
    return moved


def rows_of(moved: Iterable[Moved]) -> list[tuple[str, ...]]:
    """Give figures as rows of a table: what, rows, seconds, rows a second, memory, file."""
    return [
        (
            one.name,
            f"{one.rows:,}",
            f"{one.seconds:,.1f} s",
            f"{one.rate:,.0f}",
            f"{one.peak:,.0f} MiB (+{one.peak - one.base:,.0f})",
            f"{one.size / 2**20:,.1f} MiB",
        )
        for one in moved
    ]


HEADS = ("way", "rows", "time", "rows/s", "peak memory", "file")


def _stage(run: Any, stage: Callable[[Any], None], size: int) -> tuple[int, int]:
    stage(run)
    run.refresh_from_db()
    return run.whole or 0, size


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> io.BytesIO:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode())


def _xlsx(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> io.BytesIO:
    from caruban.kernel.reports.spreadsheets import Column, Sheet, write

    file = io.BytesIO()
    write(file, [Sheet("Data", [Column(one) for one in heads], rows)], title="", author="")
    return file


def _resident(what: str) -> float:
    """Give memory of this process in MiB: VmRSS now, VmHWM at most since the peak began anew."""
    lines = (HERE / "status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) / 1024
