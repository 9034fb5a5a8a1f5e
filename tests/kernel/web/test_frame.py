"""The frame shows who one is, what one may open, and nothing dead."""

import re
from datetime import date

import pytest
from django.test import override_settings
from django.utils import timezone

from caruban.kernel.accounts import demo
from caruban.kernel.tiles.interface import Highlight, Link, Task
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db


def secret_to(name):
    """Give a maker of one link that only somebody of a name may open."""
    return lambda actor: [Link("Rahasia", "/rahasia/")] if str(actor) == name else []


def text_of(answer):
    return answer.content.decode()


def test_a_link_is_shown_only_to_who_may_open_it(offer, client, client_of):
    place = an_institution()
    offer("links", secret_to("Tamu negara"))

    seen = [
        "/rahasia/" in text_of(client_of(user).get("/kerja/"))
        for user in (
            a_user("secretary", place, name="Tamu negara"),
            a_user("secretary", place, name="Orang lain"),
        )
    ]

    assert seen == [True, False]
    assert "/rahasia/" not in text_of(client.get("/"))


def test_the_workspace_names_the_reader_their_role_and_their_unit(client_of):
    unit = a_unit(an_institution(name="Pemerintah Kabupaten Cirebon"), name="Dinas Kominfo")
    page = text_of(client_of(a_user("officer", unit, name="Petugas Satu")).get("/kerja/"))

    assert "Petugas Satu" in page
    assert "Petugas perangkat daerah" in page
    assert "Dinas Kominfo" in page
    assert "Pemerintah Kabupaten Cirebon" in page


def test_somebody_without_a_role_is_told_how_to_get_one(client_of):
    assert "Belum ada peran" in text_of(client_of(a_user()).get("/kerja/"))


def test_a_guest_who_opens_the_workspace_is_sent_to_sign_in_and_back(client):
    assert client.get("/kerja/")["Location"] == "/masuk/?next=/kerja/"


def test_work_shows_when_it_is_due_and_its_verb(offer, client_of):
    late = Task("Isi indikator 7", "Tata Kelola", "/isi/7/", 2, date(2020, 1, 2), verb="Isi")
    offer("tasks", [late, Task("Reviu", "", "/reviu/", due=timezone.localdate())])

    page = text_of(client_of(a_user("secretary", an_institution())).get("/kerja/"))

    assert "Terlambat" in page
    assert "lewat 2 Jan 2020" in page
    assert "hari ini" in page
    assert 'class="dom dom-2 dom-line"' in page
    assert page.count('href="/isi/7/"') == 2  # the title and its button
    assert "2 tugas menunggu Anda" in page


def test_without_work_the_page_says_when_there_will_be_some(offer, client_of):
    offer("tasks")

    page = text_of(client_of(a_user("secretary", an_institution())).get("/kerja/"))

    assert "Tidak ada yang menunggu Anda" in page


def test_the_public_home_shows_figures_that_lead_to_their_page(offer, client):
    offer("highlights", [Highlight("Indeks Cirebon 2021", "1,91", "/e/", "Cukup", 2)])

    page = text_of(client.get("/"))

    assert '<a href="/e/">Indeks Cirebon 2021</a>' in page
    assert "1,91" in page
    assert "Cukup" in page


@pytest.mark.parametrize("path", ["/", "/masuk/", "/gaya/", "/kerja/", "/akun/", "/akun/sandi/"])
def test_every_page_has_one_title_one_main_and_a_skip_link(client_of, path):
    page = text_of(client_of(a_user("secretary", an_institution())).get(path, follow=True))

    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert page.count("<main ") == 1
    assert '<a class="skip" href="#isi">' in page
    assert 'id="isi"' in page
    assert re.search(r"<title>\S.* · Caruban</title>", page)


def test_the_role_switcher_is_there_only_in_demo_mode(client):
    demo.prepare(an_institution(), by=system())

    assert 'action="/peran/"' in text_of(client.get("/"))
    with override_settings(DEMO=False):
        assert "/peran/" not in text_of(client.get("/"))
        assert client.get("/gaya/").status_code == 404


def test_today_is_said_in_words(offer, client_of):
    offer("tasks")
    page = text_of(client_of(a_user("secretary", an_institution())).get("/kerja/"))

    assert str(timezone.localdate().year) in page
