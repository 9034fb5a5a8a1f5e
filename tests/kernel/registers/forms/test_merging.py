"""Two editors of one record: nobody's work is written over, and where both wrote one chooses."""

import pytest

from caruban.kernel.history.models import Change
from tests.kernel.registers.forms.filling import edit_of, filled, opened
from tests.toys.factories import a_toy
from tests.toys.models import Part, Toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def toy(unit):
    return a_toy(unit, code="K-1", name="Kuda", story="", amount=1, nik="3209010101010001")


def names_of(toy):
    return [one.name for one in toy.parts.all()]


def both(ani, budi, toy, mine, theirs):
    """Open the form twice; the colleague saves first. Give the answer to the officer."""
    sent, other = opened(ani, edit_of(toy), **mine), opened(budi, edit_of(toy), **theirs)
    assert budi.post(edit_of(toy), other).status_code == 302
    return ani.post(edit_of(toy), sent)


def test_an_edit_saves_only_what_differs(ani, toy):
    ani.post(edit_of(toy), opened(ani, edit_of(toy), name="Kuda besar"))

    toy.refresh_from_db()
    change = Change.objects.filter(table="toys_toy", record=toy.pk).first()
    assert toy.name == "Kuda besar"
    assert {"name"} == {*change.after} - {"version", "updated_at"}


def test_what_only_one_touched_is_joined_and_shown_before_it_is_saved(ani, budi, toy):
    answer = both(ani, budi, toy, {"name": "Kuda besar"}, {"story": "Tua", "amount": "5"})

    toy.refresh_from_db()
    assert answer.status_code == 422
    assert toy.name == "Kuda"  # nothing is saved unseen
    assert "Budi mengubahnya" in answer.text
    assert "sudah digabung" in answer.text
    sent = filled(answer)
    assert (sent["name"], sent["story"], sent["amount"]) == (["Kuda besar"], ["Tua"], ["5"])

    assert ani.post(edit_of(toy), sent).status_code == 302
    toy.refresh_from_db()
    assert (toy.name, toy.story, toy.amount, toy.version) == ("Kuda besar", "Tua", 5, 3)


def test_where_both_wrote_both_values_are_shown_and_one_must_choose(ani, budi, toy):
    answer = both(ani, budi, toy, {"name": "Kuda Ani"}, {"name": "Kuda Budi"})

    assert "<b>Isian Anda:</b> Kuda Ani" in answer.text
    assert "<b>Isian yang sudah tersimpan:</b> Kuda Budi" in answer.text

    undecided = ani.post(edit_of(toy), filled(answer))

    assert undecided.status_code == 422
    assert "Pilih isian siapa yang dipakai." in undecided.text
    assert "<b>Isian Anda:</b> Kuda Ani" in undecided.text
    toy.refresh_from_db()
    assert toy.name == "Kuda Budi"


@pytest.mark.parametrize(("choice", "name"), [("mine", "Kuda Ani"), ("theirs", "Kuda Budi")])
def test_what_is_chosen_is_what_counts(ani, budi, toy, choice, name):
    answer = both(ani, budi, toy, {"name": "Kuda Ani", "amount": "7"}, {"name": "Kuda Budi"})

    saved = ani.post(edit_of(toy), filled(answer, merge__name=choice))

    toy.refresh_from_db()
    assert saved.status_code == 302
    assert (toy.name, toy.amount) == (name, 7)


def test_who_wrote_the_same_has_nothing_to_choose(ani, budi, toy):
    answer = both(ani, budi, toy, {"name": "Sama", "amount": "7"}, {"name": "Sama"})

    assert "merge-name" not in answer.text
    ani.post(edit_of(toy), filled(answer))
    toy.refresh_from_db()
    assert (toy.name, toy.amount) == ("Sama", 7)


def test_a_third_change_does_not_decide_what_was_left_open(ani, budi, toy):
    answer = both(ani, budi, toy, {"name": "Kuda Ani"}, {"name": "Kuda Budi"})
    budi.post(edit_of(toy), opened(budi, edit_of(toy), amount="9"))

    again = ani.post(edit_of(toy), filled(answer))

    assert again.status_code == 422
    assert "<b>Isian yang sudah tersimpan:</b> Kuda Budi" in again.text
    assert ani.post(edit_of(toy), filled(again, merge__name="mine")).status_code == 302
    toy.refresh_from_db()
    assert (toy.name, toy.amount) == ("Kuda Ani", 9)


