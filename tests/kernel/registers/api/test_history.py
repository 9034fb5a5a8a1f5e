"""The history of a record by API: field by field, as far as the register shows them."""

import pytest

from caruban.kernel.registers import actions
from tests.factories import a_user
from tests.kernel.registers.api.calling import TOYS
from tests.toys.factories import a_maker, a_toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db


def test_changes_are_told_the_latest_first(calls, officer, secretary, unit):
    maker = a_maker(unit)
    toy = a_toy(unit, name="Lama")
    actions.change(ToyRegister, toy, by=officer, values={"name": "Baru", "maker": maker})

    told = calls(secretary)("get", f"{TOYS}/{toy.pk}/history").json()

    latest, first = told["items"]
    assert (latest["operation"], latest["who"]) == ("changed", officer.name)
    assert sorted(latest["changes"], key=lambda one: one["field"]) == [
        {"field": "maker", "before": None, "after": maker.pk},
        {"field": "name", "before": "Lama", "after": "Baru"},
    ]
    assert first["operation"] == "created"
    assert told["next"] is None
    assert latest["at"].endswith("+07:00")


def test_where_a_change_came_from_is_told_only_to_who_may_read_history(
    calls, officer, secretary, unit
):
    toy = a_toy(unit)
    calls(officer)("patch", f"{TOYS}/{toy.pk}", {"name": "x"}, If_Match='"1"')

    (mine, _made) = calls(officer)("get", f"{TOYS}/{toy.pk}/history").json()["items"]
    (theirs, _made) = calls(secretary)("get", f"{TOYS}/{toy.pk}/history").json()["items"]

    assert (mine["address"], theirs["address"]) == (None, "127.0.0.1")


def test_columns_that_the_register_does_not_show_are_not_told(calls, secretary, unit):
    toy = a_toy(unit)

    (made,) = calls(secretary)("get", f"{TOYS}/{toy.pk}/history").json()["items"]

    assert {one["field"] for one in made["changes"]} & {"version", "id", "created_at"} == set()


def test_history_comes_by_pages_and_a_cursor_fits_only_its_record(calls, officer, unit):
    toy, other = a_toy(unit), a_toy(unit)
    for name in ("a", "b", "c"):
        toy.refresh_from_db()
        actions.change(ToyRegister, toy, by=officer, values={"name": name})
    call = calls(officer)

    page = call("get", f"{TOYS}/{toy.pk}/history?limit=3").json()
    rest = call("get", page["next"]).json()

    assert [len(page["items"]), len(rest["items"])] == [3, 1]
    assert rest["next"] is None
    query = page["next"].split("?")[1]
    assert call("get", f"{TOYS}/{other.pk}/history?{query}").status_code == 422
    assert call("get", f"{TOYS}/{toy.pk}/history?cursor=x").status_code == 422


def test_history_of_what_everyone_may_read_is_for_those_who_work_here(client, calls, officer, unit):
    place = f"/api/v1/registers/units/{unit.pk}"
    citizen = calls(a_user())

    assert client.get(place).status_code == 200
    assert client.get(f"{place}/history").status_code == 401
    assert citizen("get", f"{place}/history").status_code == 403
    assert calls(officer)("get", f"{place}/history").status_code == 200
