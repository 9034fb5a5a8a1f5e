"""Pages of refusal and failure: they help, and need neither database nor session."""

import json

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.handlers.exception import convert_exception_to_response
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from caruban.kernel.access import public
from caruban.kernel.errors import Refused


def failing(error):
    @public("a view that only fails")
    def view(request):
        raise error

    return view


urlpatterns = [
    path("salah/400/", failing(SuspiciousOperation("odd"))),
    path("salah/413/", failing(RequestDataTooBig("large"))),
    path("salah/403/", failing(PermissionDenied())),
    path("salah/404/", failing(Http404())),
    path("salah/409/", failing(Refused("Indikator ini sudah diajukan."))),
    path("salah/500/", failing(ZeroDivisionError())),
    path("salah/503/", failing(OperationalError("gone"))),
    path("api/v1/salah/403/", failing(PermissionDenied())),
    path("api/v1/salah/404/", failing(Http404())),
    path("api/v1/salah/500/", failing(ZeroDivisionError())),
    path("api/v1/salah/503/", failing(OperationalError("gone"))),
    path("", include("caruban.config.urls")),
]
handler400 = "caruban.kernel.web.errors.bad_request"
handler403 = "caruban.kernel.web.errors.forbidden"
handler404 = "caruban.kernel.web.errors.not_found"
handler500 = "caruban.kernel.web.errors.server_error"


@pytest.fixture
def browser():
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "tidak dapat dibaca"),
        (403, "Peran Anda tidak mengizinkan ini"),
        (404, "Halaman ini tidak ditemukan"),
        (413, "Kiriman terlalu besar"),
        (500, "Kesalahannya ada pada sistem, bukan pada Anda"),
        (503, "Basis data sedang tidak dapat dihubungi"),
    ],
)
def test_an_error_says_what_to_do_without_asking_the_database(browser, status, words):
    answer = browser.get(f"/salah/{status}/")  # the database is shut to this test

    text = answer.content.decode()
    assert answer.status_code == status
    assert words in text
    assert answer["X-Request-Id"] in text
    assert text.count("<h1>") == 1
    assert '<a class="btn btn-primary" href="' in text


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_the_api_is_refused_by_problem_documents(browser, status):
    answer = browser.get(f"/api/v1/salah/{status}/")

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == status


def test_a_form_without_its_token_is_explained():
    answer = Client(enforce_csrf_checks=True).post("/peran/", {})

    assert answer.status_code == 403
    assert "Formulir ini sudah kedaluwarsa" in answer.content.decode()


def test_a_database_lost_outside_of_views_is_still_said():
    def broken(request):
        raise OperationalError("the session could not be read")

    with override_settings(ROOT_URLCONF=__name__):  # as the handler does around a middleware
        answer = convert_exception_to_response(broken)(RequestFactory().get("/kerja/"))

    assert answer.status_code == 503


def test_a_refusal_that_no_view_worded_shows_its_sentence(browser):
    answer = browser.get("/salah/409/")

    assert answer.status_code == 409
    assert "Indikator ini sudah diajukan." in answer.content.decode()


def test_an_address_for_forms_only_says_so(browser):
    answer = browser.get("/peran/")

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Alamat ini tidak untuk dibuka langsung" in answer.content.decode()


def test_a_database_lost_in_a_view_is_one_line_of_the_log_and_no_alarm(browser, caplog):
    browser.get("/salah/503/")

    kinds = {(record.levelname, record.exc_info is None) for record in caplog.records}
    assert ("ERROR", False) not in kinds
    assert [r for r in caplog.records if r.getMessage().startswith("database away: GET /salah")]


def test_a_wrong_address_offers_the_door_to_a_guest_and_work_to_who_is_signed_in(browser):
    assert 'href="/masuk/"' in browser.get("/tidak-ada/").content.decode()

    browser.cookies[settings.SESSION_COOKIE_NAME] = "still_signed_in"
    page = browser.get("/tidak-ada/").content.decode()  # the database is shut to this test

    assert 'href="/masuk/"' not in page
    assert 'class="btn btn-primary" href="/kerja/"' in page
