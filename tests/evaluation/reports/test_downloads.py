"""What can be taken away of an evaluation, and by whom."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from caruban.evaluation.models import Answer
from caruban.kernel.accounts.roles import Role
from caruban.kernel.documents.models import Blob
from tests.evaluation.factories import (
    a_document,
    a_final_result,
    an_assessment,
    an_evidence,
    pemdi,
)
from tests.factories import a_unit, a_user, an_institution

pytestmark = pytest.mark.django_db


def address(assessment, what, **more):
    place = {"region": assessment.institution.region_code, "year": assessment.year} | more
    return reverse(f"evaluation:{what}", kwargs=place)


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def content_of(answer):
    return BytesIO(b"".join(answer.streaming_content))


@pytest.fixture
def assessment():
    institution = an_institution()
    return an_assessment(institution, unit=a_unit(institution, name="Dinas Penjawab"), levels=3)


@pytest.fixture
def secretary(assessment, client_of):
    return client_of(a_user(Role.SECRETARY, assessment.institution))


def test_the_report_tells_the_index_each_domain_and_each_indicator(assessment, secretary):
    answer = secretary.get(address(assessment, "report_pdf"))

    told = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert "3,00" in told
    for domain in assessment.instrument.content.domains:
        assert f"Domain {domain.number}: {domain.name}" in told
    assert "Halaman 2 dari" in told
    assert "Layanan Publik Sektor 3" in told


def test_the_report_says_that_levels_were_reconstructed(client_of):
    final = a_final_result(levels=2)
    final.provenance, final.provenance_note = "reconstructed", "Bukan dari dokumen."
    final.save()
    browser = client_of(a_user(Role.LEADER, final.institution))

    told = text_of(browser.get(address(final, "report_pdf")).content)

    assert "direkonstruksi" in told
    assert "Bukan dari dokumen." in told


def test_the_report_of_the_newer_instrument_is_printed_too(client_of):
    assessment = an_assessment(instrument=pemdi(), year=2026, levels=3)
    browser = client_of(a_user(Role.SECRETARY, assessment.institution))

    assert browser.get(address(assessment, "report_pdf")).status_code == 200


def test_an_evaluation_in_which_nobody_answered_can_be_printed(client_of):
    assessment = an_assessment()
    browser = client_of(a_user(Role.SECRETARY, assessment.institution))

    told = text_of(browser.get(address(assessment, "report_pdf")).content)

    assert "Belum ada indikator yang dijawab" in told


def test_the_workbook_holds_everything(assessment, secretary):
    answer = Answer.objects.get(assessment=assessment, number=12)
    an_evidence(answer, 2, document=a_document(answer.unit, title="=SUM(A1)"))

    book = CalamineWorkbook.from_filelike(
        content_of(secretary.get(address(assessment, "workbook")))
    )

    assert book.sheet_names == [
        "Ringkasan",
        "Domain dan aspek",
        "Indikator",
        "Data dukung",
        "Penilaian",
        "Target",
        "Jejak",
    ]
    indicators = book.get_sheet_by_name("Indikator").to_python()
    assert len(indicators) == 48
    assert indicators[12][7] == 3
    assert indicators[12][12] == "Dinas Penjawab"
    assert book.get_sheet_by_name("Data dukung").to_python()[1][:3] == [12, 2, "=SUM(A1)"]
    assert len(book.get_sheet_by_name("Jejak").to_python()) > 1


def test_the_package_holds_documents_by_level_and_an_index(assessment, secretary):
    answer = Answer.objects.get(assessment=assessment, number=12)
    an_evidence(answer, 2, document=a_document(answer.unit, title="SK", name="SK.pdf"))
    an_evidence(answer, 2, document=a_document(answer.unit, title="=cmd", name="SK.pdf"))
    an_evidence(answer, 3, document=a_document(answer.unit, name="Laporan akhir.pdf"))

    archive = ZipFile(content_of(secretary.get(address(assessment, "package", number=12))))

    assert archive.testzip() is None
    assert sorted(archive.namelist()) == [
        "daftar-isi.csv",
        "daftar-isi.xlsx",
        "penjelasan.txt",
        "tingkat-2/01-SK.pdf",
        "tingkat-2/02-SK.pdf",
        "tingkat-3/01-Laporan akhir.pdf",
    ]
    assert archive.read("tingkat-2/01-SK.pdf").startswith(b"%PDF")
    assert "Sudah diterapkan" in archive.read("penjelasan.txt").decode()
    rows = list(csv.reader(StringIO(archive.read("daftar-isi.csv").decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == [
        "tingkat-2/01-SK.pdf",
        "tingkat-2/02-SK.pdf",
        "tingkat-3/01-Laporan akhir.pdf",
    ]
    assert rows[2][1] == "'=cmd"


def test_a_document_that_waits_for_the_scanner_is_named_and_left_out(assessment, secretary):
    answer = Answer.objects.get(assessment=assessment, number=12)
    an_evidence(answer, 2)
    Blob.objects.update(scan=Blob.Scan.WAITING)

    archive = ZipFile(content_of(secretary.get(address(assessment, "package", number=12))))

    assert not [name for name in archive.namelist() if name.startswith("tingkat")]
    assert "menunggu pemindaian virus" in archive.read("daftar-isi.csv").decode()


@pytest.mark.parametrize(
    ("what", "more"), [("report_pdf", {}), ("workbook", {}), ("package", {"number": 1})]
)
def test_guests_sign_in_first_and_neighbours_get_nothing(client, client_of, what, more):
    final = a_final_result()
    neighbour = client_of(a_user(Role.SECRETARY, an_institution()))

    assert client.get(address(final, what, **more)).status_code == 302
    assert neighbour.get(address(final, what, **more)).status_code in (403, 404)
