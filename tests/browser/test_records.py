"""Records in a real Chromium: by the keyboard alone, without scripts, with the line cut."""

import re

import pytest
from playwright.sync_api import Page, expect

from caruban.kernel.accounts.roles import Role
from caruban.kernel.registers.forms.models import Draft
from tests.browser.test_every_page import faults
from tests.factories import a_unit, a_user, an_institution
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Part, Toy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "/data/mainan/baru/"
PAGE = re.compile(r"/data/mainan/\d+/$")


@pytest.fixture
def unit(tabs):
    return a_unit(an_institution(), "Dinas Mainan")


@pytest.fixture
def officer(unit):
    return a_user(Role.OFFICER, unit, name="Ani")


@pytest.fixture
def ani(tabs, officer) -> Page:
    return tabs.tab(officer)


@pytest.fixture
def budi(tabs, unit) -> Page:
    return tabs.tab(a_user(Role.OFFICER, unit, name="Budi"), width=360, theme="dark")


def write(page: Page, name: str, text: str) -> None:
    """Write into a field as a keyboard does."""
    page.locator(f"[name='{name}']").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def save(page: Page) -> None:
    page.keyboard.press("Control+s")


def kept(page: Page, words: str | re.Pattern = re.compile("Draf disimpan")) -> None:
    expect(page.locator("[data-draft-said]")).to_have_text(words)


def test_create_conflict_merge_history_and_restore_by_the_keyboard_alone(ani, budi, unit):
    for one in range(41):
        a_maker(unit, f"Pak Kayu {one:02}")
    enter(ani)
    address = ani.url
    change_both(ani, budi, address)
    bring_back(ani, address)

    toy = Toy.objects.get()
    assert (toy.name, toy.story, toy.maker.name) == ("Kuda", "", "Pak Kayu 37")


def enter(ani: Page) -> None:
    ani.goto(NEW)
    write(ani, "code", "K-1")
    write(ani, "name", "Kuda")
    write(ani, "maker-q", "kayu 37")
    expect(ani.locator("[role=option][aria-selected=true]")).to_have_text("Pak Kayu 37")
    ani.keyboard.press("Enter")
    assert ani.locator("input[name=maker]").input_value() != ""

    expect(ani.locator("[name=height]")).to_be_hidden()
    ani.locator("[name=size]").focus()
    ani.keyboard.press("ArrowDown")
    expect(ani.locator("[name=height]")).to_be_visible()
    ani.locator("[data-add]").focus()
    ani.keyboard.press("Enter")
    ani.keyboard.type("roda")
    expect(ani.locator("[data-rows-said]")).to_have_text("Baris ditambahkan.")
    kept(ani)
    assert faults(ani) == []
    save(ani)
    expect(ani).to_have_url(PAGE)
    assert faults(ani) == []


def change_both(ani: Page, budi: Page, address: str) -> None:
    ani.goto(f"{address}ubah/")
    budi.goto(f"{address}ubah/")
    write(budi, "name", "Kuda Budi")
    write(budi, "story", "Tua")
    save(budi)
    expect(budi).to_have_url(PAGE)
    write(ani, "name", "Kuda Ani")
    save(ani)
    expect(ani.get_by_role("alert")).to_be_focused()
    expect(ani.get_by_role("alert")).to_contain_text("Budi mengubahnya")
    assert faults(ani) == []
    ani.keyboard.press("Tab")
    ani.keyboard.press("Enter")
    expect(ani.locator("#pilih-name")).to_be_focused()
    ani.keyboard.press("Tab")
    ani.keyboard.press("Space")
    save(ani)
    expect(ani).to_have_url(PAGE)
    expect(ani.locator("h1")).to_have_text("K-1 Kuda Ani")
    expect(ani.locator("main")).to_contain_text("Tua")


def bring_back(ani: Page, address: str) -> None:
    ani.goto(f"{address}riwayat/")
    assert faults(ani) == []
    ani.get_by_role("link", name=re.compile("Kembalikan ke isi ini")).last.focus()
    ani.keyboard.press("Enter")
    ani.get_by_role("button", name="Kembalikan isi ini").focus()
    assert faults(ani) == []
    ani.keyboard.press("Enter")
    expect(ani).to_have_url(PAGE)
    expect(ani.locator("h1")).to_have_text("K-1 Kuda")


