"""Palette, shortcuts and favourites in a real Chromium, by the keyboard alone."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from caruban.kernel.accounts.models import User
from caruban.kernel.workspace import actions
from caruban.kernel.workspace.models import Desk
from caruban.kernel.workspace.places import Place
from tests.browser.test_every_page import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INDEX = "/evaluasi/32.09/2021/"


@pytest.fixture
def page(house) -> Page:
    tab = house.tab("sekretariat")
    tab.goto("/kerja/")
    return tab


def secretary() -> User:
    return User.objects.get(email="sekretariat@demo.caruban.invalid")


def palette(page: Page):
    return page.locator("#palet")


def test_the_palette_opens_finds_and_leads_by_the_keyboard_alone(page):
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    expect(palette(page).get_by_role("option").first).to_have_attribute("aria-selected", "true")

    page.keyboard.type("favo")
    chosen = palette(page).get_by_role("option", name="Favorit")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    expect(palette(page).get_by_role("status")).to_have_text("1 hasil")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/kerja/favorit/$"))


def test_arrows_go_round_and_escape_gives_the_focus_back(page):
    opener = page.locator("[data-palette]")
    opener.focus()
    page.keyboard.press("Enter")
    options = palette(page).get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")

    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(palette(page).locator("[aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Escape")

    expect(palette(page)).not_to_be_visible()
    expect(opener).to_be_focused()


def test_tab_stays_within_the_palette(page):
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()

    page.keyboard.press("Tab")
    expect(palette(page).locator("[data-close]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox")).to_be_focused()


OLD = '<a role="option" id="lama" href="/lama/" aria-selected="false">Lama</a>'

WATCH = """() => {
  window.wasOld = false;
  const look = () => { window.wasOld ||= Boolean(document.getElementById("lama")); };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""


def asks(page: Page, words: str):
    """Wait while something is done until the palette asks the server for words."""
    return page.expect_request(lambda one: parse_qs(urlsplit(one.url).query).get("q") == [words])


def test_the_answer_to_older_words_is_dropped(page):
    held = []

    def hold(route):
        held.append(route)

    page.route("**/cari-perintah/?q=fa", hold)
    page.keyboard.press("Control+k")
    expect(palette(page).get_by_role("option").first).to_be_visible()
    with asks(page, "fa"):
        page.keyboard.type("fa")

    page.keyboard.type("vorit")
    expect(palette(page).get_by_role("option")).to_have_text(["Favorit"])
    page.evaluate(WATCH)
    held[0].fulfill(body=OLD, content_type="text/html")
    with asks(page, "favoritx"):  # by then the older answer is long there
        page.keyboard.type("x")

    expect(palette(page)).to_contain_text("Tidak ada yang cocok")
    assert not page.evaluate("window.wasOld"), "it was shown for a while"


def test_enter_waits_for_the_answer_to_what_was_typed(page):
    page.keyboard.press("Control+k")
    expect(palette(page).get_by_role("option").first).to_be_visible()

    page.keyboard.type("favorit")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/kerja/favorit/$"))


def test_the_open_palette_breaks_no_rule_of_axe(page):
    page.keyboard.press("Control+k")
    expect(palette(page).get_by_role("option").first).to_be_visible()

    assert violations(page) == []


@pytest.mark.parametrize(
    ("keys", "address"),
    [("gf", "/kerja/favorit/$"), ("gb", "/bantuan/$"), ("gi", INDEX[:17]), ("?", "/pintasan/$")],
)
def test_letters_lead_to_pages(page, keys, address):
    for key in keys:
        page.keyboard.press(key)

    expect(page).to_have_url(re.compile(address))


def test_letters_do_nothing_while_one_types_and_control_still_does(page):
    page.goto("/bantuan/")
    page.keyboard.press("/")
    field = page.get_by_label("Cari dalam bantuan")
    expect(field).to_be_focused()

    page.keyboard.type("gf?/j")
    expect(field).to_have_value("gf?/j")
    expect(page).to_have_url(re.compile("/bantuan/$"))
    page.keyboard.press("Control+k")
    expect(palette(page)).to_be_visible()


def test_rows_are_walked_and_opened(house):
    page = house.tab("petugas")
    page.goto("/kerja/")
    titles = page.locator("[data-row] [data-open]")

    page.keyboard.press("j")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(titles.nth(2)).to_be_focused()
    page.keyboard.press("k")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/indikator/"))


def test_who_switched_letters_off_keeps_those_with_control(page):
    actions.use_shortcuts(by=secretary(), wanted=False)
    page.goto("/kerja/")

    page.keyboard.press("?")
    page.keyboard.press("g")
    page.keyboard.press("f")
    expect(page).to_have_url(re.compile("/kerja/$"))
    page.keyboard.press("Control+k")
    expect(palette(page)).to_be_visible()


def test_a_page_becomes_a_favourite_and_control_s_sends_the_form_one_is_in(page):
    page.goto(INDEX)
    star = page.locator(".star button")
    expect(star).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("f")
    expect(star).to_have_attribute("aria-pressed", "true")

    page.goto("/kerja/favorit/")
    page.keyboard.press("j")
    page.keyboard.press("e")
    name = page.get_by_label("Nama")
    expect(name).to_be_visible()
    name.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Indeks kita")
    page.keyboard.press("Control+s")

    expect(page.get_by_role("status").filter(has_text="Nama favorit diganti.")).to_be_visible()
    assert Desk.objects.get(user=secretary()).places[0].title == "Indeks kita"


@pytest.fixture
def three(page) -> Page:
    for number in (1, 2, 3):
        actions.keep(Place(f"/bantuan/?q={number}", f"Nomor {number}"), by=secretary())
    page.goto("/kerja/favorit/")
    return page


def kept() -> list[str]:
    return [one.title[-1] for one in Desk.objects.get(user=secretary()).places]


def test_favourites_are_ordered_by_buttons_and_the_focus_stays(three):
    down = three.get_by_role("button", name="Turunkan: Nomor 1")
    down.focus()
    three.keyboard.press("Enter")
    expect(three.locator("[data-arranged]")).to_have_text("Urutan favorit disimpan.")
    assert kept() == ["2", "1", "3"]
    expect(down).to_be_focused()

    three.keyboard.press("Enter")
    expect(down).to_be_disabled()
    expect(three.get_by_role("button", name="Naikkan: Nomor 1")).to_be_focused()


def test_favourites_are_ordered_by_dragging(three):
    rows = three.locator(".favourites > li")
    rows.nth(0).drag_to(rows.nth(2), target_position={"x": 20, "y": 45})
    expect(three.locator("[data-arranged]")).to_have_text("Urutan favorit disimpan.")

    assert kept() == ["2", "3", "1"]
