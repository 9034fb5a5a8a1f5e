"""The indicator's page: what it tells to whom."""

import pytest
from django.utils import timezone

from caruban.kernel.accounts.roles import Role
from caruban.kernel.proofs.models import Proof
from tests.evaluation.factories import a_final_result, an_answer, an_evidence, pemdi, spbe
from tests.evaluation.views.reading import text
from tests.evaluation.views.working import YEAR, a_cast, address, browser

pytestmark = pytest.mark.django_db


def seen(cast, role=Role.LEADER):
    return browser(cast.person(role)).get(address("indicator", cast.answer))


@pytest.mark.parametrize("instrument", [spbe, pemdi])
def test_all_five_criteria_checks_and_scope_are_there(instrument):
    cast = a_cast(instrument=instrument())
    indicator = cast.assessment.instrument.content.by_number[1]
    page = text(seen(cast))
    for words in (*indicator.criteria.values(), *indicator.scope, *indicator.evidence):
        assert words in page
    for rows in (*indicator.checks.values(), *indicator.items.values()):
        for one in rows:
            assert one.text in page


def test_proof_from_records_is_told_with_its_records_and_what_is_missing():
    cast = a_cast(instrument=spbe(), levels=3)
    conditions = [
        {
            "level": 2,
            "sentence": "Peta rencana ditetapkan.",
            "met": True,
            "sources": [{"label": "Perbup 10/2023", "url": "/peraturan/10/"}],
            "missing": "",
        },
        {
            "level": 3,
            "sentence": "Peta rencana mencakup semua domain.",
            "met": False,
            "sources": [],
            "missing": "Tambahkan domain keamanan.",
        },
    ]
    Proof.objects.create(
        institution=cast.institution,
        instrument="permenpanrb-59-2020",
        number=1,
        level=2,
        conditions=conditions,
        since=timezone.now(),
    )
    page = seen(cast)
    for words in (
        "terpenuhi: Peta rencana ditetapkan.",
        "belum terpenuhi: Peta rencana mencakup semua domain.",
        "Tambahkan domain keamanan.",
        "terbukti dari catatan",
        "Klaim lebih tinggi dari catatan.",
        "Untuk tingkat 3",
    ):
        assert words in text(page)
    assert 'href="/peraturan/10/"' in page.content.decode()


def test_evidence_stands_at_its_level():
    cast = a_cast()
    an_evidence(cast.answer, 2)
    an_evidence(cast.answer, 2)
    assert "2 data dukung" in text(seen(cast))


def test_the_indicators_before_and_after_are_one_step_away():
    cast = a_cast()
    client = browser(cast.person(Role.LEADER))
    middle = client.get(address("indicator", an_answer(cast.assessment, 2))).content.decode()
    assert f'rel="prev" href="{address("indicator", an_answer(cast.assessment, 1))}"' in middle
    assert f'rel="next" href="{address("indicator", an_answer(cast.assessment, 3))}"' in middle
    assert 'rel="prev"' not in seen(cast).content.decode()


def test_an_indicator_that_the_instrument_lacks_is_not_there():
    cast = a_cast()
    url = address("indicator", cast.answer).replace("/indikator/1/", "/indikator/99/")
    assert browser(cast.person(Role.LEADER)).get(url).status_code == 404


def test_a_change_is_told_field_by_field_with_who_and_one_sitting_is_one_entry():
    cast = a_cast()
    user = cast.person(Role.OFFICER)
    for words in ("Su", "Sudah", "Sudah ada"):
        cast.save(user, narrative=words)
    cast.save(user, claimed_level="2")
    page = text(seen(cast))
    assert page.count(f"{user.name} mengubah:") == 1
    assert "penjelasan Sesudah: Sudah ada" in page
    assert "tingkat yang diklaim Sesudah: 2" in page


def test_of_a_long_text_only_the_changed_part_is_told():
    cast = a_cast()
    long = "Kalimat yang sama. " * 30
    cast.save(cast.person(Role.OFFICER), narrative=f"{long}awal {long}")
    cast.save(cast.person(Role.UNIT_HEAD), narrative=f"{long}akhir {long}")
    changed = seen(cast).content.decode().split('<dl class="change">')[1].split("</dl>")[0]
    assert "akhir" in changed
    assert changed.count("Kalimat yang sama.") < 6


def test_people_see_names_and_words_not_numbers_of_rows():
    cast = a_cast(levels=1)
    user = cast.person(Role.SECRETARY)
    form = {"tugas-numbers": ["1"], "tugas-unit": cast.institution.pk, "tugas-due_on": "2026-10-05"}
    browser(user).post(address("assign", cast.assessment), form)
    cast.post("complete", user, {"version": cast.answer.version})
    page = text(seen(cast))
    assert f"Sesudah: {cast.institution.name}" in page
    assert "Sesudah: 5 Okt 2026" in page
    assert "Sebelum: tidak Sesudah: ya" in page


def test_where_a_year_has_two_evaluations_every_button_stays_in_its_own():
    cast = a_cast()
    a_final_result(cast.institution, YEAR, instrument=spbe())
    code = cast.assessment.instrument.code
    client = browser(cast.person(Role.OFFICER))
    body = client.get(f"{address('indicator', cast.answer)}?instrumen={code}").content.decode()
    assert f'{address("fill", cast.answer)}?instrumen={code}"' in body
    assert f'{address("complete", cast.answer)}?instrumen={code}"' in body


def test_what_is_unverified_is_marked():
    cast = a_cast(instrument=pemdi())
    assert "aturan nilai belum terverifikasi" in text(seen(cast))
