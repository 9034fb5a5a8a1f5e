"""Targets: read by everybody, set by the secretariat."""

from decimal import Decimal

import pytest

from caruban.evaluation.models import Target
from tests.evaluation.views.reading import HOSTILE, page, rows, text

SENT = {"index": "3,5", "aspect-1": "3.25", "source": "Rencana baru"}


def test_everybody_sees_targets_and_gaps_of_table_4_1(guest, targets):
    found = rows(guest.get(page("targets", targets)))

    assert "Indeks 1,91 3,20 1,29" in found
    assert any("Tata Kelola SPBE 2,00 2,97 0,97" in one for one in found)
    assert "Layanan Publik Berbasis Elektronik 1,83 3,00 1,17" in found


def test_without_targets_the_page_says_who_sets_them(guest, result):
    assert "Belum ada target" in text(guest.get(page("targets", result)))


def test_the_secretary_sets_targets_of_a_new_year(secretary, guest, targets):
    asked = secretary.get(page("targets", targets), {"tahun": "2027"})
    assert asked.url == page("set_targets", targets, for_year=2027)

    response = secretary.post(asked.url, SENT, follow=True)

    assert "Target 2027 disimpan." in text(response)
    assert "Indeks 1,91 3,20 1,29 3,50 1,59" in rows(guest.get(page("targets", targets)))
    target = Target.objects.get(year=2027, subject="aspect", number=1)
    assert (target.value, target.source) == (Decimal("3.25"), "Rencana baru")


def test_the_form_shows_what_holds_and_what_the_weights_make_of_it(secretary, targets):
    response = secretary.get(page("set_targets", targets, for_year=2024))

    html = response.content.decode()
    assert 'value="3,20"' in html
    assert "nilai kini 1,91 · terhitung 3,22" in text(response)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"index": "9"}, "Isi angka 1,00 sampai 5,00, misalnya 3,20."),
        ({"index": "0,99"}, "Isi angka 1,00 sampai 5,00, misalnya 3,20."),
        ({"index": "tiga"}, "Isi angka 1,00 sampai 5,00, misalnya 3,20."),
        ({"aspect-1": "3,333"}, "Isi paling banyak dua angka di belakang koma."),
        ({"index": "", "aspect-1": ""}, "Isi sedikitnya satu target."),
        ({"source": "x" * 201}, "200"),
    ],
)
def test_what_is_no_target_gets_a_sentence_and_nothing_is_kept(secretary, result, given, sentence):
    response = secretary.post(page("set_targets", result, for_year=2027), {**SENT, **given})

    assert response.status_code == 422
    assert sentence in text(response)
    assert not Target.objects.exists()


def test_what_was_typed_stays(secretary, result):
    sent = {**SENT, "index": "tiga koma lima"}

    html = secretary.post(page("set_targets", result, for_year=2027), sent).content.decode()

    assert 'value="tiga koma lima"' in html
    assert 'value="3.25"' in html


def test_a_target_that_is_set_cannot_be_emptied(secretary, targets):
    response = secretary.post(page("set_targets", targets, for_year=2024), {"index": "3,3"})

    assert "Target ini sudah ditetapkan; ubah angkanya." in text(response)
    assert Target.objects.get(year=2024, subject="index").value == Decimal("3.20")


def test_who_holds_no_such_right_sets_nothing(leader, outsider, guest, result):
    address = page("set_targets", result, for_year=2027)

    assert [one.get(address).status_code for one in (leader, outsider, guest)] == [403, 403, 302]
    sent = [one.post(address, SENT).status_code for one in (leader, outsider, guest)]
    assert sent == [403, 403, 401]
    assert "Tetapkan target" not in text(leader.get(page("targets", result)))
    assert not Target.objects.exists()


@pytest.mark.parametrize("year", ["2014", "2101", "9" * 20, "besok", ""])
def test_a_year_that_is_none_gets_a_sentence(secretary, result, year):
    response = secretary.get(page("targets", result), {"tahun": year})

    assert response.status_code == 422
    assert "Isi tahun antara 2015 dan 2100." in text(response)


def test_a_form_of_an_impossible_year_is_not_found(secretary, result):
    assert secretary.get(page("set_targets", result, for_year=99999)).status_code == 404


def test_hostile_text_is_shown_not_run(secretary, guest, result):
    secretary.post(page("set_targets", result, for_year=2027), {**SENT, "source": HOSTILE})

    assert HOSTILE not in guest.get(page("targets", result)).content.decode()
