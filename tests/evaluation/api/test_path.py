"""The cheapest path by API."""

import pytest

from caruban.kernel.accounts.roles import Role
from tests.evaluation.api.places import place
from tests.evaluation.factories import a_final_result
from tests.factories import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def final():
    return a_final_result(year=2021, levels=2)


@pytest.fixture
def ask(final, client_of):
    browser = client_of(a_user(Role.SECRETARY, final.institution))

    def asked(**question):
        question = {"targets": [{"value": "2.10"}], "years": [2022]} | question
        return browser.post(place(final, "path"), question, content_type="application/json")

    return asked


def test_a_path_reaches_its_target(ask):
    told = ask().json()

    assert told["reachable"]
    assert float(told["path"]["index"]) >= 2.095
    assert told["path"]["steps"]


def test_out_of_reach_says_which_limit_stands_in_the_way(ask):
    told = ask(budget="0").json()

    assert not told["reachable"]
    assert "budget" in told["limits"]
    assert told["best"] is not None


def test_a_part_that_the_instrument_lacks_is_refused(ask):
    answer = ask(targets=[{"subject": "aspect", "number": 99, "value": "3"}])

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["field"] == "targets"


@pytest.mark.parametrize(
    "wrong", [{"years": []}, {"years": [2022] * 7}, {"targets": []}, {"minimise": "fame"}]
)
def test_a_question_out_of_bounds_is_refused(ask, wrong):
    assert ask(**wrong).status_code == 422


def test_guests_are_asked_to_sign_in(client, final):
    answer = client.post(place(final, "path"), {}, content_type="application/json")

    assert answer.status_code == 401
