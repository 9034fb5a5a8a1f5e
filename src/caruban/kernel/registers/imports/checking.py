"""The look at a sheet before anything is saved: what becomes of every row, kept for the preview."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from caruban.kernel.errors import Refused
from caruban.kernel.registers.imports import limits
from caruban.kernel.registers.imports.planning import Planned, Planner, SlowPlanner, planner_of
from caruban.kernel.registers.imports.reading import Row, rows
from caruban.kernel.registers.imports.settings import Settings
from caruban.kernel.registers.runs.actions import end, forget_lines
from caruban.kernel.registers.runs.files import file_of
from caruban.kernel.registers.runs.models import Line, Run
from caruban.kernel.registers.runs.progress import Progress, telling
from caruban.kernel.registers.runs.queries import counts_of

Item = TypeVar("Item")


def check(run: Run) -> None:
    """Plan every row of a run's sheet and keep the plan; then it waits for its reader.

    Safe to run again after a kill: it begins anew. Raises Stopped when it was cancelled.
    """
    settings = Settings.of(run.asked)
    forget_lines(run)
    planner = planner_of(run.of, settings, run.by)
    is_tried = isinstance(planner, SlowPlanner)
    try:
        with file_of(run) as file, telling(run, beside=is_tried) as progress:
            every = body(file, settings)
            if is_tried:
                _keep(run, tried(planner, every, progress))
            else:
                _plan_all(run, planner, every, progress)
    except Refused as refusal:
        end(run, Run.State.REFUSED, said=str(refusal))
        return
    counts = counts_of(run)
    run.done = run.whole = sum(counts.values())
    Run.objects.filter(pk=run.pk).update(whole=run.whole)
    if not run.whole:
        said = _("Tidak ada baris di bawah judul kolom.")
        end(run, Run.State.REFUSED, said=said, counts=counts)
    else:
        end(run, Run.State.READY, counts=counts)


def body(file: BinaryIO, settings: Settings) -> Iterator[Row]:
    """Give the rows below the head."""
    return (one for one in rows(file, settings) if one[0] > settings.head)


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Give items in lists of a size, the last one shorter."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _plan_all(run: Run, planner: Planner, every: Iterable[Row], progress: Progress) -> None:
    done = 0
    for chunk in chunks(every, planner.chunk):
        _keep(run, planner.plan(chunk))
        done += len(chunk)
        progress.at(done)


def tried(planner: Planner, every: Iterable[Row], progress: Progress) -> list[Planned]:
    """Do all rows for real, and undo them: the only way to know what a module's action says."""
    planned: list[Planned] = []
    with transaction.atomic():
        for row in every:
            if len(planned) == limits.MOST_SLOW_ROWS:
                said = _("Register ini menerima paling banyak %(most)s baris sekali impor.")
                raise Refused(said % {"most": limits.MOST_SLOW_ROWS}, field="file")
            planned += planner.plan([row])
            progress.at(len(planned))
        transaction.set_rollback(True)
    return planned


def _keep(run: Run, planned: Iterable[Planned]) -> None:
    for many in chunks(planned, 1000):
        Line.objects.bulk_create([one.line(run.pk) for one in many])
