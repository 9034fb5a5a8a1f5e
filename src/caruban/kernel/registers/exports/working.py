"""A large export, gathered by the worker: into a file on its disk, then kept with the run."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from caruban.kernel.registers.exports.gathering import Gathered, Order
from caruban.kernel.registers.exports.writing import FORMATS
from caruban.kernel.registers.runs.actions import end
from caruban.kernel.registers.runs.files import keep
from caruban.kernel.registers.runs.models import Line, Run
from caruban.kernel.registers.runs.progress import Progress, telling
from caruban.kernel.replica.reading import run_on_replica


def gather(run: Run) -> None:
    """Write the rows that a run asks for to its file; then it can be taken.

    Killed, it begins anew. Raises Stopped when it was cancelled.
    """
    try:
        gathered = Gathered(run.of, Order(**run.asked["order"]), run.by)
    except PermissionDenied:
        end(run, Run.State.REFUSED, said=_("Anda tidak lagi berhak membaca register ini."))
        return
    run.whole = gathered.chosen.rows.order_by().count()
    Run.objects.filter(pk=run.pk).update(whole=run.whole)
    with tempfile.TemporaryFile() as file:

        def written() -> None:  # on the primary once more, if the replica is lost on the way
            gathered.begin()
            file.seek(0)
            file.truncate()
            with telling(run) as progress:
                write(gathered, file, progress)

        run_on_replica(written)
        with transaction.atomic():
            keep(run, file)
            gathered.note()
            run.done = gathered.many
            end(run, Run.State.DONE, counts={Line.Outcome.DONE: gathered.many})


def write(gathered: Gathered, file: BinaryIO, progress: Progress | None = None) -> None:
    """Write the rows to a file in the format that was asked for."""
    table = gathered.table()
    if progress is not None:
        table.rows = _told(table.rows, gathered, progress)
    FORMATS[gathered.order.format].write(table, file)


def _told(
    rows: Iterable[Sequence[Any]], gathered: Gathered, progress: Progress
) -> Iterator[Sequence[Any]]:
    for row in rows:
        yield row
        if gathered.many % 1000 == 0:
            progress.at(gathered.many)
