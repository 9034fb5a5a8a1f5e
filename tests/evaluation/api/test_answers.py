"""Answers by API: from a known version, by the same rules as the page."""

import pytest
from django.test import Client

from caruban.evaluation.actions.answers import fill
from caruban.kernel.accounts.roles import Role
from tests.evaluation.api.places import patched, place
from tests.evaluation.factories import a_final_result, an_assessment
from tests.factories import a_unit, a_user, an_institution, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    institution = an_institution()
    return an_assessment(institution, unit=a_unit(institution))


@pytest.fixture
def officer(assessment):
    return a_user(Role.OFFICER, assessment.answers.get(number=12).unit)


def test_an_officer_saves_what_was_given_and_gets_the_new_version(assessment, officer, client_of):
    browser, url = client_of(officer), place(assessment, "answers/12")
    before = browser.get(url)

    saved = patched(browser, url, {"claimed_level": 3, "narrative": "Ada."}, before["ETag"])

    assert saved.status_code == 200
    assert (saved.json()["claimed_level"], saved.json()["narrative"]) == (3, "Ada.")
    assert saved["ETag"] == f'"{saved.json()["version"]}"' != before["ETag"]
    assert browser.get(url).json() == saved.json()


def test_a_change_without_a_version_is_refused(assessment, officer, client_of):
    answer = patched(client_of(officer), place(assessment, "answers/12"), {"narrative": "x"}, None)

    assert answer.status_code == 428
    assert assessment.answers.get(number=12).narrative == ""


def test_a_stale_change_is_refused_with_what_changed(assessment, officer, client_of):
    browser, url = client_of(officer), place(assessment, "answers/12")
    seen = browser.get(url)["ETag"]
    row = assessment.answers.get(number=12)
    fill(row, by=system(), version=row.version, narrative="Dari orang lain.")

    answer = patched(browser, url, {"narrative": "Dari saya."}, seen)

    assert answer.status_code == 412
    assert answer.json()["changes"] == [
        {"field": "penjelasan", "before": "", "after": "Dari orang lain."}
    ]
    assert assessment.answers.get(number=12).narrative == "Dari orang lain."


@pytest.mark.parametrize("tag", ['"99"', "12", 'W/"1"', '"x"'])
def test_a_version_that_nobody_gave_is_stale(assessment, officer, client_of, tag):
    url = place(assessment, "answers/12")

    assert patched(client_of(officer), url, {"narrative": "x"}, tag).status_code == 412


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"claimed_level": 6}, "body.change.claimed_level"),
        ({"narrative": "a\x00b"}, "body.change.narrative"),
        ({"unit": "lain"}, "body.change.unit"),
        ({"claimed_items": ["9.9"]}, "body.change.claimed_items.0"),
    ],
)
def test_what_is_out_of_bounds_is_refused_at_its_field(assessment, officer, client_of, body, field):
    answer = patched(client_of(officer), place(assessment, "answers/12"), body, '"1"')

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_ready_is_refused_as_on_the_page(assessment, officer, client_of):
    url = place(assessment, "answers/12")

    answer = patched(client_of(officer), url, {"is_complete": True}, '"1"')

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["field"] == "is_complete"
    assert "data dukung" not in answer.json()["detail"]
    assert not assessment.answers.get(number=12).is_complete


def test_who_may_read_but_not_fill_is_refused(assessment, client_of):
    leader = a_user(Role.LEADER, assessment.institution)
    browser, url = client_of(leader), place(assessment, "answers/12")

    assert browser.get(url).status_code == 200
    assert patched(browser, url, {"narrative": "x"}, '"1"').status_code == 403
    assert assessment.answers.get(number=12).narrative == ""


def test_guests_are_asked_to_sign_in_and_neighbours_find_nothing(client, client_of):
    final = a_final_result(year=2021)
    neighbour = a_user(Role.SECRETARY, an_institution())

    assert client.get(place(final, "answers/1")).status_code == 401
    assert client_of(neighbour).get(place(final, "answers/1")).status_code == 404
    assert client_of(neighbour).get(place(final, "answers")).status_code == 403


def test_a_change_from_another_site_is_refused(assessment, officer):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)

    answer = patched(browser, place(assessment, "answers/12"), {"narrative": "x"}, '"1"')

    assert answer.status_code == 403
    assert answer.json()["detail"] == "Token CSRF tidak cocok."


def test_a_body_that_is_no_json_is_refused(assessment, officer, client_of):
    answer = client_of(officer).patch(
        place(assessment, "answers/12"), "{", content_type="application/json"
    )

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
