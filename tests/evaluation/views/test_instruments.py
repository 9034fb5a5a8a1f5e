"""The instruments, whole and public."""

import pytest

from tests.evaluation.factories import a_small_instrument, pemdi, spbe
from tests.evaluation.views.reading import HOSTILE, rows, text

ROOT = "/evaluasi/instrumen/"


def test_everybody_sees_which_instruments_there_are_and_since_when(guest, db):
    spbe()
    pemdi()

    words = text(guest.get(ROOT))

    assert words.index("(Pemdi)") < words.index("(SPBE)")
    assert "Rabu, 1 Januari 2020" in words
    assert "8 aspek, 47 indikator" in words
    assert "Sebagian isinya belum terverifikasi" in words


def test_without_instruments_the_page_says_so(guest, db):
    assert "Belum ada instrumen" in text(guest.get(ROOT))


def test_an_instrument_is_told_whole(guest, db):
    response = guest.get(f"{ROOT}{spbe().code}/")

    words, found = text(response), rows(response)
    assert any("Kebijakan Internal SPBE 13%" in one for one in found)
    assert "Cukup 1,80 2,60" in found
    assert "Memuaskan 4,20 5,00 (termasuk)" in found
    assert "Kriteria tiap tingkat" in words
    assert "Yang diperiksa (bacaan kami):" in words
    assert all(f'id="i{n}"' in response.content.decode() for n in range(1, 48))


def test_what_is_not_verified_is_marked(guest, db):
    words = text(guest.get(f"{ROOT}{pemdi().code}/"))

    assert "Aturan nilai instrumen ini belum terverifikasi" in words
    assert "belum terverifikasi 15%" in words
    assert "Indeks Satu Data Indonesia (SDI)" in words
    assert "Butir data dukung:" in words


@pytest.mark.parametrize("code", ["tidak-ada", "9" * 300])
def test_an_unknown_instrument_is_not_found(guest, db, code):
    assert guest.get(f"{ROOT}{code}/").status_code == 404


def test_hostile_names_are_shown_not_run(guest, db):
    a_small_instrument(name=HOSTILE, source=HOSTILE)

    assert HOSTILE not in guest.get(ROOT).content.decode()
    assert HOSTILE not in guest.get(f"{ROOT}kecil/").content.decode()
