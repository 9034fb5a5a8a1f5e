"""The index page: figures of the document, whose word it is, who sees it."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from tests.evaluation.factories import a_small_instrument, an_assessment, pemdi, spbe
from tests.evaluation.views.reading import HOSTILE, page, rows, text
from tests.factories import an_institution


def test_everybody_sees_the_index_of_cirebon_with_target_and_gap(guest, targets):
    words = text(guest.get(page("index", targets)))

    assert "Hasil penilaian 2021 1,91 Cukup" in words
    assert "Target 2024 3,20 Baik" in words
    assert "Sisa jarak 1,29" in words


@pytest.mark.parametrize(
    "row",
    [
        "Kebijakan Internal SPBE 13% 2,20 3,30 1,10",
        "Tata Kelola SPBE 25% 2,00 2,97 0,97",
        "Manajemen SPBE 16,5% 1,00 3,20 2,20",
        "Layanan SPBE 45,5% 2,12 3,30 1,18",
        "Kebijakan Internal Tata Kelola SPBE 13% 2,20 3,30 1,10",
        "Perencanaan Strategis SPBE 10% 2,00 3,00 1,00",
        "Teknologi Informasi dan Komunikasi 10% 2,00 3,00 1,00",
        "Penyelenggara SPBE 5% 2,00 2,90 0,90",
        "Penerapan Manajemen SPBE 12% 1,00 3,40 2,40",
        "Audit TIK 4,5% 1,00 3,00 2,00",
        "Layanan Administrasi Pemerintahan Berbasis Elektronik 27,5% 2,30 3,50 1,20",
        "Layanan Publik Berbasis Elektronik 18% 1,83 3,00 1,17",
        "Indeks 100% 1,91 3,20 1,29",
    ],
)
def test_each_part_stands_as_in_the_documents_tables(guest, targets, row):
    assert any(row in one for one in rows(guest.get(page("index", targets))))


def test_reconstructed_levels_are_marked_plainly(guest, result):
    words = text(guest.get(page("index", result)))

    assert "Tingkat per indikator direkonstruksi" in words
    assert "tidak diterbitkan" in words


def test_charts_tell_their_finding_in_words(guest, targets):
    html = guest.get(page("index", targets)).content.decode()

    assert "2021 1,91, Cukup; target 3,20, Baik" in html
    assert "terendah Penerapan Manajemen 1,00" in html
    assert "2021: 1,91; 2024: 3,20 target" in html


def test_a_reached_target_is_called_reached(guest, targets):
    targets.answers.update(final_level=5)

    assert "Sisa jarak tercapai" in text(guest.get(page("index", targets)))


def test_next_steps_bring_the_greatest_gains(guest, result):
    words = text(guest.get(page("index", result)))

    assert "Bersama-sama: +0,150" in words
    assert "+0,030" in words


def test_an_evaluation_under_way_is_only_there_for_its_own_people(
    guest, outsider, secretary, cirebon
):
    running = an_assessment(cirebon, year=2026, levels=3)

    assert guest.get(page("index", running)).status_code == 404
    assert outsider.get(page("index", running)).status_code == 404
    assert "Menurut klaim 2026 3,00 Baik" in text(secretary.get(page("index", running)))


def test_an_evaluation_without_answers_has_no_number(secretary, cirebon):
    running = an_assessment(cirebon, year=2026)

    words = text(secretary.get(page("index", running)))

    assert "Menurut klaim 2026 Belum ada nilai" in words
    assert "0,00" not in words


def test_guests_and_outsiders_choose_no_basis(guest, outsider, result):
    for browser in (guest, outsider):
        words = text(browser.get(page("index", result), {"dasar": "bukti", "per": "2021-01-01"}))
        assert "Hasil penilaian 2021 1,91" in words
        assert "Bukti hari ini" not in words


def test_its_people_choose_the_basis(secretary, result):
    words = text(secretary.get(page("index", result), {"dasar": "bukti"}))

    assert "Menurut bukti, evaluasi 2021" in words


def test_its_people_choose_a_day_of_the_past(secretary, cirebon):
    running = an_assessment(cirebon, year=2026, levels=3)
    yesterday = (localdate() - timedelta(days=1)).isoformat()

    words = text(secretary.get(page("index", running), {"per": yesterday}))

    assert "Menurut klaim 2026 per" in words
    assert "Belum ada nilai" in words


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"dasar": "ramalan"}, "Pilih salah satu dasar yang ada di daftar."),
        ({"per": "kemarin"}, "Isi tanggal, misalnya 31/12/2025."),
        ({"per": "2999-01-01"}, "Pilih hari ini atau hari yang sudah lewat."),
        ({"per": "0001-01-01"}, "Pilih tanggal sesudah tahun 2014."),
    ],
)
def test_a_wrong_choice_gets_a_sentence_and_what_stands(secretary, result, given, sentence):
    words = text(secretary.get(page("index", result), given))

    assert sentence in words
    assert "1,91" in words


def test_the_way_to_the_bridge_is_offered_from_both_sides(guest, result):
    newer = an_assessment(
        result.institution, instrument=pemdi(), year=2026, state="final", levels=2
    )

    for assessment in (result, newer):
        html = guest.get(page("index", assessment)).content.decode()
        assert "/evaluasi/32.09/jembatan/permenpanrb-8-2026/" in html


def test_report_and_workbook_are_offered_inside_only(guest, outsider, secretary, result):
    offered = [
        "laporan.pdf" in browser.get(page("index", result)).content.decode()
        for browser in (guest, outsider, secretary)
    ]

    assert offered == [False, False, True]


def test_hostile_names_are_shown_not_run(guest, db):
    running = an_assessment(an_institution(HOSTILE), state="final", instrument=a_small_instrument())

    html = guest.get(page("index", running)).content.decode()

    assert HOSTILE not in html
    assert "&lt;script&gt;" in html


def test_an_instrument_that_is_not_sure_says_so(guest, db):
    final = an_assessment(instrument=pemdi(), year=2026, state="final", levels=2)

    assert "Aturan nilai instrumen ini belum terverifikasi" in text(guest.get(page("index", final)))


def test_of_two_instruments_in_a_year_the_address_chooses(guest, cirebon):
    an_assessment(cirebon, instrument=spbe(), state="final", levels=2)
    small = an_assessment(cirebon, instrument=a_small_instrument(), state="final", levels=4)

    response = guest.get(page("index", small), {"instrumen": "kecil"})

    assert "4,00 Tinggi" in text(response)
    assert "?instrumen=kecil" in response.content.decode()


@pytest.mark.parametrize("code", ["tidak-ada", "a\x00b", "'; drop"])
def test_an_unknown_instrument_is_not_found(guest, result, code):
    assert guest.get(page("index", result), {"instrumen": code}).status_code == 404


@pytest.mark.parametrize("place", ["32.09/1999", "32.09/99999999999", "99.99/2021", "xx/2021"])
def test_what_is_not_there_is_not_found(guest, result, place):
    assert guest.get(f"/evaluasi/{place}/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_indicators(
    secretary, cirebon, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    few = an_assessment(cirebon, instrument=a_small_instrument(), year=2025, levels=2)
    many = an_assessment(cirebon, instrument=spbe(), year=2026, levels=2)

    counts = []
    for assessment in (few, many):
        secretary.get(page("index", assessment))  # what is read once per process
        with CaptureQueriesContext(connection) as queries:
            secretary.get(page("index", assessment))
        counts.append(len(queries))

    assert counts[0] == counts[1]
