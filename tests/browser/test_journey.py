"""The main journey: assigned by the secretary, answered, judged by an assessor; the index moves."""

import re

import pytest
from playwright.sync_api import Page, expect

from caruban.evaluation.models import Answer, Assessment
from caruban.kernel.organisations.models import Organisation
from tests.evaluation.factories import an_assessment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = "/evaluasi/32.09/2023/"
ELEVEN = f"{PLACE}indikator/11/"
PDF = {"name": "SK Arsitektur.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


@pytest.fixture
def evaluation(cirebon) -> Assessment:
    """Give an evaluation by the 47 indicators of which only number 11 is still to be answered."""
    found = an_assessment(cirebon.institution, instrument=cirebon.result.instrument, year=2023)
    others = Answer.objects.filter(assessment=found).exclude(number=11)
    others.update(claimed_level=1, narrative="Belum terencana.", is_complete=True)
    return found


def decide_the_others(assessment: Assessment, column: str) -> None:
    """Have the other 46 indicators decided, which would be the same work 46 times."""
    Answer.objects.filter(assessment=assessment).exclude(number=11).update(**{column: 1})


def index_on(page: Page) -> str:
    """Read the index off its page."""
    page.goto(f"{PLACE}?dasar=asesor")
    return page.locator(".headline-number").inner_text()


def assign(page: Page) -> None:
    page.goto(f"{PLACE}proses/")
    page.get_by_label(re.compile(r"^11\. ")).check()
    unit = Organisation.objects.get(code="diskominfo")
    page.locator("select[name$=unit]").select_option(str(unit.pk))
    page.get_by_role("button", name="Tugaskan").click()
    expect(page.locator("main")).to_contain_text(unit.name)


def answer(page: Page) -> None:
    page.goto("/kerja/")
    page.locator(f"a[href*='{ELEVEN}']").first.click()
    page.locator("#tingkat-3").check()
    page.get_by_label(re.compile("^Penjelasan")).fill("Arsitektur ditetapkan dan dipakai.")
    page.get_by_label(re.compile("^Penjelasan")).blur()
    expect(page.locator("#isian")).to_contain_text("Tersimpan pukul")
    for level in ("2", "3"):
        page.locator("input[type=file]").set_input_files(PDF)
        page.locator("#data-dukung select").first.select_option(level)
        page.get_by_role("button", name="Unggah").click()
        expect(page.locator(f"#rung-{level}")).to_contain_text("SK Arsitektur")
    page.get_by_role("button", name="Tandai siap diajukan").click()
    expect(page.locator("#isian")).to_contain_text("siap diajukan")


def decide(page: Page, level: str, button: str) -> None:
    page.goto(ELEVEN)
    page.locator(f"#penilaian input[type=radio][value='{level}']").check()
    page.get_by_label(re.compile("^Alasan")).fill("SK dan penerapannya terlihat.")
    page.get_by_role("button", name=button).click()
    expect(page.locator("#penilaian")).to_contain_text("SK dan penerapannya terlihat.")


def move(page: Page, button: str) -> None:
    page.goto(f"{PLACE}proses/")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("button", name=button)).to_have_count(0)


def test_assigned_answered_judged_and_the_index_moves(house, evaluation):
    secretary, officer = house.tab("sekretariat"), house.tab("petugas")
    assign(secretary)
    answer(officer)
    move(secretary, "Ajukan ke reviu internal")

    reviewer, assessor = house.tab("asesor-internal"), house.tab("asesor")
    decide_the_others(evaluation, "reviewed_level")
    decide(reviewer, "3", "Simpan reviu")
    move(reviewer, "Teruskan ke asesor eksternal")
    decide_the_others(evaluation, "judged_level")
    before = index_on(secretary)
    decide(assessor, "3", "Simpan penilaian")

    assert (before, index_on(secretary)) == ("0,98", "1,05")  # indicator 11 weighs 2,5 percent
