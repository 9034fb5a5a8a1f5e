"""Help in the product: index, search, page, and the way there from the page that is read."""

import pytest

from caruban.kernel.help.pages import pages
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db


def test_the_index_names_every_page_under_its_subject(client):
    text = client.get("/bantuan/").content.decode()

    for page in pages().values():
        assert f'<a href="{page.url}" lang="id">{page.title}</a>' in text


def test_a_search_shows_where_the_word_stands(client):
    text = client.get("/bantuan/?q=menyeret").content.decode()

    assert "<mark>menyeret</mark>" in text
    assert "Tidak ada halaman" in client.get("/bantuan/?q=zzz").content.decode()


@pytest.mark.parametrize("name", sorted(pages()))
def test_every_page_of_help_opens_for_everyone(client, name):
    answer = client.get(f"/bantuan/{name}/")

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_a_page_that_is_not_there_is_not_found(client):
    assert client.get("/bantuan/tidak-ada/").status_code == 404


def test_a_page_leads_to_its_help_and_one_without_shows_no_dead_link(client_of):
    browser = client_of(a_user("secretary", an_institution()))

    assert 'page-help" href="/bantuan/my-work/"' in browser.get("/kerja/").content.decode()
    assert "page-help" not in browser.get("/gaya/").content.decode()
