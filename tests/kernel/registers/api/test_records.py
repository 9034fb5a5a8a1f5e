"""Records by API: entered, read, changed, removed, acted on, by the rules of the pages."""

import pytest

from caruban.kernel.accounts.roles import Role
from tests.factories import a_unit, a_user, an_institution
from tests.kernel.registers.api.calling import TOYS
from tests.toys.factories import a_maker, a_toy
from tests.toys.models import Toy

pytestmark = pytest.mark.django_db


def new(unit, **more):
    return {"code": "K-1", "name": "Kuda", "organisation": unit.pk} | more


def test_a_record_is_entered_and_told_with_its_address(calls, officer, unit):
    call, maker = calls(officer), a_maker(unit)
    parts = [{"name": "roda", "weight": 4}]

    made = call("post", TOYS, new(unit, maker=maker.pk, height="1.50", size="large", parts=parts))

    assert made.status_code == 201, made.text
    told = made.json()
    assert made["Location"] == f"{TOYS}/{told['id']}"
    assert (told["height"], told["maker"], told["maker_display"]) == ("1.50", maker.pk, maker.name)
    assert told["parts"][0] | {"id": 0} == {"id": 0, "name": "roda", "weight": 4}
    read = call("get", made["Location"])
    assert (read.json(), read["ETag"]) == (told, made["ETag"])


def test_moments_are_told_with_their_offset_and_taken_only_with_one(calls, officer, unit):
    call = calls(officer)

    made = call("post", TOYS, new(unit, checked_at="2026-01-31T01:15:00Z"))
    loose = call("post", TOYS, new(unit, code="K-2", checked_at="2026-01-31T01:15:00"))

    assert made.json()["checked_at"] == "2026-01-31T08:15:00+07:00"
    assert loose.status_code == 422


