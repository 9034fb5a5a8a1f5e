"""Script in every field of every register: on none of its pages does it become markup."""

import pytest

from caruban.kernel.registers.register import all_registers
from tests.contracts.registers.scene import Scene
from tests.contracts.registers.test_doors import pages, sample, url_of
from tests.hostile.furnished import furnish_record
from tests.hostile.spoilt import TAG, attacks_in, seen, spoil

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("register", all_registers(), ids=lambda one: one.name)
def test_no_text_becomes_markup_on_a_page_of_a_register(register, settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path
    scene = Scene(register)
    reader = scene.reader()
    furnish_record(register, scene.record, reader)
    client = scene.client(reader)
    addresses = [
        url_of(scene, route, given)
        for route in pages()
        if (given := sample(scene, route)) is not None
    ]
    spoil()

    shown = {url: seen(client, url) for url in addresses}

    assert {url: found for url, page in shown.items() if (found := attacks_in(page))} == {}
    assert any(f"&lt;{TAG}" in page for page in shown.values())
