"""What page.js adds, in a real Chromium: what could not be sent is kept, said and sent again."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path
from playwright.sync_api import Page, expect, sync_playwright

from caruban.kernel.access import public
from caruban.kernel.web.pages import jinja
from tests.browser.chromium import EXECUTABLE, FLAGS
from tests.factories import a_user, an_institution

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
PAGE = """{% extends "web/workspace.html" %}
{% block title %}Coba{% endblock %}
{% block content %}<h1>Coba</h1>
<form hx-post="/coba/simpan/" hx-target="#hasil" hx-trigger="change" method="post">
{{ csrf_input }}
<label for="nama">Isi</label><input id="nama" name="isi"><button>Kirim</button></form>
<output id="hasil"></output>{% endblock %}"""

lost: list[str] = []  # what came while the database was away
refusals: list[int] = []  # the statuses with which to refuse, first to last


@public("a page that saves as one types")
def typing(request):
    return HttpResponse(jinja().from_string(PAGE).render({}, request))


@public("saves, unless the database is away")
def save(request):
    status = refusals.pop(0) if refusals else 200
    if status == 503:
        lost.append(request.POST["isi"])
        raise OperationalError("gone")
    return HttpResponse(f"tersimpan: {request.POST['isi']}", status=status)


urlpatterns = [
    path("coba/", typing),
    path("coba/simpan/", save),
    path("", include("caruban.config.urls")),
]


@pytest.fixture
def page(live_server, client_of) -> Iterator[Page]:
    session = client_of(a_user("officer", an_institution())).cookies[settings.SESSION_COOKIE_NAME]
    lost.clear()
    refusals.clear()
    with override_settings(ROOT_URLCONF=__name__), sync_playwright() as player:
        browser = player.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        tab = browser.new_page(base_url=live_server.url)
        tab.set_default_timeout(10_000)
        tab.context.add_cookies(
            [{"name": session.key, "value": session.value, "url": live_server.url}]
        )
        yield tab
        browser.close()


def test_what_could_not_be_saved_is_said_and_saved_later_with_what_was_typed_since(page):
    page.goto("/coba/")
    refusals.append(503)
    page.fill("#nama", "satu")
    page.press("#nama", "Tab")

    expect(page.locator("#kabar")).to_contain_text("belum tersimpan")
    page.fill("#nama", "satu dan dua")

    expect(page.locator("#hasil")).to_have_text("tersimpan: satu dan dua", timeout=15_000)
    expect(page.locator("#kabar")).to_be_empty()
    assert lost[0] == "satu"
    expect(page.locator("#nama")).to_have_value("satu dan dua")


def test_a_session_that_ended_is_said_and_the_answer_saved_when_the_reader_is_back(page):
    page.goto("/coba/")
    refusals.append(401)
    page.fill("#nama", "satu")
    page.press("#nama", "Tab")
    expect(page.locator("#kabar")).to_contain_text("Sesi Anda sudah berakhir")

    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(page.locator("#hasil")).to_have_text("tersimpan: satu")
    expect(page.locator("#kabar")).to_be_empty()


def test_a_refused_request_is_said_and_does_not_tear_the_page(page):
    page.goto("/coba/")
    refusals.append(403)
    page.fill("#nama", "satu")
    page.press("#nama", "Tab")

    expect(page.locator("#kabar")).to_contain_text("ditolak")
    expect(page.locator("#hasil")).to_be_empty()


def test_a_wrong_input_is_shown_where_the_form_is(page):
    page.goto("/coba/")
    refusals.append(422)
    page.fill("#nama", "satu")
    page.press("#nama", "Tab")

    expect(page.locator("#hasil")).to_have_text("tersimpan: satu")
    expect(page.locator("#kabar")).to_be_empty()


def test_a_menu_closes_by_escape_and_gives_the_focus_back(page):
    page.goto("/coba/")
    menu = page.locator("details.role")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")

    page.keyboard.press("Escape")

    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
