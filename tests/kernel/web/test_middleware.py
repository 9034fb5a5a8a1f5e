"""What every request passes: its id, the headers of safety, the reader's language."""

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.factories import a_user, an_institution

pytestmark = pytest.mark.django_db

INLINE = ("unsafe-inline", "unsafe-eval", "data:", "http:", "https:", "*")


@pytest.mark.parametrize("given", ["proxy-0123456789", "a" * 64])
def test_a_sound_id_of_the_trusted_proxy_is_kept(client, settings, given):
    settings.BEHIND_PROXY = True

    assert client.get("/", headers={"X-Request-Id": given})["X-Request-Id"] == given


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "two words", "new\tline", "<script>abc"])
def test_another_id_is_replaced(client, settings, given):
    settings.BEHIND_PROXY = True
    answer = client.get("/", headers={"X-Request-Id": given})

    assert answer["X-Request-Id"] != given
    assert len(answer["X-Request-Id"]) == 32


def test_an_id_that_no_trusted_proxy_sent_is_replaced(client):
    given = "anybody-0123456789"

    assert client.get("/", headers={"X-Request-Id": given})["X-Request-Id"] != given


def answers(client: Client) -> dict[str, object]:
    """Give one answer of every kind: page, redirect, refusals, static file."""
    member = Client()
    member.force_login(a_user("secretary", an_institution()))
    strict = Client(enforce_csrf_checks=True)
    return {
        "page": client.get("/"),
        "workspace": member.get("/kerja/"),
        "redirect": client.get("/kerja/"),
        "not found": client.get("/tidak-ada/"),
        "method": client.get("/bahasa/"),
        "csrf": strict.post("/peran/", {}),
        "static": client.get("/static/web/theme.css"),
    }


def test_every_kind_of_answer_carries_the_headers_of_safety(client):
    for kind, answer in answers(client).items():
        policy = answer.get("Content-Security-Policy", "")
        assert "default-src 'self'" in policy, kind
        assert "frame-ancestors 'none'" in policy, kind
        assert not [word for word in INLINE if word in policy.split()], kind
        assert "camera=()" in answer["Permissions-Policy"], kind
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", kind
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", kind
        assert answer["X-Content-Type-Options"] == "nosniff", kind


def test_a_browser_set_to_english_still_gets_indonesian(client):
    answer = client.get("/", headers={"Accept-Language": "en"})

    assert answer["Content-Language"] == "id"
    assert b'<html lang="id"' in answer.content


def test_the_chosen_language_is_kept_and_the_reader_comes_back(client):
    answer = client.post("/bahasa/", {"language": "en", "next": "/masuk/"})

    assert answer["Location"] == "/masuk/"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert b'<html lang="en"' in client.get("/").content


def test_a_browser_can_switch_the_language_of_a_page_without_cookies():
    browser = Client(enforce_csrf_checks=True)

    assert browser.post("/bahasa/", {"language": "en", "next": "/"}).status_code == 302


def test_a_language_that_there_is_not_is_indonesian(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"

    assert client.get("/")["Content-Language"] == "id"


def test_the_language_switch_leads_nowhere_else(client):
    answer = client.post("/bahasa/", {"language": "en", "next": "https://example.org/"})

    assert answer["Location"] == "/"


def test_guests_of_public_pages_get_no_cookie(client):
    with override_settings(DEMO=False):
        assert not client.get("/").cookies
