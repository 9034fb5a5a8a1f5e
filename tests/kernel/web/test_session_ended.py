"""A session that ends while somebody writes: nothing of what they wrote is lost."""

import pytest
from django.test import Client, override_settings
from django.urls import include, path

from caruban.kernel.access import signed_in
from caruban.kernel.web.answers import render

pytestmark = pytest.mark.django_db

WRITTEN = {"narrative": "Kebijakan sudah <ditetapkan>.", "level": "2"}


@signed_in("a form of somebody's own")
def form(request):
    return render(request, "web/errors/404.html")


urlpatterns = [path("formulir/", form), path("", include("caruban.config.urls"))]


@pytest.fixture(autouse=True)
def _urls():
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_what_was_written_is_kept_on_a_page_that_says_to_sign_in(client):
    answer = client.post("/formulir/", WRITTEN)

    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Sesi Anda sudah berakhir" in page
    assert "Kebijakan sudah &lt;ditetapkan&gt;." in page
    assert 'href="/masuk/"' in page


@pytest.mark.parametrize("sent", [{}, {"level": "2"}])
def test_without_a_text_the_reader_simply_goes_to_sign_in(client, sent):
    assert client.post("/formulir/", sent)["Location"] == "/masuk/?next=/formulir/"


def test_htmx_gets_no_sign_in_page_to_put_into_its_place(client):
    answer = client.post("/formulir/", {"level": "2"}, headers={"HX-Request": "true"})

    assert answer.status_code == 401


def test_reading_goes_to_sign_in_as_ever(client):
    assert client.get("/formulir/")["Location"] == "/masuk/?next=/formulir/"


@pytest.mark.parametrize(
    ("origin", "is_shown"), [("http://testserver", True), ("https://example.org", False)]
)
def test_an_expired_form_shows_what_was_written_if_it_was_ours(origin, is_shown):
    browser = Client(enforce_csrf_checks=True)

    page = browser.post("/formulir/", WRITTEN, headers={"Origin": origin}).content.decode()

    assert "Formulir ini sudah kedaluwarsa" in page
    assert ("Kebijakan sudah &lt;ditetapkan&gt;." in page) is is_shown
