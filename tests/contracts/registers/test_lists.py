"""The list of every register: filters, order, columns, views, totals, pages; each an address."""

from dataclasses import replace
from urllib.parse import urlencode

from django.db.models import Sum
from django.http import QueryDict

from caruban.kernel.registers.lists.fields import heads_of, is_plain_to, sortable
from caruban.kernel.registers.lists.reading import listing
from caruban.kernel.registers.lists.state import State, filtered
from tests.contracts.registers.asking import asking
from tests.pages import form_with, links_in, tags_of


def read(register, by, **asked):
    return State.of(register, QueryDict(urlencode(asked)), by=by)


def found_by(register, by, **asked):
    state = read(register, by, **asked)
    assert state.is_valid, (asked, state.filters.form.errors)
    assert not state.notes, (asked, state.notes)
    return set(filtered(register, state, by=by).values_list("pk", flat=True))


def test_the_list_shows_the_record_and_leads_to_its_page(register, scene):
    assert address_of_row(scene) in links_in(scene.page(scene.reader(), scene.place()))


def address_of_row(scene):
    own = getattr(scene.record, "get_absolute_url", None)
    return own() if own else scene.place("record", scene.record.pk)


def test_each_filter_finds_the_record_and_its_opposite_does_not(register, scene):
    reader = scene.reader()
    for name in register.filters:
        for asked in asking(register, name, scene.record):
            assert scene.record.pk in found_by(register, reader, **asked), asked
        nothing = f"{name}_empty"
        if nothing in read(register, reader).filters.filters:
            yes = scene.record.pk in found_by(register, reader, **{nothing: "true"})
            no = scene.record.pk in found_by(register, reader, **{nothing: "false"})
            assert yes != no, name


def test_all_filters_together_are_one_address(register, scene):
    asked, record, reader = {}, scene.record, scene.reader()
    for name in register.filters:
        asked |= next(iter(asking(register, name, record)), {})
    query = urlencode(asked)

    page = scene.page(reader, f"{scene.place()}?{query}")

    assert record.pk in found_by(register, reader, **asked)
    assert address_of_row(scene) in links_in(page)


def test_a_filter_that_cannot_be_read_lets_nothing_through_and_says_so(register, scene):
    reader = scene.reader()
    scene.record  # noqa: B018 (there is something to let through)
    for name, one in read(register, reader).filters.filters.items():
        if name.endswith(("_min", "_max", "_after", "_before")):
            state = read(register, reader, **{name: "entah"})
            assert not state.is_valid, name
            assert not filtered(register, state, by=reader).exists(), name
            assert one.label, name


def test_what_a_list_does_not_know_is_named_and_ignored(register, scene):
    page = scene.page(scene.reader(), f"{scene.place()}?tidak_dikenal=1")

    assert "tidak_dikenal" in page


def test_it_can_be_sorted_by_each_column_and_pages_walk_all_rows_once(register, scene):
    records = scene.several(3)
    reader = scene.reader()
    everything = found_by(register, reader)
    assert {one.pk for one in records} <= everything
    names = list(sortable(register, reader))
    for sort in ["", *names, *(f"-{one}" for one in names)]:
        walked = list(walk(read(register, reader, sort=sort)))

        assert len(walked) == len({*walked}), sort
        assert {*walked} == everything, sort
        assert walked == [*back(read(register, reader, sort=sort))][::-1], sort


def walk(state):
    """Give the rows of a list in pages of two, from the first to the last."""
    state = replace(state, size=2)
    while True:
        page = listing(state)
        yield from (one.pk for one in page.records)
        if not page.page.after:
            return
        state = replace(state, after=page.page.after)


def back(state):
    """Give them from the last to the first."""
    state = replace(state, size=2, before="end")
    while True:
        page = listing(state)
        yield from (one.pk for one in reversed(page.records))
        if not page.page.before:
            return
        state = replace(state, before=page.page.before)


def test_each_column_can_be_shown_alone(register, scene):
    scene.record  # noqa: B018 (a list of nothing has no heads)
    reader = scene.reader()
    for head in heads_of(register):
        page = scene.page(reader, f"{scene.place()}?columns={head.name}")
        assert heads_in(page) == 1, head.name


def test_columns_are_kept_for_each_reader(register, scene):
    last = heads_of(register)[-1].name
    scene.record  # noqa: B018
    client = scene.client(scene.reader())
    form = [one for one in sent(client, scene.place("columns"), "order") if one[0] != "shown"]

    kept = client.post(scene.place("columns"), as_posted([*form, ("shown", last)]))

    assert kept.status_code == 302
    assert heads_in(client.get(scene.place()).content.decode()) == 1


def sent(client, address, field):
    """Give what a browser would send of a form."""
    found = form_with(field, client.get(address).content.decode())
    assert found, f"{address} has no form with {field}"
    return found


def as_posted(fields):
    posted = {}
    for name, value in fields:
        posted.setdefault(name, []).append(value)
    return posted


def heads_in(page):
    """Give how many columns a list shows, that of the boxes apart."""
    tags = tags_of(page)
    heads = sum(tag == "th" and one.get("scope") == "col" for tag, one in tags)
    return heads - any(tag == "input" and "data-select-all" in one for tag, one in tags)


def test_a_view_is_saved_and_opened_by_its_address(register, scene):
    client = scene.client(scene.reader())
    address = f"{scene.place('views')}?per_page=50"
    form = dict(sent(client, address, "name")) | {"name": "Pandangan saya"}

    assert client.post(address, form).status_code == 302

    page = client.get(scene.place()).content.decode()
    opened = [one for one in links_in(page, scene.place()) if "view=" in one and "per_" in one]
    assert "Pandangan saya" in page
    assert client.get(opened[0]).status_code == 200


def test_totals_are_of_all_rows(register, scene):
    scene.several(3)
    reader = scene.reader()
    rows = filtered(register, read(register, reader), by=reader).order_by()
    found = listing(read(register, reader), exactly=True)
    assert found.tally.many == rows.count()
    for name in register.totals:
        if is_plain_to(register, name, reader):
            assert found.tally.sums[name] == rows.aggregate(one=Sum(name))["one"], name


def test_everything_works_without_javascript(register, scene):
    scene.several(3)
    reader = scene.reader()
    page = scene.page(reader, scene.place())

    for tag, one in tags_of(page):
        if "hx-get" in one or "hx-post" in one:
            assert tag in {"input", "select"} or one.get("href") or "action" in one, (tag, one)
    assert form_with("q", page) or not register.search


def test_only_the_rows_are_sent_where_only_they_are_asked_for(register, scene):
    address = scene.place()
    scene.record  # noqa: B018
    client = scene.client(scene.reader())

    part = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert 'id="hasil"' in part
    assert "<html" not in part
