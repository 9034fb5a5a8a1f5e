"""The pages of the calendar: a month and an agenda, each state an address, without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import a_user
from tests.toys.factories import a_toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(scene, client_of):
    return client_of(scene.officer)


def test_a_month_shows_its_days_with_what_is_due(scene, task, browser):
    today = timezone.localdate()
    task("Isi indikator 1", today)
    page = browser.get("/kalender/").text

    assert page.count("Isi indikator 1") >= 2, "on its day and in the list"
    assert f'id="hari-{today}"' in page
    assert 'aria-current="date"' in page


def test_another_month_has_an_address(scene, task, browser):
    task("Isi indikator 1", timezone.localdate().replace(year=2031, month=5, day=17))

    assert "Isi indikator 1" in browser.get("/kalender/?bulan=2031-05").text
    assert "Isi indikator 1" not in browser.get("/kalender/?bulan=2031-07").text
    assert "Tidak ada tenggat pada bulan ini" in browser.get("/kalender/?bulan=2031-07").text


def test_what_is_late_stands_above_in_the_present_month_alone(scene, task, browser):
    task("Dahulu", timezone.localdate() - timedelta(days=70))

    assert "Terlambat" in browser.get("/kalender/").text
    assert "Dahulu" in browser.get("/kalender/agenda/").text
    assert "Dahulu" not in browser.get("/kalender/?bulan=2031-05").text
    assert "Dahulu" not in browser.get("/kalender/agenda/?dari=2031-05-01").text


def test_a_crowded_day_counts_what_it_does_not_name(scene, task, browser):
    for number in range(9):
        task(f"Isi indikator {number}", timezone.localdate())
    page = browser.get("/kalender/").text

    assert "6 lagi" in page, "in the cell"
    assert "4 lagi" in page, "in the list, to be opened"
    assert browser.get("/kalender/agenda/").text.count("data-row") == 9


def test_the_calendar_is_narrowed_by_whose_it_is(scene, task, browser, toys_are_due):
    today = timezone.localdate()
    task("Milik saya", today)
    task("Milik unit", today, of_unit=True)
    toy = a_toy(scene.unit, made_on=today)

    for page in ("/kalender/", "/kalender/agenda/"):
        own = browser.get(f"{page}?siapa=saya").text
        assert "Milik saya" in own
        assert "Milik unit" not in own
        dates = browser.get(f"{page}?siapa=instansi").text
        assert str(toy) in dates
        assert "Milik saya" not in dates
        everything = browser.get(page).text
        assert all(one in everything for one in ("Milik saya", "Milik unit", str(toy)))


@pytest.mark.parametrize(
    "query",
    ["bulan=x", "bulan=9999-99", "bulan=0001-01", "siapa=x", "dari=x", "dari=9999-12-31",
     "dari=0001-01-01", "bulan=2026-11%00"],
)  # fmt: skip
def test_a_made_up_address_shows_the_page(scene, task, browser, query):
    assert browser.get(f"/kalender/?{query}").status_code == 200
    assert browser.get(f"/kalender/agenda/?{query}").status_code == 200


def test_a_title_is_text(scene, task, browser):
    task("<script>alert(1)</script>", timezone.localdate())

    assert "<script>alert" not in browser.get("/kalender/").text


def test_navigation_and_palette_lead_to_the_calendar(scene, task, browser):
    assert 'href="/kalender/"' in browser.get("/kerja/").text
    assert "/kalender/langganan/" in browser.get("/cari-perintah/?q=berlangganan").text
    assert "/kalender/langganan/" in browser.get("/akun/").text


def test_a_guest_signs_in_first(client):
    for page in ("/kalender/", "/kalender/agenda/", "/kalender/langganan/"):
        assert "/masuk/" in client.get(page).headers["Location"]


def test_who_has_no_role_has_an_empty_calendar(scene, task, client_of):
    assert "Tidak ada tenggat" in client_of(a_user()).get("/kalender/").text
