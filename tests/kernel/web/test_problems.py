"""Every refusal below /api/ is problem+json, also where no route was reached or all broke."""

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from caruban.kernel.errors import Difference, Refused, Stale
from caruban.kernel.web.api import asks, make_api, refusals
from caruban.kernel.web.problems import MEDIA_TYPE, ProblemsOfApi

pytestmark = pytest.mark.django_db

ERRORS = {
    "refused": Refused("Tidak boleh.", field="tingkat"),
    "stale": Stale("Berubah.", changes=[Difference("nama", "a", "b")], who="x", when=None),
    "invalid": ValidationError({"nama": ["Wajib diisi."]}),
    "away": OperationalError("gone"),
    "broken": RuntimeError("fault"),
}

api = make_api()
api.urls_namespace = "broken-api"


@api.get("/raise/{name}", response={200: dict} | refusals())
@asks(None, public="it only breaks")
def fails(request, name: str):
    raise ERRORS[name]


urlpatterns = [path("api/v1/", api.urls)]
handler500 = "caruban.kernel.web.errors.server_error"
handler404 = "caruban.kernel.web.errors.not_found"


@pytest.mark.parametrize(
    ("name", "status"),
    [("refused", 409), ("stale", 412), ("invalid", 422), ("away", 503), ("broken", 500)],
)
@override_settings(ROOT_URLCONF=__name__)
def test_what_goes_wrong_in_a_route_is_told_as_a_problem(name, status):
    answer = Client(raise_request_exception=False).get(f"/api/v1/raise/{name}")

    assert answer.status_code == status
    assert answer["Content-Type"] == MEDIA_TYPE
    told = answer.json()
    assert (told["status"], told["instance"]) == (status, f"/api/v1/raise/{name}")
    assert told["detail"]
    assert "fault" not in answer.text


@override_settings(ROOT_URLCONF=__name__)
def test_a_refusal_names_its_field_and_a_stale_one_what_changed():
    browser = Client()

    refused = browser.get("/api/v1/raise/refused").json()
    stale = browser.get("/api/v1/raise/stale").json()

    assert refused["errors"] == [{"field": "tingkat", "detail": "Tidak boleh."}]
    assert stale["changes"] == [{"field": "nama", "before": "a", "after": "b"}]


@override_settings(ROOT_URLCONF=__name__)
def test_a_database_that_is_away_says_when_to_come_back():
    answer = Client(raise_request_exception=False).get("/api/v1/raise/away")

    assert int(answer["Retry-After"]) > 0


def test_an_operation_that_does_not_say_who_may_use_it_is_refused_at_start():
    loose = make_api()
    loose.urls_namespace = "loose-api"
    loose.get("/loose", response={200: dict})(lambda request: {"path": request.path})

    with pytest.raises(TypeError, match="who may use it"):
        _ = loose.urls
    with pytest.raises(TypeError, match="why anyone"):
        asks(None)


def test_what_never_reached_a_route_is_a_problem_too():
    browser = Client()

    for method, place, status in (
        ("get", "/api/v1/unknown", 404),
        ("get", "/api/unknown/", 404),
        ("put", "/api/v1/evaluation/instruments", 405),
        ("post", "/api/docs", 405),
    ):
        answer = getattr(browser, method)(place)
        assert answer.status_code == status
        assert answer["Content-Type"] == MEDIA_TYPE
        assert answer.json()["detail"]
    assert answer["Allow"]


def test_refusals_of_pages_stay_pages(rf: RequestFactory):
    refuse = ProblemsOfApi(lambda _request: HttpResponseNotAllowed(["GET"]))

    assert "json" not in refuse(rf.post("/kerja/")).get("Content-Type", "")
    assert refuse(rf.post("/api/x"))["Content-Type"] == MEDIA_TYPE


def test_what_is_no_refusal_passes_as_it_is(rf: RequestFactory):
    passed = ProblemsOfApi(lambda _request: HttpResponse("ok"))(rf.get("/api/x"))

    assert passed.content == b"ok"


def test_the_api_answers_with_a_problem_for_a_host_that_is_not_ours():
    answer = Client().get("/api/v1/evaluation/instruments", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert answer["Content-Type"] == MEDIA_TYPE