def test_theirs_stays_chosen_over_a_third_change(ani, budi, toy):
    answer = both(ani, budi, toy, {"name": "Kuda Ani"}, {"name": "Kuda Budi"})
    budi.post(edit_of(toy), opened(budi, edit_of(toy), amount="9"))

    again = ani.post(edit_of(toy), filled(answer, merge__name="theirs"))
    ani.post(edit_of(toy), filled(again))

    toy.refresh_from_db()
    assert (toy.name, toy.amount) == ("Kuda Budi", 9)


def test_friends_are_joined_one_by_one(ani, budi, toy, unit):
    old, mine, theirs = (a_toy(unit, code=f"T-{one}") for one in "123")
    toy.friends.set([old])

    answer = both(
        ani, budi, toy,
        {"friends": [str(old.pk), str(mine.pk)]}, {"friends": [str(theirs.pk)]},
    )  # fmt: skip
    ani.post(edit_of(toy), filled(answer))

    assert {*toy.friends.all()} == {mine, theirs}


def test_rows_are_joined_row_by_row(ani, budi, toy):
    wheel, rope = (Part.objects.create(toy=toy, name=one, place=at)
                   for at, one in enumerate(("roda", "tali"), 1))  # fmt: skip

    answer = both(
        ani, budi, toy,
        {"parts__0__name": "roda besar"},
        {"parts": ["0", "1", "2"], "parts__1__name": "tali panjang", "parts__2__name": "pelana",
         "parts__2__weight": "3"},
    )  # fmt: skip
    saved = ani.post(edit_of(toy), filled(answer))

    assert saved.status_code == 302
    assert names_of(toy) == ["roda besar", "tali panjang", "pelana"]
    assert [one.pk for one in toy.parts.all()][:2] == [wheel.pk, rope.pk]


@pytest.mark.parametrize(("choice", "names"), [("mine", ["roda besar"]), ("theirs", [])])
def test_a_row_that_one_changed_and_the_other_removed_is_for_one_to_decide(
    ani, budi, toy, choice, names
):
    Part.objects.create(toy=toy, name="roda", place=1)

    answer = both(ani, budi, toy, {"parts__0__name": "roda besar"}, {"parts": None})
    assert "merge-parts" in answer.text
    saved = ani.post(edit_of(toy), filled(answer, merge__parts=choice))

    assert saved.status_code == 302
    assert names_of(toy) == names


def test_what_is_masked_is_neither_shown_in_a_merge_nor_written_over(
    ani, client_of, secretary, toy
):
    sent = opened(ani, edit_of(toy), name="Kuda Ani")
    keeper = client_of(secretary)
    Toy.objects.filter(pk=toy.pk)  # the secretary keeps no toys: it is changed by the house
    from caruban.kernel.actions import acting

    with acting(secretary):
        toy.nik = "3209010101019999"
        toy.save(update_fields=["nik"])

    answer = ani.post(edit_of(toy), sent)

    assert keeper
    assert "3209010101019999" not in answer.text
    assert "3209010101010001" not in answer.text
    assert ani.post(edit_of(toy), filled(answer)).status_code == 302
    toy.refresh_from_db()
    assert (toy.nik, toy.name) == ("3209010101019999", "Kuda Ani")


def test_a_masked_value_that_is_sent_all_the_same_is_not_taken(ani, toy):
    ani.post(edit_of(toy), opened(ani, edit_of(toy), name="Lain") | {"nik": "1"})

    toy.refresh_from_db()
    assert (toy.nik, toy.name) == ("3209010101010001", "Lain")


@pytest.mark.parametrize("version", ["", "0", "-1", "abc", "999", "1" * 40])
def test_a_version_that_never_was_is_the_present_one(ani, toy, version):
    answer = ani.post(edit_of(toy), opened(ani, edit_of(toy), name="Lain", version=version))

    assert answer.status_code == 302


def test_a_second_click_of_an_edit_is_no_conflict(ani, toy):
    sent = opened(ani, edit_of(toy), name="Lain")

    first, second = ani.post(edit_of(toy), sent), ani.post(edit_of(toy), sent)

    toy.refresh_from_db()
    assert (first.status_code, second.status_code, toy.version) == (302, 302, 2)


def test_an_edit_that_one_comes_back_to_is_merged_with_what_it_saved(ani, toy):
    sent = opened(ani, edit_of(toy), name="Lain")
    ani.post(edit_of(toy), sent)

    answer = ani.post(edit_of(toy), sent | {"amount": ["8"]})
    assert answer.status_code == 422
    ani.post(edit_of(toy), filled(answer))

    toy.refresh_from_db()
    assert (toy.name, toy.amount) == ("Lain", 8)
