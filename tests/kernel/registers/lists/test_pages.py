"""The page of a list as its reader gets it: without JavaScript, by htmx, by keyboard, by role."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caruban.kernel.access import may
from caruban.kernel.actors import Guest
from caruban.kernel.registers.lists.index import grouped
from caruban.kernel.registers.lists.shapes import place
from caruban.kernel.registers.lists.tiles import registers
from caruban.kernel.registers.register import all_registers
from caruban.kernel.tiles.queries import navigation
from tests.factories import a_unit, a_user
from tests.kernel.registers.lists.looking import LIST, Page
from tests.toys.factories import a_maker, a_toy, many_toys
from tests.toys.models import Toy
from tests.toys.permissions import ToyPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def toys(unit):
    maker = a_maker(unit, "Bengkel Jati")
    a_toy(unit, code="A", name="Beruang", amount=1, maker=maker)
    a_toy(unit, code="B", name="Gasing", amount=1_234, size="large", height="3.50")


@pytest.fixture
def see(client_of, officer):
    """Give a function that gives the page of a list in a state."""
    browser = client_of(officer)

    def page(query="", **headers):
        answer = browser.get(f"{LIST}?{query}", headers=headers)
        assert answer.status_code == 200
        return Page(answer.text)

    return page


def cells(page):
    return [row[1] for row in page.rows]


# a page of its own, without JavaScript


def test_the_search_and_every_filter_are_fields_of_one_form_that_asks_the_list(see, toys):
    page = see("q=Beruang&size=small&amount_min=1")
    form, *_others = page.all("form", id="saring")
    fields = {one.get("name") for tag in ("input", "select") for one in page.all(tag)}

    assert (form["method"], form["action"]) == ("get", LIST)
    assert page.all("input", name="q")[0]["value"] == "Beruang"
    assert page.all("input", name="amount_min")[0]["value"] == "1"
    assert "checked" in page.all("input", name="size", value="small")[0]
    assert fields >= {
        "organisation", "maker", "maker_empty", "size", "state", "height_min", "height_max",
        "amount_max", "made_on_after", "made_on_before", "made_on_period", "is_wooden", "sort",
    }  # fmt: skip


def test_a_record_to_filter_by_is_found_by_typing_without_javascript(see, unit):
    for number in range(30):
        a_maker(unit, f"Bengkel {number:02}")
    a_maker(unit, "Zamrud")
    a_toy(unit)

    assert not [
        one for one in see().elements if one[1].get("name") == "maker" and "Zam" in str(one)
    ]
    page = see("maker_find=zam&size=small")

    assert page.all("input", name="maker_find")[0]["value"] == "zam"
    offered = page.all("input", name="maker")
    assert len(offered) == 1
    assert "open" in page.all("details", **{"class": "list-filters"})[0]
    assert cells(page)  # what is typed to find a filter narrows nothing yet


def test_chosen_records_stay_offered_whatever_is_typed(see, unit, toys):
    maker = a_maker(unit, "Bengkel Rotan")

    page = see(f"maker={maker.pk}&maker_find=zzz")

    assert [one["value"] for one in page.all("input", name="maker")] == [str(maker.pk)]
    assert "checked" in page.all("input", name="maker")[0]


def test_each_filter_has_a_chip_with_the_address_without_it(see, toys, unit):
    page = see("q=a&size=small&size=large&amount_min=1&sort=-amount")
    labels = {
        one["aria-label"].removeprefix("Hapus saringan "): one["href"]
        for one in page.all("a")
        if (one.get("aria-label") or "").startswith("Hapus saringan")
    }

    assert labels == {
        "Kata: “a”": f"{LIST}?size=small&size=large&amount_min=1&sort=-amount",
        "Ukuran: kecil": f"{LIST}?q=a&size=large&amount_min=1&sort=-amount",
        "Ukuran: besar": f"{LIST}?q=a&size=small&amount_min=1&sort=-amount",
        "Jumlah: paling sedikit 1": f"{LIST}?q=a&size=small&size=large&sort=-amount",
    }
    assert f"{LIST}?sort=-amount" in page.links("sort=-amount")  # all of them away


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("maker={maker}", "Pembuat: Bengkel Jati"), ("maker_empty=true", "Pembuat: kosong"),
        ("is_wooden=true", "Dari kayu: ya"),
        ("made_on_after=2024-02-01", "Dibuat pada: sejak 1 Feb"),
        ("made_on_before=2024-02-01", "Dibuat pada: sampai 1 Feb"), ("state=draft", "Status: draf"),
        ("made_on_period=week", "Dibuat pada: minggu ini"), ("organisation={unit}", "Unit: Dinas"),
        ("height_max=1234.50", "Tinggi (cm): paling banyak 1.234,5"), ("amount_min=x", "Jumlah: x"),
    ],
)  # fmt: skip
def test_a_chip_says_its_filter_in_words(see, toys, unit, query, words):
    maker = Toy.objects.get(code="A").maker_id
    page = see(query.format(maker=maker, unit=unit.pk))

    said = [one["aria-label"] for one in page.all("a") if "aria-label" in one]
    assert any(one.startswith(f"Hapus saringan {words}") for one in said), said


def test_a_head_sorts_and_sorts_back(see, toys):
    (down,) = [one for one in see("sort=amount&size=large").links("sort=-amount") if "size" in one]
    page = see(down.partition("?")[2])

    assert cells(page) == ["B"]
    assert cells(see("sort=-amount")) == ["B", "A"]
    assert page.all("th", **{"aria-sort": "descending"})
    assert see().all("th", **{"aria-sort": "ascending"})


def test_words_of_the_address_are_shown_as_text_and_nothing_else(client_of, officer, unit):
    a_toy(unit, code="<b>x</b>", name="<script>alert(1)</script>")
    evil = "<script>alert(1)</script>"

    for query in ({"q": evil}, {"amount_min": evil}, {evil: "1"}, {"maker_find": evil}, {}):
        answer = client_of(officer).get(LIST, query).text
        assert evil not in answer
        assert "<b>x</b>" not in answer


def test_numbers_days_and_choices_are_local_words(see, toys):
    (row,) = see("size=large").rows

    assert "1.234" in row
    assert "3,5" in row
    assert "besar" in row
    assert "draf" in row


def test_on_a_phone_each_cell_carries_its_head(client_of, officer, toys):
    page = Page(client_of(officer).get(LIST).text)
    labels = [one.get("data-label") for one in page.all("td") if one.get("data-label")]

    assert labels[:8] == [
        "Nama", "Unit", "Pembuat", "Ukuran", "Tinggi (cm)", "Jumlah", "Dibuat pada", "Status",
    ]  # fmt: skip


def test_rows_pager_search_and_new_are_marked_for_the_keyboard(see, unit):
    many_toys(unit, *({"code": f"T{number:02}", "name": "M"} for number in range(60)))
    first = see()
    second = see(first.all("a", rel="next")[0]["href"].partition("?")[2])

    assert len(first.all("tr", **{"data-row": None})) == 25
    assert len(first.all("a", **{"data-open": None})) == 25
    assert len(first.all("input", **{"data-select": None})) == 25
    assert first.all("input", **{"data-find": None})
    assert first.all("a", **{"data-shortcut": "create"})
    assert not first.all("a", rel="prev")
    assert second.all("a", rel="prev")


# by htmx


def test_htmx_gets_the_rows_alone_and_the_address_without_what_is_empty(client_of, officer, toys):
    browser = client_of(officer)
    asked = f"{LIST}?q=&size=small&amount_min=&maker_find=x"

    part = browser.get(asked, headers={"HX-Request": "true"})
    back = browser.get(asked, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert part["HX-Push-Url"] == f"{LIST}?size=small"
    assert "HX-Request" in part["Vary"]
    assert part.text.lstrip().startswith('<div id="hasil"')
    assert "<html" not in part.text
    assert "<html" in back.text
    assert "HX-Push-Url" not in back


def test_a_part_of_the_list_knows_its_place_in_the_pages(client_of, officer, unit):
    many_toys(unit, *({"code": f"T{number:02}", "name": "M"} for number in range(60)))
    browser = client_of(officer)
    later = Page(browser.get(LIST).text).all("a", rel="next")[0]["href"]

    part = browser.get(later, headers={"HX-Request": "true"})

    assert part["HX-Push-Url"] == later
    assert Page(part.text).rows[0][1] == "T25"


def test_what_a_filter_offers_is_asked_only_of_filters_of_records(client_of, officer, toys):
    browser = client_of(officer)

    assert "Bengkel Jati" in browser.get(f"{LIST}saringan/maker/").text
    for name in ("size", "nik", "password", "story"):
        assert browser.get(f"{LIST}saringan/{name}/").status_code == 404


# who may do what


def test_doors_stand_open_only_to_who_may_go_through(client_of, officer, unit, toys):
    leader = a_user("leader", unit.institution)
    doors = [f"{LIST}baru/", f"{LIST}impor/", f"{LIST}massal/"]

    for door in doors:
        assert door in client_of(officer).get(LIST).text
        assert door not in client_of(leader).get(LIST).text
    assert f"{LIST}ekspor.xlsx" in client_of(leader).get(LIST).text


def test_every_door_leads_on_with_the_state_of_the_list(see, toys):
    page = see("size=large&sort=-amount&after=x&view=7")

    for door in ("ekspor.csv", "kolom/", "tampilan/"):
        assert f"{LIST}{door}?size=large&sort=-amount" in page.links(door)


def test_an_empty_register_offers_the_first_step_to_who_may_take_it(client_of, officer, unit):
    leader = a_user("leader", unit.institution)
    mine, theirs = client_of(officer).get(LIST).text, client_of(leader).get(LIST).text

    assert "Tambah catatan pertama" in mine
    assert "Register ini masih kosong" in theirs
    assert "Tambah catatan pertama" not in theirs


def test_where_nothing_fits_the_filters_can_be_taken_away(see, toys):
    page = see("q=zzzzz")

    assert not page.rows
    assert LIST in page.links(LIST)


def test_words_mistyped_lead_to_what_is_like_them(client_of, officer, toys, outsider):
    assert "Beruang" in client_of(officer).get(f"{LIST}?q=beruanh").text
    assert "Beruang" not in client_of(outsider).get(f"{LIST}?q=beruanh").text


def test_nobody_opens_a_list_that_they_may_not_read(client, client_of, toys):
    assert client.get(LIST)["Location"].startswith("/masuk/")
    assert client_of(a_user(None)).get(LIST).status_code == 403
    assert client.get("/data/tidak-ada/").status_code == 404


# the index and the navigation


def test_the_index_names_each_register_with_the_rows_its_reader_may_read(
    client_of, officer, outsider, toys
):
    def rows_for(reader):
        entries = [entry for group in grouped(reader) for entry in group.entries]
        return {entry.url: entry.tally.many for entry in entries}

    readable = {place(one) for one in all_registers() if may(officer, one.reads)}
    assert rows_for(officer).keys() == readable
    assert rows_for(officer)[LIST] == 2
    assert rows_for(outsider)[LIST] == 0
    assert "2 baris" in client_of(officer).get("/data/").text


def test_registers_of_a_domain_stand_before_those_of_modules(officer, declare):
    declare(domain=2, title="Register belanja")

    first, *others = grouped(officer)

    assert (first.domain, [one.title for one in first.entries]) == (2, ["Register belanja"])
    assert [one.domain for one in others] == [0] * len(others)


@pytest.mark.parametrize(
    "register",
    [one for one in all_registers() if one.__module__.startswith("caruban.")],
    ids=lambda one: one.name,
)
def test_the_module_of_every_register_has_a_title_in_its_own_words(register):
    module = type(apps.get_app_config(register.model._meta.app_label))

    assert "verbose_name" in vars(module)


def test_a_guest_finds_in_the_index_what_is_open_to_everyone(client, toys):
    page = Page(client.get("/data/").text)

    assert not page.links(LIST)
    assert page.links("/data/instrumen")


def test_the_navigation_leads_to_the_data_and_to_what_one_keeps(unit, declare):
    declare(icon="layers", creates=ToyPermission.KEEP, changes=ToyPermission.KEEP)

    def links_of(reader):
        return {one.url for one in navigation(reader).links}

    assert links_of(a_user("officer", unit)) >= {"/data/", "/data/lain/"}
    assert "/data/lain/" not in links_of(a_user("leader", unit.institution))
    assert "/data/" not in links_of(Guest())


# quick


@pytest.mark.parametrize("address", [LIST, f"{LIST}?columns=code,maker,maker__organisation,nik"])
def test_a_list_asks_as_many_questions_for_many_rows_as_for_few(client_of, officer, unit, address):
    browser = client_of(officer)

    def questions(many):
        Toy.objects.all().delete()
        for number in range(many):
            a_toy(unit, maker=a_maker(a_unit(unit)) if number < 5 else None)
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = browser.get(address)
        assert len(Page(answer.text).rows) == many
        return len(asked)

    assert questions(20) == questions(3)


def test_a_saved_view_costs_no_questions_of_its_own_rows(client_of, officer, unit, toys):
    from caruban.kernel.registers.lists.actions import save_view
    from tests.toys.registers import ToyRegister

    browser = client_of(officer)

    def questions():
        browser.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            browser.get(LIST)
        return len(asked)

    save_view(ToyRegister, by=officer, name="Satu", query="size=small")
    before = questions()
    for number in range(10):
        save_view(ToyRegister, by=officer, name=f"Lagi {number}", query="size=large",
                  institution=unit.institution)  # fmt: skip

    assert questions() == before


def test_every_label_of_a_list_names_a_field_that_exists(client_of, officer, toys):
    html = client_of(officer).get(f"{LIST}?amount_min=x&q={'a' * 201}").text
    ids = {one["id"] for _tag, one in Page(html).elements if "id" in one}

    assert {*re.findall(r'for="([^"]+)"', html)} <= ids
    described = re.findall(r'aria-describedby="([^"]+)"', html)
    assert {one for many in described for one in many.split()} <= ids
    assert len(ids) == len([one for _tag, one in Page(html).elements if "id" in one])


def test_the_palette_finds_registers_that_stand_in_no_menu(officer):
    assert [one.url for one in registers(officer, "mainan", limit=7)] == [LIST]
    assert list(registers(a_user(), "mainan", limit=7)) == []
