"""An import step by step, and what came of it."""

from caruban.kernel.registers.imports import actions
from caruban.kernel.registers.runs.models import Run
from tests.kernel.registers.sheets import xlsx
from tests.toys.registers import ToyRegister


def looked_at(*rows, by, file=None, name="daftar.xlsx", register=ToyRegister, **rules):
    """Upload rows, match them as guessed, and give the run that was looked at."""
    run, _new = actions.receive(register, by=by, name=name, file=file or xlsx(*rows))
    columns = rules.pop("columns", None) or run.asked["settings"]["columns"]
    chosen = {"mode": "both", "empty": "keep"} | rules
    return actions.match(run, by=by, columns=columns, **chosen)


def done(*rows, **rules):
    """Do all of it, and give the run."""
    run = looked_at(*rows, **rules)
    assert run.state == Run.State.READY, reasons(run)
    return actions.confirm(run)


def reasons(run):
    """Give why rows are refused: row, column, value, reason; or why the run is."""
    found = [
        (line.number, *one) for line in run.lines.filter(outcome="refused") for one in line.told
    ]
    return found or run.said


def outcomes(run):
    """Give what becomes of each row."""
    return list(run.lines.values_list("number", "outcome"))
