"""Many records at once, in every register: seen first, each by its own right, nothing of others."""

import pytest

from caruban.kernel.registers.bulk import actions
from caruban.kernel.registers.bulk.fields import editable
from caruban.kernel.registers.bulk.orders import Order
from caruban.kernel.registers.runs.models import Run
from tests.contracts.registers.samples import is_plain, values_of
from tests.contracts.registers.test_forms import keeper, typed
from tests.kernel.registers.bulk.ordering import posted, selected


def an_edit(scene, by, *records):
    """Order an edit of one field; skips where no field is the same in many."""
    register = scene.register
    values = values_of(register, at=scene.home, by=by, verb="changes")
    fit = [one for one in editable(register, by=by) if is_plain(register, one) and values.get(one)]
    if not fit:
        pytest.skip("no plain field can be the same in many")
    name, value = fit[0], values[fit[0]]
    order = Order(
        "edit", (name,), posted=posted(**{name: typed(value)}), selection=selected(*records)
    )
    return actions.order(register, order, by=by), name, value


def test_nothing_is_changed_before_it_was_seen_and_confirmed(register, scene):
    by = keeper(scene, "changes")
    records = scene.several(2)
    before = [one.version for one in records]

    run, name, value = an_edit(scene, by, *records)

    assert run.state == Run.State.READY, run.said
    assert [one.refresh_from_db() or one.version for one in records] == before
    if not run.count("change"):
        assert all(one.told or one.outcome == "same" for one in run.lines.all()), "each says why"
        return
    actions.confirm(run)
    assert run.state == Run.State.DONE, run.said
    changed = register.model._base_manager.filter(
        pk__in=[one.pk for one in records], **{name: value}
    )
    assert changed.exists()


def test_a_record_of_another_institution_is_not_taken_along(register, scene):
    by = keeper(scene, "changes")
    foreign = scene.foreign
    before = foreign.version

    run, _name, _value = an_edit(scene, by, scene.record, foreign)
    if run.count("change"):
        actions.confirm(run)

    foreign.refresh_from_db()
    assert foreign.version == before
