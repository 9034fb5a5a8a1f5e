"""The account gathers the pages that modules offer."""

import pytest
from django.urls import reverse

from caruban.kernel.accounts.pages import PAGES, AccountPage, offer, pages_of
from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    one = AccountPage("Halaman uji", "workspace", "Untuk pengujian.", "star", place=1)
    yield one
    PAGES[:] = [kept for kept in PAGES if kept.title != one.title]


def test_a_page_that_a_module_offers_stands_in_the_account(client_of, page):
    person = a_user("secretary", an_institution())
    offer(page)

    shown = client_of(person).get("/akun/").content.decode()

    assert "Halaman uji" in shown
    assert "Untuk pengujian." in shown
    assert pages_of(person)[0] == page


def test_a_page_is_offered_once(page):
    offer(page)
    before = len(PAGES)

    offer(page)

    assert len(PAGES) == before


def test_a_page_that_does_not_fit_somebody_is_not_shown(page):
    offer(AccountPage("Halaman uji", "workspace", "", "star", fits=lambda _actor: False))

    assert "Halaman uji" not in [one.title for one in pages_of(a_user())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_of_the_account_opens(client_of, page):
    person = a_user("operator", an_institution())

    assert client_of(person).get(reverse(page.name)).status_code in {200, 302}
