"""Forms of every register, filled in and sent as a browser without JavaScript does."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caruban.kernel.registers import actions
from caruban.kernel.registers.forms.building import form_of
from caruban.kernel.registers.kinds import Kind
from caruban.kernel.registers.register import (
    conditions_of,
    field_of,
    form_names,
    permission_of,
)
from tests.contracts.registers.samples import PDF, changes_for, extra_of, values_of
from tests.pages import form_with

TYPED = {Kind.TEXT, Kind.LONG, Kind.EMAIL, Kind.ADDRESS, Kind.WHOLE, Kind.DAY}


def keeper(scene, verb):
    """Give who may do a verb at home; skips where nobody does it by hand."""
    permission = permission_of(getattr(scene.register, verb))
    if permission is None:
        pytest.skip("there is no such verb")
    return scene.holder(permission)


def sent(client, address):
    """Give the fields of the form of a page, by name, as a browser would send them."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    found = form_with("token", page.content.decode())
    assert found, f"{address} has no form"
    posted = {}
    for name, value in found:
        posted.setdefault(name, []).append(value)
    return posted


def renewed(scene, posted, by):
    """Give a form filled in with the values of another record."""
    register = scene.register
    values = values_of(register, at=scene.home, by=by)
    for name in form_names(register):
        field = field_of(register, name)
        if name not in values or values[name] in (None, "", []):
            posted.pop(name, None)
        elif field.kind.is_related:
            posted[name] = [str(values[name].pk)]
        elif field.kind in TYPED or field.kind is Kind.CHOICE:
            posted[name] = [typed(values[name])]
    files = {
        name: SimpleUploadedFile("contoh.pdf", PDF)
        for name, make in extra_of(register, "creates").items()
        if make().widget.needs_multipart_form
    }
    return posted | files


def test_a_record_is_entered_once_by_its_form(register, scene):
    by = keeper(scene, "creates")
    client = scene.client(by)
    form = renewed(scene, sent(client, scene.place("create")), by)
    before = register.model._base_manager.count()

    first = client.post(scene.place("create"), form)
    for one in form.values():
        if hasattr(one, "seek"):
            one.seek(0)
    second = client.post(scene.place("create"), form)

    assert (first.status_code, second.status_code) == (302, 302), errors_in(first)
    assert register.model._base_manager.count() == before + 1


def errors_in(answer):
    return re.findall(r'id="id_\w+-error".*?<span>.*?</span>', answer.content.decode(), re.DOTALL)


def test_what_is_demanded_is_asked_for_beside_its_field(register, scene):
    by = keeper(scene, "creates")
    client = scene.client(by)
    form = renewed(scene, sent(client, scene.place("create")), by)
    demanded = {name for name, one in form_of(register, by=by).fields.items() if one.required}
    before = register.model._base_manager.count()

    answer = client.post(
        scene.place("create"), {k: v for k, v in form.items() if k not in demanded}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert register.model._base_manager.count() == before
    for name in demanded:
        assert re.search(rf'id="id_{name}(?:_\w+)?-error"', page), name


def test_a_copy_begins_with_what_the_record_holds(register, scene):
    by = keeper(scene, "creates")
    client = scene.client(by)

    form = sent(client, scene.place("copy", scene.record.pk))

    held = [
        str(getattr(scene.record, name))
        for name in form_names(register)
        if field_of(register, name).kind in {Kind.TEXT, Kind.LONG} and name not in register.key
    ]
    typed = {value for values in form.values() for value in values}
    assert not held or typed & {*held}
    assert "version" not in form


def test_a_record_is_changed_by_its_form(register, scene):
    by = keeper(scene, "changes")
    client, address = scene.client(by), scene.place("edit", scene.record.pk)
    ((name, value),) = changes_for(scene, scene.record).items()

    answer = client.post(address, sent(client, address) | {name: [typed(value)]})

    assert answer.status_code == 302, errors_in(answer)
    scene.record.refresh_from_db()
    assert getattr(scene.record, name) == value


def typed(value):
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def test_nobody_overwrites_what_somebody_else_changed_meanwhile(register, scene):
    by = keeper(scene, "changes")
    client, address = scene.client(by), scene.place("edit", scene.record.pk)
    form = sent(client, address)
    ((name, theirs),) = changes_for(scene, scene.record).items()
    ((same, mine),) = changes_for(scene, scene.record).items()
    assert name == same
    actions.change(register, scene.record, by=by, values={name: theirs})

    answer = client.post(address, form | {name: [typed(mine)]})

    assert answer.status_code == 422
    assert typed(mine) in answer.content.decode()
    scene.record.refresh_from_db()
    assert getattr(scene.record, name) == theirs


def test_a_value_that_does_not_fit_is_refused_beside_its_field_and_stays_typed(register, scene):
    by = keeper(scene, "changes")
    client, address = scene.client(by), scene.place("edit", scene.record.pk)
    form = sent(client, address)
    version = scene.record.version
    long = [one for one in form_names(register) if is_short_text(register, one) and one in form]
    for name in long[:2]:
        wrong = "x" * (field_of(register, name).field.max_length + 1)

        answer = client.post(address, form | {name: [wrong]})

        assert answer.status_code == 422, name
        assert f'id="id_{name}-error"' in answer.content.decode()
        assert wrong in answer.content.decode()
    scene.record.refresh_from_db()
    assert scene.record.version == version


def is_short_text(register, name):
    """Say whether it holds a text of so many characters, and is always asked for."""
    field = field_of(register, name)
    at_times = {one for condition in conditions_of(register) for one in condition.names}
    return name not in at_times and field.kind is Kind.TEXT and bool(field.field.max_length)
