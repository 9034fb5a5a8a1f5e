"""The pages of a record of every register: tabs answer, no link is dead, no text is script."""

from html import unescape

import pytest
from django.core.validators import RegexValidator
from django.db import DataError, IntegrityError, transaction

from caruban.kernel.actions import acting
from caruban.kernel.registers.kinds import Kind, NoSuchField
from caruban.kernel.registers.register import columns_of, field_of, form_names
from tests.factories import system
from tests.pages import links_in

SCRIPT = "<script>alert('x')</script>"
TEXTS = {Kind.TEXT, Kind.LONG, Kind.EMAIL, Kind.ADDRESS}
CODES = {("institutions", "region_code")}  # of the ministry; set when an institution is founded
ALIVE = {200, 302, 405}


def test_every_tab_of_a_record_answers(register, scene):
    reader = scene.reader()
    address = scene.place("record", scene.record.pk)
    page = scene.page(reader, address)

    tabs = links_in(page, address)

    assert str(scene.record) in unescape(page)
    assert address in tabs
    for one in tabs:
        scene.page(reader, one)


@pytest.mark.parametrize("kind", ["list", "record", "edit", "bulk"])
def test_no_link_of_a_page_is_dead(register, scene, kind):
    reader = scene.reader()
    record, client = scene.record, scene.client(reader)
    address = {
        "list": scene.place(),
        "record": scene.place("record", record.pk),
        "edit": scene.place("edit", record.pk),
        "bulk": f"{scene.place('bulk')}?record={record.pk}",
    }[kind]
    page = client.get(address)
    if page.status_code in {403, 404} and kind in {"edit", "bulk"}:
        pytest.skip("this reader changes nothing here")
    for one in links_in(page.content.decode(), "/data/"):
        answer = client.get(unescape(one))
        b"".join(answer)
        assert answer.status_code in ALIVE, one


def texts_of(register):
    """Give the text columns that a register shows, asks for or seeks."""
    names = {one.name for one in columns_of(register)} | {*form_names(register), *register.search}
    for name in sorted(names):
        try:
            field = field_of(register, name)
        except NoSuchField:
            continue
        if field.is_own and field.kind in TEXTS and not is_shaped(register, field.field):
            yield field.field


def is_shaped(register, field):
    """Say whether only some characters fit: a code of an instrument, or one that nobody types."""
    return (register.name, field.name) in CODES or any(
        isinstance(one, RegexValidator) for one in field.validators
    )


def put(register, record, wanted):
    """Write a text into every field that the database lets it stand in; give how many."""
    many = 0
    for field in texts_of(register):
        text = wanted[: field.max_length or len(wanted)]
        try:
            with transaction.atomic(), acting(system()):
                many += register.model._base_manager.filter(pk=record.pk).update(
                    **{field.name: text}
                )
        except (DataError, IntegrityError):
            continue  # a constraint keeps it out
    return many


def test_script_in_every_field_is_text_on_every_page(register, scene):
    record = scene.record
    many = put(register, record, SCRIPT)
    reader = scene.reader()
    client, shown = scene.client(reader), 0
    for page, arguments in (
        ("list", ()), ("record", (record.pk,)), ("edit", (record.pk,)), ("history", (record.pk,)),
        ("related", (record.pk,)), ("comments", (record.pk,)), ("documents", (record.pk,)),
        ("remove", (record.pk,)), ("copy", (record.pk,)), ("bulk", ()),
    ):  # fmt: skip
        content = client.get(scene.place(page, *arguments)).content.decode()
        assert "<script>alert" not in content, page
        shown += "&lt;script&gt;" in content
    assert shown or not many
