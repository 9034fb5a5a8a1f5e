"""Create, change, remove, act: whoever may can, nobody else; what is not declared is refused."""

from copy import copy
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.actors import Guest
from caruban.kernel.errors import Refused, Stale
from caruban.kernel.events.stream import happenings_of
from caruban.kernel.history.queries import changes_of
from caruban.kernel.registers import actions
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.register import field_of, form_names, permission_of
from tests.contracts.registers.samples import (
    a_record,
    changes_for,
    details_of,
    value_of,
    values_of,
)

OUTSIDERS = ("guest", "nobody", "elsewhere")


def an_outsider(scene, who, permission):
    """Give who must not: a guest, somebody without a role, who holds it in another institution."""
    if who == "guest":
        return Guest()
    if who == "nobody":
        from tests.factories import a_user

        return a_user()
    role = next(iter(sorted(GRANTS[permission].roles - {Role.SYSTEM, Role.CITIZEN})), Role.OFFICER)
    return scene.person(role, scene.elsewhere)


def test_a_record_holds_what_was_entered(register, scene):
    if register.creates is None:
        pytest.skip("nobody creates these")
    by = scene.holder(permission_of(register.creates))
    given = values_of(register, at=scene.home, by=by)
    kept = copy(given)

    record = actions.create(register, by=by, values=given)

    for name in form_names(register):
        if name in kept and field_of(register, name).kind is not Kind.MANY:
            assert getattr(record, name) == kept[name], name
    assert changes_of(record).exists(), "the history begins with it"
    assert happenings_of(record).exists(), "and so does the feed"


def test_what_is_not_declared_is_refused(register, scene):
    by = scene.reader()
    if register.creates is None:
        with pytest.raises(PermissionDenied):
            actions.create(register, by=by, values={})
    if register.changes is None:
        with pytest.raises(PermissionDenied):
            actions.change(register, scene.record, by=by, values={})
    if register.removes is None:
        with pytest.raises(PermissionDenied):
            actions.remove(register, scene.record, by=by)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_from_outside_creates(register, scene, who):
    permission = permission_of(register.creates)
    if permission is None:
        pytest.skip("nobody creates these")
    by = an_outsider(scene, who, permission)
    given = values_of(register, at=scene.home, by=scene.holder(permission))

    with pytest.raises((PermissionDenied, Refused)):
        actions.create(register, by=by, values=given)


@pytest.mark.parametrize("verb", ["changes", "removes"])
@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_from_outside_changes_or_removes(register, scene, who, verb):
    permission = permission_of(getattr(register, verb))
    if permission is None:
        pytest.skip("there is no such verb")
    by = an_outsider(scene, who, permission)
    do = {"changes": _change, "removes": actions.remove}[verb]

    with pytest.raises(PermissionDenied):
        do(register, scene.record, by=by)
    assert register.model._base_manager.filter(pk=scene.record.pk).exists()


def _change(register, record, *, by):
    return actions.change(register, record, by=by, values={})


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_from_outside_acts(register, scene, who):
    for act in register.actions:
        by = an_outsider(scene, who, act.permission)

        with pytest.raises(PermissionDenied):
            act.action(scene.record, by=by, **details_of(act))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CITIZEN, Role.SYSTEM}))
def test_each_role_creates_as_the_table_of_grants_says(register, scene, role):
    permission = permission_of(register.creates)
    if permission is None:
        pytest.skip("nobody creates these")
    by = scene.person(role)
    given = values_of(register, at=scene.home, by=scene.holder(permission))
    holds = role in GRANTS[permission].roles

    if holds:
        assert actions.create(register, by=by, values=given).pk
    else:
        with pytest.raises((PermissionDenied, Refused)):
            actions.create(register, by=by, values=given)


def test_a_change_is_kept_counted_and_told(register, scene):
    if register.changes is None:
        pytest.skip("nobody changes these")
    record = scene.record
    before = record.version
    by = scene.holder(permission_of(register.changes))
    change = changes_for(scene, record)
    assert change, "a field of its form can be changed"

    changed = actions.change(register, record, by=by, values=change, from_version=before)

    assert all(getattr(changed, name) == value for name, value in change.items())
    assert changed.version > before
    assert changes_of(changed).first().actor_id == by.pk
    assert happenings_of(changed).exists()


def test_a_change_from_an_older_version_is_refused(register, scene):
    if register.changes is None:
        pytest.skip("nobody changes these")
    record = scene.record
    by = scene.holder(permission_of(register.changes))
    old = record.version
    actions.change(register, record, by=by, values=changes_for(scene, record), from_version=old)
    record.refresh_from_db()

    with pytest.raises((Stale, Refused)):
        actions.change(register, record, by=by, values=changes_for(scene, record), from_version=old)


def test_nothing_is_changed_where_nothing_differs(register, scene):
    if register.changes is None:
        pytest.skip("nobody changes these")
    by = scene.holder(permission_of(register.changes))
    many = changes_of(scene.record).count()

    actions.change(register, scene.record, by=by, values={}, from_version=scene.record.version)

    assert changes_of(scene.record).count() == many


@pytest.mark.parametrize("verb", ["creates", "changes"])
def test_a_value_that_no_form_has_is_refused(register, scene, verb):
    permission = permission_of(getattr(register, verb))
    if permission is None:
        pytest.skip("there is no such verb")
    by = scene.holder(permission)
    do = {"creates": actions.create, "changes": partial(_changed, record=scene.record)}[verb]

    with pytest.raises(Refused) as refusal:
        do(register, by=by, values={"version": 7})

    assert refusal.value.field == "version"


def _changed(register, *, record, **given):
    return actions.change(register, record, **given)


def test_a_removed_record_is_gone_and_its_history_stays(register, scene):
    if register.removes is None:
        pytest.skip("nobody removes these")
    by = scene.holder(permission_of(register.removes))
    record = a_record(register, at=scene.home)
    number = record.pk

    removed = actions.remove(register, record, by=by)

    assert not register.model._base_manager.filter(pk=number).exists()
    assert changes_of(removed).exists()


def test_the_value_of_a_field_is_one_that_its_model_takes(register, scene):
    for name in form_names(register):
        value = value_of(register, name, at=scene.home, by=scene.reader())
        field = field_of(register, name)
        if value not in (None, []) and field.kind not in {Kind.MANY, Kind.RELATION, Kind.PLACE}:
            field.field.clean(value, None)
