"""Masked fields of every register stay masked at each door; the search finds what may be seen."""

from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.actions import acting
from caruban.kernel.registers.exports.writing import FORMATS
from caruban.kernel.registers.kinds import NoSuchField
from caruban.kernel.registers.lists.fields import sortable
from caruban.kernel.registers.register import field_of
from caruban.kernel.search.queries import found
from tests.contracts.recorded import Recorded
from tests.contracts.registers.counting import PAGES, name_of
from tests.contracts.registers.test_api import place
from tests.contracts.registers.test_files import rows_in, taken
from tests.factories import system
from tests.pages import links_in

SECRET = "3209987654321012"
COUNTS = Recorded("query_counts.json")


def blind(scene):
    """Give who reads the register, but sees a masked field only masked; skips without any."""
    if not scene.register.masked:
        pytest.skip("nothing is masked here")
    wanted = {*scene.register.masked.values()}
    for role in sorted(GRANTS[scene.register.reads].roles - {Role.SYSTEM, Role.CITIZEN}):
        if not any(role in GRANTS[one].roles for one in wanted):
            return scene.person(role)
    return pytest.skip("who reads these sees all of them")


def with_secrets(scene):
    register, record = scene.register, scene.record
    values = {name: SECRET[: field_of(register, name).field.max_length] for name in register.masked}
    with acting(system()):
        register.model._base_manager.filter(pk=record.pk).update(**values)
    return record


def test_a_masked_value_is_nowhere(register, scene):
    by = blind(scene)
    record = with_secrets(scene)
    client = scene.client(by)
    every = ",".join(register.masked)
    for address in (
        f"{scene.place()}?columns={every}", scene.place("record", record.pk),
        scene.place("edit", record.pk), scene.place("copy", record.pk),
        scene.place("history", record.pk), place(register), place(register, record),
        place(register, record, "/history"),
    ):  # fmt: skip
        assert SECRET not in client.get(address).content.decode(), address
    for kind in FORMATS:
        assert SECRET not in str(rows_in(taken(scene, by, kind), kind)), kind


def test_a_masked_value_cannot_be_found_out_by_sorting_filtering_or_seeking(register, scene):
    by = blind(scene)
    record = with_secrets(scene)
    client, row = scene.client(by), scene.place("record", record.pk)

    assert not {*register.masked} & {*sortable(register, by)}
    for query in (f"?q={SECRET}", f"?q={SECRET[:8]}"):
        assert row not in links_in(client.get(scene.place() + query).content.decode()), query
    for name in register.masked:
        for query in (f"?{name}={SECRET[:4]}", f"?{name}_min=1", f"?sort={name}"):
            page = client.get(scene.place() + query)
            assert row in links_in(page.content.decode()), "it is ignored"
            assert "tidak" in page.content.decode()
    assert not is_found(register, SECRET, record, by)


def test_the_search_finds_the_record_for_who_may_see_it_and_nobody_else(register, scene):
    own = [one for one in register.search if is_own(register, one)]
    if not own:
        pytest.skip("nothing of its own is sought here")
    words = str(getattr(scene.record, own[0]))
    reader = scene.reader()
    stranger = scene.person(Role.OFFICER, scene.elsewhere)

    assert is_found(register, words, scene.record, reader), words
    if not GRANTS[register.reads].is_public:
        assert not is_found(register, words, scene.record, stranger)


def is_own(register, name):
    try:
        return field_of(register, name).is_own
    except NoSuchField:
        return False


def is_found(register, words, record, by):
    groups = {group.register: group for group in found(words, by=by, limit=50)}
    hits = groups[register].hits if register in groups else []
    return any(hit.title == str(record) or str(record.pk) in hit.url for hit in hits)


def test_the_page_of_the_search_shows_it(register, scene):
    own = [one for one in register.search if is_own(register, one)]
    if not own:
        pytest.skip("nothing of its own is sought here")
    words = str(getattr(scene.record, own[0]))

    page = scene.page(scene.reader(), f"/cari/?q={quote(words)}")

    assert words in unescape(page)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_asks_the_database_as_often_as_recorded_however_many_rows(register, scene, page):
    scene.several(2)
    client = scene.client(scene.reader())
    address = PAGES[page](scene)
    first = client.get(address)  # and fills the caches
    b"".join(first)
    if first.status_code != 200:
        pytest.skip("this reader has no such page")
    few = asked(client, address)
    scene.several(8)

    many = asked(client, address)

    assert many == few, "a question for each row"
    COUNTS.agrees(name_of(register, page), many)


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        b"".join(client.get(address))
    return len(queries)
