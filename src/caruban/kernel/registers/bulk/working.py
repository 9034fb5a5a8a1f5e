"""A bulk change: looked at without doing it, then done record by record, and again after a kill.

The selection is frozen as numbers of records when it is looked at: what is confirmed is what was
seen. Each record is decided at the moment it is changed: one that left the filter is skipped.
"""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from caruban.kernel.errors import Refused
from caruban.kernel.records import Record
from caruban.kernel.registers import actions
from caruban.kernel.registers.bulk.orders import Doing, Order
from caruban.kernel.registers.chosen import chosen
from caruban.kernel.registers.imports.planning import shown, wrongs_in
from caruban.kernel.registers.queries import rows
from caruban.kernel.registers.register import RegisterType, field_of, form_names
from caruban.kernel.registers.runs.actions import end, forget_lines
from caruban.kernel.registers.runs.models import Line, Run
from caruban.kernel.registers.runs.progress import telling
from caruban.kernel.registers.runs.queries import counts_of

MOST = 100_000  # records of one bulk change
PAGE = 100  # lines that are read at once
NOTED = 1_000  # lines that are written at once, when the selection is frozen
Outcome = Line.Outcome


def look(run: Run) -> None:
    """See what an order would do to each record, and do none of it; then it waits for its reader.

    Each record is really changed and the change undone: only so is it known what an action says.
    Safe to run again after a kill: it goes on where it stopped. Raises Stopped when cancelled.
    """
    order = Order.of(run.asked)
    try:
        doing = Doing(run.of, order, run.by)
    except Refused as refusal:
        end(run, Run.State.REFUSED, said=str(refusal))
        return
    if not Line.objects.filter(run=run).exists():
        freeze(run, order)
    with telling(run) as progress:
        for line in waiting(run, Outcome.WAITING):
            with transaction.atomic():
                decide(line, doing)
                transaction.set_rollback(True)
            line.save(update_fields=["record", "version", "title", "outcome", "told"])
            run.done = line.number
            progress.at(line.number)
    end(run, Run.State.READY, counts=counts_of(run))


def work_off(run: Run) -> None:
    """Do what was confirmed, each record in a transaction of its own, together with its line.

    Safe to run twice, side by side, or again after a kill. Raises Stopped when it was cancelled.
    """
    try:
        doing = Doing(run.of, Order.of(run.asked), run.by)
    except Refused as refusal:
        end(run, Run.State.REFUSED, said=str(refusal), counts=counts_of(run))
        return
    done = run.count(Outcome.CHANGE) - counts_of(run).get(Outcome.CHANGE, 0)  # before a kill
    with telling(run) as progress:
        for line in waiting(run, Outcome.CHANGE):
            work_one(line, doing)
            done += 1
            progress.at(done)
    run.done = run.count(Outcome.CHANGE)
    end(run, Run.State.DONE, counts=counts_of(run))


def work_one(seen: Line, doing: Doing) -> None:
    """Do it to the record of one line, unless that was done meanwhile."""
    with transaction.atomic():
        line = Line.objects.select_for_update().filter(pk=seen.pk, outcome=Outcome.CHANGE).first()
        if line is None:
            return
        decide(line, doing)
        if line.outcome == Outcome.CHANGE:
            line.outcome = Outcome.DONE
        line.save(update_fields=["record", "version", "title", "outcome", "told"])


def freeze(run: Run, order: Order) -> None:
    """Write down which records the order is about, in the order of the list."""
    with transaction.atomic():
        forget_lines(run)
        many, lines = 0, []
        for pk in records_of(run, order).values_list("pk", flat=True).iterator(chunk_size=NOTED):
            many += 1
            lines.append(Line(run=run, number=many, record=pk))
            if len(lines) == NOTED:
                Line.objects.bulk_create(lines)
                lines = []
        Line.objects.bulk_create(lines)
        Run.objects.filter(pk=run.pk).update(whole=many)
        run.whole = many


def records_of(run: Run, order: Order) -> QuerySet[Record]:
    """Give the records of a selection that its reader may read, in the order of the list."""
    selection = order.selection
    found = chosen(run.of, selection.query, by=run.by).rows
    if selection.everything:
        return found[:MOST]
    return rows(run.of, by=run.by).filter(pk__in=selection.ids).order_by("pk")[:MOST]


def waiting(run: Run, outcome: Line.Outcome) -> Iterator[Line]:
    """Give the lines with an outcome, page by page, in order."""
    number = 0
    while page := list(
        Line.objects.filter(run=run, outcome=outcome, number__gt=number).order_by("number")[:PAGE]
    ):
        yield from page
        number = page[-1].number


def decide(line: Line, doing: Doing) -> None:
    """Do it to the record of a line, and note on the line what came of it.

    The caller ends the transaction: it keeps what was done, or undoes it.
    """
    record = _still_chosen(doing, line.record or 0)
    if record is None:
        line.outcome = Outcome.SKIPPED
        said = _("Sudah tidak ada, atau tidak lagi cocok dengan saringan.")
        line.told = [["", "", said]]
        return
    line.title, line.version = str(record)[:300], record.version
    before = {name: actions.held(doing.register, record, name) for name in doing.differing(record)}
    if doing.order.kind == Run.Kind.EDIT and not before:
        line.outcome, line.told = Outcome.SAME, []
        return
    told = [
        [name, _shown(doing, name, value, record), _shown(doing, name, doing.values.get(name))]
        for name, value in before.items()
    ]
    refused: list[list[str]] = []
    try:
        with transaction.atomic():
            doing.do(record)
    except (Refused, ValidationError, PermissionDenied) as error:
        refused = [[_label(doing.register, name), "", said] for name, said in wrongs_in(error)]
    line.outcome = Outcome.REFUSED if refused else Outcome.CHANGE
    line.told = refused or told


def _still_chosen(doing: Doing, pk: int) -> Record | None:
    """Give a record as it is now, if its reader sees it and the filter still lets it through."""
    selection = doing.order.selection
    if selection.everything:
        found = chosen(doing.register, selection.query, by=doing.by).rows
    else:
        found = rows(doing.register, by=doing.by)
    return found.filter(pk=pk).first()


def _shown(doing: Doing, name: str, value: object, record: Record | None = None) -> str:
    return shown(doing.register, name, value, record, doing.by)


def _label(register: RegisterType, name: str) -> str:
    return str(field_of(register, name).label) if name in form_names(register) else ""
