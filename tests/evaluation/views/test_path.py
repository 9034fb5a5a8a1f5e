"""The path page: found, explained, refused with reasons, kept; for the institution's people."""

import pytest

from caruban.evaluation.models import Plan
from caruban.evaluation.rules import path as rules
from tests.evaluation.factories import a_small_instrument, an_assessment
from tests.evaluation.views.reading import page, rows, text

ASKED = {"cari": "1", "tujuan": "indeks", "nilai": "3,20", "lama": "3"}


@pytest.fixture
def small(cirebon):
    """Three indicators at level 2, by an instrument that estimates no effort of its own."""
    return an_assessment(cirebon, instrument=a_small_instrument(), state="final", levels=2)


def test_a_guest_is_asked_to_sign_in_and_an_outsider_is_refused(guest, outsider, result):
    address = page("path", result)

    assert guest.get(address).status_code == 302
    assert outsider.get(address).status_code == 403


def test_the_target_of_the_document_is_reached_by_the_cheapest_steps(leader, targets):
    response = leader.get(page("path", targets), {"cari": "1"})

    words = text(response)
    assert "72 langkah: indeks naik dari 1,91 ke 3,20 (Baik), Rp1.570.000.000" in words
    assert "2022 31 langkah" in words
    assert any(one.startswith("12. Peta Rencana SPBE") for one in rows(response))
    assert "membuka jalan bagi" in words


def test_each_step_says_what_it_takes_and_brings(leader, small):
    sent = {"cari": "1", "tujuan": "indeks", "nilai": "2,5", "lama": "1"}

    response = leader.get(page("path", small), sent)

    assert "1 langkah: indeks naik dari 2,00 ke 2,50 (Tinggi)" in text(response)
    (step,) = (one for one in rows(response) if one.startswith("3. Indikator 3"))
    assert "dari tingkat 2 → ke tingkat 3" in step
    assert step.endswith("20 Rp25.000.000 +0,500 2,500")


def test_a_target_out_of_reach_says_why_and_the_best_that_can_be(leader, small):
    sent = {**ASKED, "lama": "1", "anggaran": "30.000.000"}

    words = text(leader.get(page("path", small), sent))

    assert "Target tidak tercapai" in words
    assert "indeks tertinggi yang dapat dicapai adalah 2,50 (Tinggi)" in words
    assert "Indeks: dapat dicapai 2,50, target 3,20." in words


def test_the_limit_that_stands_in_the_way_is_named(leader, small):
    sent = {**ASKED, "nilai": "3", "lama": "1", "anggaran": "30.000.000"}

    words = text(leader.get(page("path", small), sent))

    assert "Anggaran tiap tahun terlalu kecil; tanpa batas itu target tercapai." in words


def test_locked_indicators_stay_where_they_are(leader, small):
    sent = {**ASKED, "nilai": "2,5", "kunci": ["3"]}

    found = rows(leader.get(page("path", small), sent))

    assert any(one.startswith("2. Indikator 2") for one in found)
    assert not any(one.startswith("3. Indikator 3") for one in found)