def test_all_of_it_without_scripts(tabs, officer, unit):
    page = tabs.tab(officer, scripts=False, width=360)
    page.goto(NEW)
    expect(page.locator("[name=height]")).to_be_visible()
    page.fill("[name=code]", "K-1")
    page.fill("[name=name]", "Kuda")
    page.get_by_role("button", name="Tambah baris").click()
    page.fill("[name=parts-0-name]", "roda")
    page.get_by_role("button", name=re.compile("Baru ?: Register pembuat")).click()
    page.fill("[name=name]", "Pak Kayu")
    page.get_by_role("button", name="Simpan", exact=True).last.click()
    expect(page.locator("[name=parts-0-name]")).to_have_value("roda")
    page.get_by_role("button", name="Simpan draf").click()
    expect(page.get_by_text("Draf disimpan pukul")).to_be_visible()
    page.goto(NEW)
    page.get_by_role("link", name="Lanjutkan draf").click()
    page.get_by_role("button", name="Simpan", exact=True).last.click()
    expect(page).to_have_url(PAGE)

    toy = Toy.objects.get()
    assert (toy.name, toy.maker.name, toy.parts.get().name) == ("Kuda", "Pak Kayu", "roda")
    assert not Draft.objects.exists()


def test_rows_are_moved_and_removed_by_the_keyboard(ani, unit):
    toy = a_toy(unit)
    for at, one in enumerate("abc", 1):
        Part.objects.create(toy=toy, name=one, place=at)
    ani.goto(f"/data/mainan/{toy.pk}/ubah/")

    ani.locator("[data-up]").last.focus()
    ani.keyboard.press("Enter")
    expect(ani.locator("[data-rows-said]")).to_have_text("Baris dipindahkan.")
    ani.locator("[data-remove]").first.focus()
    ani.keyboard.press("Space")
    expect(ani.locator("[data-rows-said]")).to_have_text("Baris dihapus.")
    save(ani)
    expect(ani).to_have_url(PAGE)

    assert [one.name for one in toy.parts.all()] == ["c", "b"]


def test_what_is_typed_while_the_line_is_cut_is_there_when_one_comes_back(ani, unit):
    toy = a_toy(unit)
    address = f"/data/mainan/{toy.pk}/ubah/"
    line = ani.context
    ani.goto(address)
    line.set_offline(True)
    write(ani, "story", "Ditulis saat putus")
    kept(ani, re.compile("Sambungan terputus"))
    ani.close()
    line.set_offline(False)

    again = line.new_page()
    again.goto(address)
    expect(again.get_by_text("tertinggal di peramban ini")).to_be_visible()
    assert faults(again) == []
    again.get_by_role("button", name="Lanjutkan isian itu").click()
    expect(again.locator("[name=story]")).to_have_value("Ditulis saat putus")
    again.locator(".form-actions .btn-primary").click()
    expect(again).to_have_url(PAGE)

    toy.refresh_from_db()
    assert toy.story == "Ditulis saat putus"
    assert again.evaluate("Object.keys(localStorage).length") == 0


def test_when_the_line_comes_back_what_was_typed_is_sent_by_itself(ani, unit):
    toy = a_toy(unit)
    ani.goto(f"/data/mainan/{toy.pk}/ubah/")
    ani.context.set_offline(True)
    write(ani, "story", "Ditulis saat putus")
    kept(ani, re.compile("Sambungan terputus"))
    ani.context.set_offline(False)

    kept(ani)
    assert Draft.objects.count() == 1


def test_a_session_that_ended_loses_nothing(tabs, ani, officer, unit):
    toy = a_toy(unit)
    ani.goto(f"/data/mainan/{toy.pk}/ubah/")
    officer_session = tabs.session(officer)
    ani.context.clear_cookies(name=officer_session["name"])
    write(ani, "story", "Ditulis sesudah sesi berakhir")
    kept(ani, re.compile("Sesi Anda berakhir"))
    assert faults(ani) == []

    ani.context.add_cookies([officer_session])
    ani.evaluate("window.dispatchEvent(new Event('focus'))")
    kept(ani)
    save(ani)
    expect(ani).to_have_url(PAGE)

    toy.refresh_from_db()
    assert toy.story == "Ditulis sesudah sesi berakhir"


def test_personal_data_stays_out_of_the_browsers_own_store(ani, officer):
    ani.goto(NEW)
    ani.context.set_offline(True)
    write(ani, "nik", "3209010101010001")
    write(ani, "name", "Kuda")
    kept(ani, re.compile("Sambungan terputus"))

    store = ani.evaluate("JSON.stringify(localStorage)")
    assert "name=Kuda" in store
    assert "3209010101010001" not in store
