"""Personal data by API: masked, and not to be found out by filters, order, fields or history."""

import pytest

from caruban.kernel.registers import actions
from tests.kernel.registers.api.calling import TOYS
from tests.toys.factories import a_toy
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db

NIK = "3209011234567890"
HIDDEN = "•" * 12 + "7890"


@pytest.fixture
def toy(unit, secretary):
    toy = a_toy(unit)
    return actions.change(ToyRegister, toy, by=secretary, values={"nik": NIK})


def test_who_may_not_see_it_gets_it_masked_wherever_it_stands(calls, officer, toy):
    call = calls(officer)

    for url in (TOYS, f"{TOYS}?fields=nik", f"{TOYS}/{toy.pk}", f"{TOYS}/{toy.pk}?fields=nik",
                f"{TOYS}/{toy.pk}/history"):  # fmt: skip
        text = call("get", url).text
        assert NIK not in text, url
        assert HIDDEN in text, url


def test_who_may_see_it_gets_it_plain(calls, secretary, toy):
    call = calls(secretary)

    assert call("get", f"{TOYS}/{toy.pk}").json()["nik"] == NIK
    assert NIK in call("get", f"{TOYS}/{toy.pk}/history").text


def test_an_entry_is_answered_masked_too(calls, officer, unit):
    new = {"code": "K-1", "name": "Kuda", "organisation": unit.pk, "nik": NIK}

    made = calls(officer)("post", TOYS, new)

    assert (made.status_code, made.json()["nik"]) == (201, HIDDEN)


def test_nobody_finds_it_out_by_changing_it(calls, officer, toy):
    call = calls(officer)
    tag = call("get", f"{TOYS}/{toy.pk}")["ETag"]

    guesses = [call("patch", f"{TOYS}/{toy.pk}", {"nik": one}, If_Match=tag) for one in (NIK, "1")]

    assert [one.status_code for one in guesses] == [409, 409]
    assert guesses[0].json() == guesses[1].json()
    toy.refresh_from_db()
    assert toy.nik == NIK


def test_it_is_no_order_for_who_sees_it_masked(calls, officer, secretary, toy):
    assert calls(officer)("get", f"{TOYS}?sort=nik").status_code == 422
    assert calls(officer)("get", f"{TOYS}?sort=code,-nik").status_code == 422
    assert calls(secretary)("get", f"{TOYS}?sort=nik").status_code == 200


def test_it_is_not_found_by_words(calls, officer, secretary, toy):
    for user in (officer, secretary):
        assert calls(user)("get", f"{TOYS}?q={NIK}").json()["items"] == []
