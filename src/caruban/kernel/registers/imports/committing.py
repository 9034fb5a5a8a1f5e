"""The import itself: every row as its reader saw it in the preview, in one transaction, or none."""

from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from caruban.kernel.actions import acting
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.registers.bulk_actions import Edit, ManyRefused, change_many, create_many
from caruban.kernel.registers.imports.checking import body, chunks
from caruban.kernel.registers.imports.planning import Planner, SlowPlanner, planner_of
from caruban.kernel.registers.imports.reading import Row
from caruban.kernel.registers.imports.rows import Read
from caruban.kernel.registers.imports.settings import Settings
from caruban.kernel.registers.runs.actions import end
from caruban.kernel.registers.runs.events import RecordsImported
from caruban.kernel.registers.runs.files import file_of
from caruban.kernel.registers.runs.models import Line, Run
from caruban.kernel.registers.runs.progress import Progress, telling

Outcome = Line.Outcome
Told = dict[int, list[list[str]]]  # row -> why it is refused now, as in `Line`


class RowsRefused(Exception):
    """Rows are refused that were not in the preview; nothing was saved."""

    def __init__(self, told: Told) -> None:
        self.told = told


def commit(run: Run) -> None:
    """Save every row of a run's sheet, or none and say which stood in the way.

    Killed, it leaves nothing, and begins again. Raises Stopped when it was cancelled.
    """
    try:
        with telling(run, beside=True) as progress, transaction.atomic(), acting(run.by):
            _save_all(run, progress)
            emit(RecordsImported(
                subject=run, register=run.of.title,
                created=run.count(Outcome.CREATE), changed=run.count(Outcome.CHANGE),
            ))  # fmt: skip
            run.done = run.whole or 0
            end(run, Run.State.DONE)
    except RowsRefused as refused:
        _tell(run, refused.told)
    except (IntegrityError, Refused):  # between our questions and our rows, somebody was quicker
        end(run, Run.State.REFUSED, said=_("Data berubah sejak pratinjau. Periksa sekali lagi."))


def _save_all(run: Run, progress: Progress) -> None:
    settings = Settings.of(run.asked)
    planner = planner_of(run.of, settings, run.by)
    save = _act if isinstance(planner, SlowPlanner) else _save
    done = 0
    with file_of(run) as file:
        for chunk in chunks(body(file, settings), planner.chunk):
            save(run, planner, chunk, _lines(run, chunk))
            done += len(chunk)
            progress.at(done)
    if done != run.whole:
        raise Refused(_("Berkas ini tidak sama dengan yang diperiksa."))


def _lines(run: Run, rows: Sequence[Row]) -> dict[int, Line]:
    numbers = [number for number, _cells in rows]
    return {one.number: one for one in Line.objects.filter(run=run, number__in=numbers)}


def _save(run: Run, planner: Planner, rows: Sequence[Row], lines: dict[int, Line]) -> None:
    """Save rows many at once: those that are new, and those that change a record."""
    read = planner.reader.read(rows)
    _ask_same(planner, read, lines)
    new = [one for one in read if one.pk is None]
    held = [one for one in read if one.pk is not None]
    edits = [Edit(one.pk or 0, one.values, lines[one.number].version) for one in held]
    try:
        records = create_many(run.of, by=run.by, rows=[one.values for one in new])
    except ManyRefused as refused:
        raise _row_by_row(planner, new, refused) from refused
    try:
        change_many(run.of, by=run.by, edits=edits)
    except ManyRefused as refused:
        raise _row_by_row(planner, held, refused) from refused
    _link(run, {one.number: record.pk for one, record in zip(new, records, strict=True)})


def _act(run: Run, planner: Planner, rows: Sequence[Row], lines: dict[int, Line]) -> None:
    """Do one row by the register's own verbs."""
    for planned in planner.plan(rows):
        line = lines[planned.read.number]
        if planned.outcome is Outcome.REFUSED:
            raise RowsRefused({line.number: [list(one) for one in planned.told]})
        if (planned.outcome, planned.version) != (line.outcome, line.version):
            raise RowsRefused({line.number: [_changed(planned.read)]})


def _ask_same(planner: Planner, read: Sequence[Read], lines: dict[int, Line]) -> None:
    """Refuse rows that mean something else by now than in the preview."""
    told: Told = {}
    for one in read:
        line = lines.get(one.number)
        if one.wrongs:
            told[one.number] = [list(wrong) for wrong in one.wrongs]
        elif line is None or line.record != one.pk:
            told[one.number] = [_changed(one)]
    if told:
        raise RowsRefused(told)


def _changed(one: Read) -> list[str]:
    return ["", one.title, _("Catatan ini berubah sejak pratinjau.")]


def _row_by_row(planner: Planner, read: Sequence[Read], refused: ManyRefused) -> RowsRefused:
    for place, wrongs in refused.wrongs.items():
        for name, said in wrongs:
            planner.reader.wrong(read[place], name, read[place].values.get(name), said)
    return RowsRefused(
        {one.number: [list(wrong) for wrong in one.wrongs] for one in read if one.wrongs}
    )


def _link(run: Run, made: dict[int, int]) -> None:
    """Note which record each new row became."""
    if not made:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE register_runs_line SET record = made.record "
            "FROM unnest(%s::int[], %s::bigint[]) AS made (number, record) "
            "WHERE run_id = %s AND register_runs_line.number = made.number",
            [list(made), list(made.values()), run.pk],
        )


def _tell(run: Run, told: Told) -> None:
    """Note the rows that stood in the way, on the lines of the preview."""
    with transaction.atomic():
        lines = list(Line.objects.filter(run=run, number__in=told))
        counts = dict(run.counts)
        for line in lines:
            counts[line.outcome] = counts.get(line.outcome, 0) - 1
            counts[Outcome.REFUSED] = counts.get(Outcome.REFUSED, 0) + 1
            line.outcome, line.told = Outcome.REFUSED, told[line.number]
        Line.objects.bulk_update(lines, ["outcome", "told"], 500)
        said = _("Data berubah sejak pratinjau, jadi tidak satu pun baris disimpan.")
        end(run, Run.State.REFUSED, said=said, counts=counts)
