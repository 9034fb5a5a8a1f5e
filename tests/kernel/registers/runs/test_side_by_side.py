"""Two at once over the same records: nothing lost, nothing doubled, and each is told."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from caruban.kernel.accounts.roles import Role
from caruban.kernel.events.models import Happening
from caruban.kernel.registers import actions as verbs
from caruban.kernel.registers.bulk import actions as bulk
from caruban.kernel.registers.imports import actions as imports
from caruban.kernel.registers.runs import jobs
from caruban.kernel.registers.runs.models import Run
from tests.factories import a_user
from tests.kernel.registers.bulk.ordering import act, edit, selected
from tests.kernel.registers.imports.importing import looked_at
from tests.toys.factories import a_toy
from tests.toys.models import Toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db(transaction=True)


def together(*does):
    """Do things at the same moment, each in a thread; give what they raised."""
    gate, raised = Barrier(len(does)), []

    def one(do):
        gate.wait()
        try:
            do()
        except Exception as error:  # noqa: BLE001 (whatever it is, the test must hear of it)
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(do,)) for do in does]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def confirmed(run, confirm=bulk.confirm):
    return lambda: confirm(Run.objects.select_related("by").get(pk=run.pk))


def test_two_bulk_edits_of_different_fields_both_hold(unit, officer):
    toys = [a_toy(unit, amount=1, story="") for _one in range(20)]
    other = a_user(Role.OFFICER, unit)
    first = edit(selected(*toys), by=officer, amount="7")
    second = edit(selected(*reversed(toys)), by=other, story="Tua")

    assert together(confirmed(first), confirmed(second)) == []

    assert set(Toy.objects.values_list("amount", "story", "version")) == {(7, "Tua", 3)}
    assert [one.counts for one in Run.objects.all()] == [{"done": 20}] * 2


def test_two_bulk_actions_take_each_record_once(unit):
    toys = [a_toy(unit) for _one in range(20)]
    heads = [a_user(Role.UNIT_HEAD, unit) for _one in range(2)]
    runs = [act(selected(*toys), by=one, why="sudah") for one in heads]

    assert together(*map(confirmed, runs)) == []

    assert set(Toy.objects.values_list("state", "story", "version")) == {("approved", "sudah", 2)}
    done = [Run.objects.get(pk=one.pk).counts for one in runs]
    assert sum(one.get("done", 0) for one in done) == 20
    assert sum(one.get("refused", 0) for one in done) == 20


def test_one_run_worked_by_two_is_done_once(unit, officer):
    run = edit(selected(*[a_toy(unit, amount=1) for _one in range(20)]), by=officer, amount="7")
    Run.objects.filter(pk=run.pk).update(state=Run.State.WORKING)

    assert together(*[lambda: jobs.work(run=run.pk)] * 2) == []

    assert set(Toy.objects.values_list("version", flat=True)) == {2}
    assert Happening.objects.filter(name="record.changed").count() == 20
    assert Happening.objects.filter(name="run.ended").count() == 1


def test_an_import_and_an_edit_at_once_lose_nothing(unit, officer):
    toys = [a_toy(unit, code=f"K-{one}", name="Lama", amount=1) for one in range(20)]
    rows = [("kode", "nama"), *[(one.code, "Dari lembar") for one in toys]]
    run = looked_at(*rows, by=officer)
    editor = a_user(Role.OFFICER, unit, name="Bu Sari")

    def edits():
        verbs.change(ToyRegister, toys[10], by=editor, values={"amount": 9})

    assert together(confirmed(run, imports.confirm), edits) == []

    state = Run.objects.get(pk=run.pk).state
    names = set(Toy.objects.values_list("name", flat=True))
    assert Toy.objects.get(pk=toys[10].pk).amount == 9
    assert (state, names) in [("done", {"Dari lembar"}), ("refused", {"Lama"})]


def test_two_imports_of_the_same_new_records_make_them_once(unit, officer):
    rows = [("kode", "nama", "unit"), *[(f"K-{one}", "Kuda", unit.name) for one in range(50)]]
    runs = [looked_at(*rows, by=one) for one in (officer, a_user(Role.OFFICER, unit))]

    assert together(*[confirmed(one, imports.confirm) for one in runs]) == []

    assert Toy.objects.count() == 50
    assert sorted(one.state for one in Run.objects.all()) == ["done", "refused"]


def test_a_bulk_edit_and_an_import_that_meet_end_both(unit, officer):
    toys = [a_toy(unit, code=f"K-{one:02}", name="Lama", amount=1) for one in range(30)]
    rows = [("kode", "nama"), *[(one.code, "Dari lembar") for one in reversed(toys)]]
    bulk_run = edit(selected(*toys), by=a_user(Role.OFFICER, unit), amount="7")
    run = looked_at(*rows, by=officer)

    assert together(confirmed(run, imports.confirm), confirmed(bulk_run)) == []

    assert Run.objects.get(pk=bulk_run.pk).counts == {"done": 30}
    assert set(Toy.objects.values_list("amount", flat=True)) == {7}
    assert Run.objects.get(pk=run.pk).state in {"done", "refused"}
    assert len(set(Toy.objects.values_list("name", flat=True))) == 1
