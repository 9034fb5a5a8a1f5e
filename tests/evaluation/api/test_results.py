"""What the API tells of results, and to whom."""

import json

import pytest
from django.test import Client

from caruban.config.commands.index import run
from caruban.evaluation.actions.plans import set_target
from caruban.kernel.accounts.roles import Role
from tests.evaluation.api.places import ROOT, place
from tests.evaluation.factories import a_final_result, an_assessment, spbe
from tests.factories import a_user, system

pytestmark = pytest.mark.django_db


def test_the_index_is_what_the_command_line_prints(client, capsys):
    final = a_final_result(year=2021, levels=3)

    told = client.get(place(final, "index")).json()

    from argparse import Namespace

    run(
        Namespace(
            institution=final.institution.region_code,
            year="2021",
            instrument="",
            internal=False,
            json=True,
        )
    )
    assert told == json.loads(capsys.readouterr().out)
    assert told["index"] == {"value": 3.0, "exact": "3"}


def test_guests_see_levels_and_nothing_of_the_inside(client):
    final = a_final_result(year=2021, levels=3)

    rows = client.get(place(final, "indicators")).json()

    assert len(rows) == 47
    assert {row["level"] for row in rows} == {3}
    assert {row["inside"] for row in rows} == {None}


def test_the_institutions_people_see_claims_and_what_is_missing(client_of):
    mine = an_assessment(levels={12: 2})
    officer = a_user(Role.SECRETARY, mine.institution)

    rows = client_of(officer).get(place(mine, "indicators")).json()

    inside = rows[11]["inside"]
    assert inside["claimed"] == 2
    assert inside["next_level"] is not None
    assert inside["missing"]


def test_an_evaluation_under_way_is_not_there_for_guests_and_neighbours(client, client_of):
    mine = an_assessment()
    neighbour = a_user(Role.SECRETARY, an_assessment().institution)

    for browser in (client, client_of(neighbour)):
        for what in ("index", "indicators", "targets"):
            answer = browser.get(place(mine, what))
            assert answer.status_code == 404
            assert answer["Content-Type"] == "application/problem+json"


def test_targets_stand_beside_where_the_institution_stands(client):
    final = a_final_result(year=2021, levels=2)
    set_target(
        final.institution,
        by=system(),
        instrument=spbe(),
        year=2024,
        subject="index",
        value="2.60",
    )

    (row,) = client.get(place(final, "targets")).json()

    assert (row["target"], row["value"], row["distance"]) == ("2.60", "2.00", "0.60")
    assert not row["is_reached"]


def test_institutions_are_listed_with_the_years_that_one_may_see(client, client_of):
    mine = an_assessment(year=2023)
    theirs = client.get(f"{ROOT}institutions").json()
    ours = client_of(a_user(Role.LEADER, mine.institution)).get(f"{ROOT}institutions").json()

    assert [one["years"] for one in theirs] == [[]]
    assert ours[0]["years"][0]["year"] == 2023


def test_instruments_are_told_whole(client):
    spbe()

    (named,) = client.get(f"{ROOT}instruments").json()
    whole = client.get(f"{ROOT}instruments/{named['code']}").json()

    assert named["indicators"] == len(whole["content"]) == 47
    assert set(whole["content"][0]["criteria"]) == {"1", "2", "3", "4", "5"}


def test_what_did_not_change_is_not_sent_again(client):
    final = a_final_result(year=2021)
    first = client.get(place(final, "index"))

    second = client.get(place(final, "index"), headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 304
    assert second.content == b""


def test_what_is_refused_says_so_in_one_shape():
    final = a_final_result(year=2021)
    browser = Client()

    refusals = {
        browser.get(place(final, "index").replace("2021", "2019")): 404,
        browser.get(place(final, "index").replace("2021", "21")): 422,
        browser.get(place(final, "index") + "?instrumen=x&instrument=a b"): 422,
        browser.get(ROOT + "institutions/xx/years/2021/index"): 422,
        browser.get(ROOT + "nothing"): 404,
        browser.get("/api/nothing"): 404,
        browser.delete(place(final, "index")): 405,
        browser.get(place(final, "answers")): 401,
    }

    for answer, status in refusals.items():
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.json()["detail"]
