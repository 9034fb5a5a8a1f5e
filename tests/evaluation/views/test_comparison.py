"""Institutions side by side."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.evaluation.factories import a_final_result, a_small_instrument, an_assessment
from tests.evaluation.views.reading import HOSTILE, rows, text
from tests.factories import an_institution

PAGE = "/evaluasi/banding/"


@pytest.fixture
def three(db):
    small = a_small_instrument()
    levels = {"Kabupaten A": {1: 3, 2: 3, 3: 3}, "Kabupaten B": {1: 5, 2: 5, 3: 1}}
    for name, held in {**levels, "Kabupaten C": {1: 1, 2: 1, 3: 1}}.items():
        a_final_result(an_institution(name), levels=held, instrument=small)
    return small


def test_the_highest_comes_first_and_equals_share_a_place(guest, three):
    a_final_result(an_institution("Kabupaten D"), levels={1: 1, 2: 1, 3: 1}, instrument=three)

    found = [one for one in rows(guest.get(PAGE)) if "Kabupaten" in one]

    assert found == [
        "1 Kabupaten A 3,00 Tinggi 3,00 3,00",
        "1 Kabupaten B 3,00 Tinggi 5,00 1,00",
        "3 Kabupaten C 1,00 Rendah 1,00 1,00",
        "3 Kabupaten D 1,00 Rendah 1,00 1,00",
    ]


def test_the_mean_and_the_count_are_told(guest, three):
    assert "3 instansi, tahun 2021. Rata-rata 2,33." in text(guest.get(PAGE))


def test_evaluations_under_way_of_others_are_left_out(guest, secretary, cirebon, three):
    an_assessment(cirebon, instrument=three, levels=4)

    assert "Cirebon" not in text(guest.get(PAGE))
    assert any("Cirebon diklaim 4,00" in one for one in rows(secretary.get(PAGE)))


def test_a_finished_year_is_shown_before_one_that_has_only_begun(secretary, cirebon, three):
    an_assessment(cirebon, instrument=three, year=2026)

    assert "3 instansi, tahun 2021." in text(secretary.get(PAGE))
    begun = secretary.get(PAGE, {"menurut": "2026:kecil"})
    assert "belum ada yang dinilai" in text(begun)


def test_only_one_year_and_instrument_are_compared(guest, three, result):
    code = result.instrument.code

    words = text(guest.get(PAGE, {"menurut": f"2021:{code}"}))

    assert "Pemerintah Kabupaten Cirebon" in words
    assert "Kabupaten A" not in words


def test_the_number_of_queries_does_not_grow_with_the_institutions(guest, three):
    counts = []
    for _round in range(2):
        guest.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            guest.get(PAGE)
        counts.append(len(queries))
        a_final_result(an_institution(), instrument=three)

    assert counts[0] == counts[1]


def test_a_choice_that_is_none_gets_a_sentence(guest, three):
    words = text(guest.get(PAGE, {"menurut": "1999:x"}))

    assert "Pilih salah satu tahun dan instrumen yang ada di daftar." in words
    assert "Kabupaten A" in words


def test_with_nothing_to_compare_the_page_says_so(guest, db):
    assert "Belum ada yang dapat dibandingkan" in text(guest.get(PAGE))


def test_hostile_names_are_shown_not_run(guest, db):
    a_final_result(an_institution(HOSTILE))

    assert HOSTILE not in guest.get(PAGE).content.decode()