@pytest.mark.parametrize(
    "extra",
    [{"state": "approved"}, {"id": 7}, {"version": 9}, {"created_at": "2020-01-01T00:00:00Z"},
     {"parts": [{"name": "x", "toy": 1}]}],
)  # fmt: skip
def test_what_the_form_does_not_ask_for_is_refused_and_nothing_kept(calls, officer, unit, extra):
    call, toy = calls(officer), a_toy(unit)

    made = call("post", TOYS, new(unit, **extra))
    changed = call("patch", f"{TOYS}/{toy.pk}", extra, If_Match='"1"')

    assert (made.status_code, changed.status_code) == (422, 422)
    assert "tidak dikenal" in made.json()["errors"][0]["detail"]
    assert Toy.objects.get() == toy
    assert Toy.objects.get().version == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "x" * 41}, "code"),
        ({"code": "a\x00b"}, "code"),
        ({"amount": 2**31}, "amount"),
        ({"amount": -1}, ""),
        ({"size": "huge"}, "size"),
        ({"height": "1.234", "size": "large"}, "height"),
        ({"height": "NaN", "size": "large"}, "height"),
        ({"made_on": "0001-01-01"}, "made_on"),
        ({"mail": "kosong"}, "mail"),
        ({"maker": 2**63}, "maker"),
        ({"maker": 999_999}, "maker"),
        ({"friends": [999_999]}, "friends"),
        ({"name": None}, "name"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_field(calls, officer, unit, wrong, field):
    answer = calls(officer)("post", TOYS, new(unit) | wrong)

    assert answer.status_code == 422, answer.text
    assert answer["Content-Type"] == "application/problem+json"
    named = answer.json()["errors"][0]["field"]
    assert (named.endswith(field), bool(named)) == (True, bool(field))
    assert not Toy.objects.exists()


def test_nobody_points_to_what_they_may_not_see(calls, officer, unit):
    foreign = a_maker(an_institution())

    answer = calls(officer)("post", TOYS, new(unit, maker=foreign.pk))

    assert answer.status_code == 422
    assert foreign.name not in answer.text
    assert not Toy.objects.exists()


def test_nobody_enters_or_moves_a_record_into_another_unit(calls, officer, unit):
    elsewhere, toy = a_unit(unit.institution), a_toy(unit)
    call = calls(officer)

    made = call("post", TOYS, new(elsewhere))
    moved = call("patch", f"{TOYS}/{toy.pk}", {"organisation": elsewhere.pk}, If_Match='"1"')

    assert (made.status_code, moved.status_code) == (403, 403)
    toy.refresh_from_db()
    assert (Toy.objects.count(), toy.organisation) == (1, unit)


def test_only_what_is_sent_is_changed(calls, officer, unit):
    toy = a_toy(unit, amount=5)
    call = calls(officer)
    tag = call("get", f"{TOYS}/{toy.pk}")["ETag"]

    changed = call("patch", f"{TOYS}/{toy.pk}", {"name": "Baru"}, If_Match=tag)

    assert changed.status_code == 200, changed.text
    told = changed.json()
    assert (told["name"], told["amount"], told["version"]) == ("Baru", 5, 2)
    assert changed["ETag"] not in ("", tag)


def test_a_change_or_removal_without_a_version_is_refused(calls, secretary, unit):
    toy, call = a_toy(unit), calls(secretary)

    changed = call("patch", f"{TOYS}/{toy.pk}", {"name": "x"})
    removed = call("delete", f"{TOYS}/{toy.pk}")

    assert (changed.status_code, removed.status_code) == (428, 428)
    assert Toy.objects.get().version == 1


@pytest.mark.parametrize("tag", ['"1"', '"9"', 'W/"2"', "2", '"x"', '"1-00000000"'])
def test_an_old_or_invented_version_is_stale_and_nothing_is_lost(calls, secretary, unit, tag):
    toy, call = a_toy(unit, name="Lama"), calls(secretary)
    call("patch", f"{TOYS}/{toy.pk}", {"name": "Dari orang lain"}, If_Match='"1"')

    changed = call("patch", f"{TOYS}/{toy.pk}", {"name": "Dari saya"}, If_Match=tag)
    removed = call("delete", f"{TOYS}/{toy.pk}", If_Match=tag)

    assert (changed.status_code, removed.status_code) == (412, 412)
    if tag == '"1"':
        assert changed.json()["changes"] == [
            {"field": "nama", "before": "Lama", "after": "Dari orang lain"}
        ]
    assert Toy.objects.get().name == "Dari orang lain"


def test_rows_are_changed_by_their_number_added_without_and_removed_when_left_out(
    calls, officer, unit
):
    call = calls(officer)
    rows = [{"name": "roda"}, {"name": "as"}]
    made = call("post", TOYS, new(unit, parts=rows))
    first = made.json()["parts"][0]["id"]

    wanted = {"parts": [{"id": first, "name": "roda besar"}, {"name": "atap"}]}
    changed = call("patch", made["Location"], wanted, If_Match=made["ETag"])

    assert [one["name"] for one in changed.json()["parts"]] == ["roda besar", "atap"]
    assert changed.json()["parts"][0]["id"] == first


def test_a_row_of_another_record_is_refused(calls, officer, unit):
    call = calls(officer)
    theirs = call("post", TOYS, new(unit, parts=[{"name": "roda"}])).json()
    mine = a_toy(unit)

    stolen = {"parts": [{"id": theirs["parts"][0]["id"], "name": "curian"}]}
    answer = call("patch", f"{TOYS}/{mine.pk}", stolen, If_Match='"1"')

    assert answer.status_code == 409
    assert not mine.parts.exists()


def test_a_record_is_removed_and_is_not_there_any_more(calls, secretary, unit):
    toy, call = a_toy(unit), calls(secretary)

    removed = call("delete", f"{TOYS}/{toy.pk}", If_Match='"1"')

    assert (removed.status_code, removed.content) == (204, b"")
    assert call("get", f"{TOYS}/{toy.pk}").status_code == 404


def test_what_is_in_use_is_not_removed(calls, secretary, unit):
    maker = a_maker(unit)
    a_toy(unit, maker=maker)

    answer = calls(secretary)("delete", f"/api/v1/registers/makers/{maker.pk}", If_Match='"1"')

    assert answer.status_code == 409
    assert "masih dipakai" in answer.json()["detail"]


def test_an_action_takes_its_details_and_gives_the_record(calls, head, unit):
    toy, call = a_toy(unit, story="Tua."), calls(head)

    done = call("post", f"{TOYS}/{toy.pk}/actions/approve", {"why": "Bagus."})
    again = call("post", f"{TOYS}/{toy.pk}/actions/approve", {"why": "Lagi."})

    assert done.status_code == 200, done.text
    assert (done.json()["state"], done.json()["story"]) == ("approved", "Tua. Bagus.")
    assert again.status_code == 409
    assert again.json()["errors"][0]["field"] == "state"


def test_an_action_on_an_older_version_is_refused(calls, head, officer, unit):
    toy = a_toy(unit)
    calls(officer)("patch", f"{TOYS}/{toy.pk}", {"name": "Baru"}, If_Match='"1"')

    answer = calls(head)("post", f"{TOYS}/{toy.pk}/actions/approve", {"why": "Ya."}, If_Match='"1"')

    assert answer.status_code == 412
    toy.refresh_from_db()
    assert toy.state == Toy.State.DRAFT


def test_details_that_the_action_does_not_take_are_refused(calls, head, unit):
    url = f"{TOYS}/{a_toy(unit).pk}/actions/approve"

    for body in ({}, {"why": "x", "state": "approved"}, {"why": ""}, {"why": 5}):
        assert calls(head)("post", url, body).status_code == 422, body


def test_who_may_read_but_not_do_is_refused(calls, unit):
    leader = a_user(Role.LEADER, unit.institution)
    toy, call = a_toy(unit), calls(leader)

    assert call("get", f"{TOYS}/{toy.pk}").status_code == 200
    for method, url, body in (
        ("post", TOYS, new(unit)),
        ("patch", f"{TOYS}/{toy.pk}", {"name": "x"}),
        ("delete", f"{TOYS}/{toy.pk}", None),
        ("post", f"{TOYS}/{toy.pk}/actions/approve", {"why": "x"}),
    ):
        assert call(method, url, body, If_Match='"1"').status_code == 403, (method, url)
    assert Toy.objects.get().version == 1


def test_guests_are_asked_who_they_are_and_neighbours_find_nothing(calls, unit):
    toy = a_toy(unit)
    neighbour = a_user(Role.SECRETARY, an_institution())

    for method, url, body in (
        ("get", f"{TOYS}/{toy.pk}", None),
        ("get", f"{TOYS}/{toy.pk}/history", None),
        ("patch", f"{TOYS}/{toy.pk}", {"name": "x"}),
        ("delete", f"{TOYS}/{toy.pk}", None),
    ):
        asked = calls()(method, url, body, If_Match='"1"')
        assert (asked.status_code, asked["WWW-Authenticate"][:6]) == (401, "Bearer"), (method, url)
        guessed = calls(neighbour)(method, url, body, If_Match='"1"')
        assert guessed.status_code == 404, (method, url)
        assert toy.code not in guessed.text
    assert calls(neighbour)("get", TOYS).json()["items"] == []
    assert Toy.objects.get().version == 1


def test_two_records_with_one_key_are_told_apart_in_words(calls, officer, unit):
    call = calls(officer)
    call("post", TOYS, new(unit))

    again = call("post", TOYS, new(unit))

    assert again.status_code == 422
    assert again.json()["errors"][0]["field"] == "code"
    assert Toy.objects.count() == 1
