"""The list of indicators: in full inside, the result alone outside."""

import pytest
from django.utils import timezone

from caruban.kernel.proofs.models import Proof
from tests.evaluation.factories import an_assessment
from tests.evaluation.views.reading import page, rows, text
from tests.factories import a_unit


@pytest.fixture
def running(cirebon):
    """Claims of level 3 everywhere; indicator 12 is proved at level 1, indicator 13 is ready."""
    assessment = an_assessment(cirebon, year=2026, levels=3, unit=a_unit(cirebon, "Dinas Kominfo"))
    Proof.objects.create(
        institution=cirebon,
        instrument=assessment.instrument.code,
        number=12,
        level=1,
        conditions=[
            {
                "level": 2,
                "sentence": "Peta rencana ditetapkan.",
                "met": False,
                "missing": "Tetapkan peta rencana.",
                "records": [],
            }
        ],
        since=timezone.now(),
    )
    assessment.answers.filter(number=13).update(is_complete=True)
    return assessment


def test_everybody_sees_names_and_final_levels_of_a_result(guest, result):
    response = guest.get(page("indicators", result))

    assert any(one.startswith("15 Pembangunan Aplikasi SPBE Tingkat 3") for one in rows(response))
    assert "Klaim" not in text(response)
    assert "direkonstruksi" in text(response)


def test_outside_nothing_of_the_inside_is_shown(guest, outsider, result):
    unit = a_unit(result.institution, "Dinas Rahasia")
    result.answers.update(unit=unit, narrative="hanya untuk dalam")

    for browser in (guest, outsider):
        response = browser.get(page("indicators", result))
        words = text(response)
        assert response.status_code == 200
        assert "Dinas Rahasia" not in words
        assert "hanya untuk dalam" not in words


def test_its_people_see_claim_proof_what_lacks_and_who_must_act(secretary, running):
    found = [one for one in rows(secretary.get(page("indicators", running))) if "12 Peta" in one]

    assert "Klaim lebih tinggi dari bukti." in found[0]
    assert "Untuk tingkat 2: Tetapkan peta rencana." in found[0]
    assert found[0].endswith("Dinas Kominfo")


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({}, 47),
        ({"hanya": "klaim"}, 1),
        ({"hanya": "belum"}, 46),
        ({"domain": "2"}, 10),
        ({"domain": "2", "hanya": "belum"}, 9),
    ],
)
def test_filters_stand_in_the_address(secretary, running, given, count):
    words = text(secretary.get(page("indicators", running), given))

    assert f"{count} dari 47 indikator." in words


def test_a_filter_by_unit_keeps_its_indicators(secretary, running):
    other = a_unit(running.institution, "Inspektorat")
    running.answers.filter(number__in=[29, 30, 31]).update(unit=other)

    words = text(secretary.get(page("indicators", running), {"unit": other.pk}))

    assert "3 dari 47 indikator." in words


def test_a_filter_that_finds_nothing_offers_all(secretary, running):
    words = text(secretary.get(page("indicators", running), {"domain": "1", "hanya": "klaim"}))

    assert "Tidak ada yang cocok" in words
    assert "Tampilkan semua" in words


@pytest.mark.parametrize("given", [{"domain": "9"}, {"unit": "x"}, {"unit": "0"}])
def test_a_filter_that_is_none_gets_a_sentence_and_the_whole_list(secretary, running, given):
    words = text(secretary.get(page("indicators", running), given))

    assert "Pilih salah satu yang ada di daftar." in words
    assert "47 dari 47 indikator." in words


def test_hostile_text_of_a_proof_is_shown_not_run(secretary, running):
    conditions = [
        {"level": 2, "sentence": "<img src=x>", "met": False, "missing": "", "records": []}
    ]
    Proof.objects.filter(number=12).update(conditions=conditions)

    html = secretary.get(page("indicators", running)).content.decode()

    assert "<img src=x>" not in html
    assert "&lt;img src=x&gt;" in html
