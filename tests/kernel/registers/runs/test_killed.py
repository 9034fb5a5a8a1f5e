"""kill -9 in the midst of an import and of a bulk change: nothing half, nothing lost or doubled."""

import pytest

from caruban.kernel.events.models import Happening
from caruban.kernel.history.models import Change
from caruban.kernel.registers.bulk.actions import confirm
from caruban.kernel.registers.imports import actions as imports
from caruban.kernel.registers.runs.actions import cancel
from caruban.kernel.registers.runs.models import Line, Run
from tests.config.processes import wait_until
from tests.kernel.jobs.conftest import sql
from tests.kernel.jobs.test_workers import the_minute_passes
from tests.kernel.registers.bulk.ordering import edit, selected
from tests.kernel.registers.sheets import csv_of
from tests.toys.models import Toy
from tests.toys.registers import ToyRegister

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
State = Run.State
ROWS = 12_000


def state_of(run):
    return Run.objects.get(pk=run.pk).state


def becomes(run, state):
    """Wait until a run is in a state; what was left by a dead worker is taken back meanwhile."""
    wait_until(lambda: (the_minute_passes(), state_of(run) == state)[1], 90)


def entered():
    """Give how many toys a worker has written, in transactions that are open still."""
    return sql("SELECT last_value FROM toys_toy_id_seq")[0][0]


def killed(process):
    process.kill()
    process.wait()


@pytest.fixture
def ready(unit, officer, worker):
    """Give an import of many rows that waits to be confirmed, and the worker that looked at it."""
    head = ("kode", "nama", "unit")
    file = csv_of(head, *[(f"K-{one}", f"Kuda {one}", unit.name) for one in range(ROWS)])
    run, _new = imports.receive(ToyRegister, by=officer, name="a.csv", file=file)
    columns = run.asked["settings"]["columns"]
    imports.match(run, by=officer, columns=columns, mode="both", empty="keep")
    first = worker()
    becomes(run, State.READY)
    return Run.objects.get(pk=run.pk), first


def test_a_killed_import_leaves_nothing_and_begins_again_by_itself(ready, worker):
    run, first = ready
    before = entered()
    imports.confirm(run)
    wait_until(lambda: entered() > before + 1000, 60)

    killed(first)
    assert (Toy.objects.count(), state_of(run)) == (0, State.WORKING)
    assert not Change.objects.filter(table="toys_toy").exists()

    worker()
    becomes(run, State.DONE)
    assert Toy.objects.count() == ROWS
    assert Happening.objects.filter(name="records.imported").count() == 1
    assert Change.objects.filter(table="toys_toy").count() == ROWS
    assert Run.objects.get(pk=run.pk).tries == 2


def test_an_import_cancelled_while_it_saves_leaves_nothing(ready):
    run, _worker = ready
    before = entered()
    imports.confirm(run)
    wait_until(lambda: entered() > before + 1000, 60)

    assert cancel(Run.objects.get(pk=run.pk))

    wait_until(
        lambda: sql("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") == [(0,)]
    )
    assert (Toy.objects.count(), state_of(run)) == (0, State.CANCELLED)


def test_a_killed_bulk_change_goes_on_where_it_stopped(unit, officer, worker):
    many = 400
    Toy.objects.bulk_create(
        [Toy(code=f"K-{one}", name="Kuda", organisation=unit, amount=1) for one in range(many)]
    )
    run = edit(selected(everything=True), by=officer, amount="7")
    first = worker()
    becomes(run, State.READY)
    confirm(Run.objects.get(pk=run.pk))
    wait_until(lambda: Toy.objects.filter(amount=7).count() > 50, 60)

    killed(first)
    done = Toy.objects.filter(amount=7).count()
    assert 50 < done < many
    assert Line.objects.filter(run=run, outcome="done").count() == done
    worker()
    becomes(run, State.DONE)

    assert set(Toy.objects.values_list("amount", "version")) == {(7, 2)}
    assert Happening.objects.filter(name="record.changed").count() == many
    assert Run.objects.get(pk=run.pk).counts == {"done": many}
