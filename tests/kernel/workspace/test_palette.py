"""The palette offers what its reader may open, the best first, each address once."""

import pytest

from caruban.kernel.actors import Guest
from caruban.kernel.tiles.interface import Command, Found, Link
from caruban.kernel.workspace import actions
from caruban.kernel.workspace.palette import Entry, fitting, offered
from caruban.kernel.workspace.places import Place
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db


def titles(parts):
    return {part.key: [one.title for one in part.entries] for part in parts}


@pytest.fixture
def user(offer):
    offer("links", [Link("Indeks SPBE", "/indeks/"), Link("Register risiko", "/risiko/", domain=3)])
    offer("commands", [Command("Buat risiko", "/risiko/baru/", "tambah")])
    offer("finders")
    return a_user("secretary", an_institution())


def test_every_word_must_fit_and_a_title_that_begins_so_comes_first():
    entries = [
        Entry("Daftar risiko", "/1/"),
        Entry("Risiko tinggi", "/2/"),
        Entry("Arsip", "/3/", note="Risiko"),
        Entry("Indeks", "/4/"),
    ]

    assert [one.url for one in fitting(entries, "risiko")] == ["/2/", "/1/", "/3/"]
    assert [one.url for one in fitting(entries, "tinggi RIS")] == ["/2/"]
    assert len(fitting(entries, "")) == 4


def test_pages_and_commands_of_all_modules_are_offered_by_their_words(user):
    found = titles(offered(user, "risiko"))

    assert found == {"commands": ["Buat risiko"], "pages": ["Register risiko"]}
    assert titles(offered(user, "tambah")) == {"commands": ["Buat risiko"]}


def test_what_stands_among_favourites_is_not_offered_again_below(user):
    actions.keep(Place("/indeks/", "Indeks kami"), by=user)

    found = titles(offered(user, "indeks"))

    assert found == {"favourites": ["Indeks kami"]}


def test_records_are_searched_from_two_letters_on(user, offer):
    asked = []

    def find(actor, words, *, limit):
        asked.append((actor, words))
        return [Found("Risiko 7", "/risiko/7/", "Risiko")][:limit]

    offer("finders", find)

    assert "found" not in titles(offered(user, "r"))
    assert titles(offered(user, "ri"))["found"] == ["Risiko 7"]
    assert asked == [(user, "ri")]


def test_the_page_works_without_javascript_and_says_when_nothing_fits(user, client_of):
    browser = client_of(user)

    page = browser.get("/cari-perintah/?q=buat").content.decode()
    assert '<a data-open href="/risiko/baru/">Buat risiko</a>' in page
    assert "Tidak ada yang cocok dengan" in browser.get("/cari-perintah/?q=zzz").content.decode()


def test_what_is_typed_is_shown_as_text(user, client_of):
    page = client_of(user).get("/cari-perintah/?q=<script>x</script>").content.decode()

    assert "<script>x" not in page


def test_the_dialog_gets_options_alone_and_nobody_keeps_them(user, client_of):
    answer = client_of(user).get("/cari-perintah/?q=buat", headers={"X-Palette": "1"})

    text = answer.content.decode()
    assert 'role="option"' in text
    assert "<html" not in text
    assert answer["Cache-Control"] == "private, no-store"


def test_a_guest_is_sent_to_sign_in(client):
    assert client.get("/cari-perintah/")["Location"].startswith("/masuk/")
    assert offered(Guest(), "favorit")  # pages of the house; nothing of anybody's desk
