"""Years side by side: results and targets by one instrument; others are not compared."""

import pytest

from tests.evaluation.factories import a_final_result, a_small_instrument, an_assessment, spbe
from tests.evaluation.views.reading import page, rows, text


def test_a_result_stands_beside_its_target(guest, targets):
    response = guest.get(page("years", targets))

    assert "2021 dan Target 2024" in text(response)
    assert "Indeks 1,91 3,20 +1,29" in rows(response)
    assert "Layanan Publik Berbasis Elektronik 1,83 3,00 +1,17" in rows(response)


def test_two_years_by_one_instrument_are_compared(guest, result):
    a_final_result(result.institution, 2023, instrument=result.instrument)

    found = rows(guest.get(page("years", result)))

    assert "Indeks 1,91 2,00 +0,09" in found
    assert "Audit TIK 1,00 2,00 +1,00" in found


def test_the_choice_stands_in_the_address(guest, targets):
    code = targets.instrument.code
    chosen = {"a": f"target-2024:{code}", "b": f"2021:{code}"}

    assert "Indeks 3,20 1,91 −1,29" in rows(guest.get(page("years", targets), chosen))


def test_years_by_different_instruments_get_a_warning_and_no_difference(guest, result):
    an_assessment(
        result.institution, instrument=a_small_instrument(), year=2025, state="final", levels=4
    )

    response = guest.get(page("years", result))

    assert "Instrumen berbeda" in text(response)
    assert "Indeks 1,91 4,00 –" in rows(response)
    assert not any("Audit TIK" in one for one in rows(response))


def test_every_year_is_listed_with_its_instrument(guest, targets):
    found = rows(guest.get(page("years", targets)))

    assert any("Hasil 2021 (PermenPANRB 59/2020) 1,91 – Cukup" in one for one in found)
    assert any("Target 2024 (PermenPANRB 59/2020) 3,20 +1,29 Baik" in one for one in found)


def test_years_under_way_are_not_told_to_others(guest, secretary, result):
    an_assessment(result.institution, instrument=spbe(), year=2026, levels=3)

    assert "2026" not in text(guest.get(page("years", result)))
    assert "2026 menurut yang diklaim" in text(secretary.get(page("years", result)))


@pytest.mark.parametrize("key", ["2099:x", "", "\x00", "target-2024"])
def test_a_choice_that_is_none_gets_a_sentence_or_the_default(guest, targets, key):
    words = text(guest.get(page("years", targets), {"a": key}))

    assert "Indeks 1,91 3,20" in words
    assert ("Pilih salah satu tahun yang ada di daftar." in words) is bool(key)
