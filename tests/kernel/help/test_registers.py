"""Every register leads to its page of help, from its list, a record and a form."""

import pytest
from django.urls import resolve, reverse

from caruban.kernel.help.pages import pages
from caruban.kernel.help.queries import page_for
from caruban.kernel.registers.register import all_registers

REGISTERS = [one for one in all_registers() if one.__module__.startswith("caruban.")]
OF_EACH = ("list", "record", "create", "edit")
GENERAL = {
    "import": "imports-and-bulk", "bulk": "imports-and-bulk", "columns": "lists",
    "history": "records", "comments": "comments", "documents": "attachments", "copy": "forms",
}  # fmt: skip


def test_there_are_registers():
    assert len(REGISTERS) > 6


@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.name)
def test_its_page_says_what_it_is_for_who_may_and_how(register):
    page = pages()[register.name]
    parts = [text for _anchor, text in page.parts]

    assert "Siapa yang boleh" in parts
    assert {"Isian", "Yang sering dikerjakan"} & {*parts}
    assert len(page.plain.split()) > 80
    assert str(register.title) == page.title


@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.name)
def test_list_record_and_forms_lead_to_it(register):
    for name in OF_EACH:
        numbers = [7] if name in {"record", "edit"} else []
        match = resolve(reverse(f"registers:{name}", args=[register, *numbers]))
        assert page_for(match) == pages()[register.name], name


@pytest.mark.parametrize(("name", "page"), GENERAL.items())
def test_what_is_alike_everywhere_is_explained_once(name, page):
    numbers = [7] if name in {"history", "comments", "documents", "copy"} else []
    match = resolve(reverse(f"registers:{name}", args=[REGISTERS[0], *numbers]))

    assert page_for(match).name == page
    assert pages()[page].general


@pytest.mark.django_db
def test_the_page_of_a_register_leads_to_the_general_ones(client):
    page = client.get("/bantuan/units/").content.decode()

    assert "Berlaku di semua register" in page
    for name in set(GENERAL.values()):
        assert f'href="/bantuan/{name}/"' in page
    assert "Berlaku di semua register" not in client.get("/bantuan/my-work/").content.decode()


@pytest.mark.django_db
def test_the_list_shows_the_way_to_it(client):
    assert 'href="/bantuan/units/"' in client.get("/data/unit/").content.decode()