def test_a_target_that_stands_already_needs_no_step(leader, small):
    words = text(leader.get(page("path", small), {**ASKED, "nilai": "2"}))

    assert "0 langkah: indeks naik dari 2,00 ke 2,00" in words


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"nilai": ""}, "Isi indeks yang dituju, misalnya 3,20."),
        ({"nilai": "NaN"}, "Isi angka 1,00 sampai 5,00, misalnya 3,20."),
        ({"nilai": "-1"}, "Isi angka 1,00 sampai 5,00, misalnya 3,20."),
        ({"nilai": "5,01"}, "Isi angka 1,00 sampai 5,00, misalnya 3,20."),
        ({"nilai": "9" * 300}, "Isi angka 1,00 sampai 5,00, misalnya 3,20."),
        ({"nilai": "3,205"}, "Isi paling banyak dua angka di belakang koma."),
        ({"lama": "6"}, "Pilih salah satu yang ada di daftar."),
        ({"lama": "-3"}, "Pilih salah satu yang ada di daftar."),
        ({"mulai": "1"}, "Isi tahun antara 2015 dan 2100."),
        ({"mulai": "9" * 30}, "Isi tahun antara 2015 dan 2100."),
        ({"mulai": "kelak"}, "Isi tahun antara 2015 dan 2100."),
        ({"anggaran": "-5"}, "Isi nol atau lebih."),
        ({"anggaran": "Infinity"}, "Isi rupiah sebagai bilangan bulat"),
        ({"anggaran": "1" * 16}, "Isi paling banyak 15 angka."),
        ({"hari": "-1"}, "Isi nol atau lebih."),
        ({"hari": "1e9"}, "Isi hari kerja sebagai bilangan bulat"),
        ({"hari": "100001"}, "Isi paling banyak 100.000 hari kerja."),
        ({"tujuan": "aspek-1900"}, "Pilih salah satu yang ada di daftar."),
        ({"kunci": ["99"]}, "Pilih indikator yang ada di daftar."),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence_at_its_field(leader, small, given, sentence):
    response = leader.get(page("path", small), {**ASKED, **given})

    assert response.status_code == 422
    assert sentence in text(response)
    assert "langkah: indeks" not in text(response)


def test_a_search_that_takes_too_long_is_stopped_and_says_what_helps(
    leader, secretary, targets, monkeypatch
):
    monkeypatch.setattr(rules, "PATIENCE", 0.0)

    response = leader.get(page("path", targets), {"cari": "1"})

    assert response.status_code == 422
    assert "Pencarian dihentikan karena terlalu lama." in text(response)
    kept = secretary.post(f"{page('keep_plan', targets)}?cari=1", follow=True)
    assert "Jalur ini terlalu lama dicari." in text(kept)
    assert not Plan.objects.exists()


def test_what_was_typed_stays(leader, small):
    html = leader.get(page("path", small), {**ASKED, "anggaran": "banyak"}).content.decode()

    assert 'value="banyak"' in html
    assert 'value="3,20"' in html


def test_the_secretary_keeps_a_path_and_everybody_inside_reads_it(secretary, leader, small):
    address = f"{page('keep_plan', small)}?cari=1&tujuan=indeks&nilai=2,5&lama=1"

    response = secretary.post(address)

    plan = Plan.objects.get()
    assert response.status_code == 302
    assert plan.answer["reachable"] is True
    kept = leader.get(page("plan", small, pk=plan.pk))
    assert "1 langkah: indeks naik dari 2,00 ke 2,50 (Tinggi)" in text(kept)
    assert "target tercapai" in text(leader.get(page("path", small)))


def test_only_who_plans_keeps_a_path(leader, outsider, small):
    address = f"{page('keep_plan', small)}?cari=1&tujuan=indeks&nilai=2,5&lama=1"

    assert leader.post(address).status_code == 403
    assert outsider.post(address).status_code == 403
    assert "Simpan jalur ini" not in text(leader.get(page("path", small), ASKED))
    assert not Plan.objects.exists()


def test_a_question_with_a_mistake_is_not_kept(secretary, small):
    response = secretary.post(f"{page('keep_plan', small)}?tujuan=indeks", follow=True)

    assert "Perbaiki dahulu isian jalur, lalu cari lagi." in text(response)
    assert not Plan.objects.exists()


def test_a_kept_path_of_others_is_not_there(outsider, secretary, small):
    secretary.post(f"{page('keep_plan', small)}?cari=1&tujuan=indeks&nilai=2,5&lama=1")
    plan = Plan.objects.get()

    assert outsider.get(page("plan", small, pk=plan.pk)).status_code == 403
    assert secretary.get(page("plan", small, pk=plan.pk + 1)).status_code == 404
