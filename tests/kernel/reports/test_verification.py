"""A printed report is told by its code, and a copy by its bytes."""

from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from caruban.evaluation.models import Assessment
from caruban.evaluation.reports.content import report_content
from caruban.evaluation.reports.report import TEMPLATE
from caruban.kernel.accounts.roles import Role
from caruban.kernel.reports import actions
from caruban.kernel.reports.models import ALPHABET, Report
from caruban.kernel.reports.queries import find_report
from tests.evaluation.factories import a_final_result
from tests.factories import a_unit, a_user, an_institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return an_institution(name="Pemerintah Kabupaten Contoh")


@pytest.fixture
def officer(institution):
    return a_user(Role.OFFICER, a_unit(institution, name="Dinas Contoh"))


@pytest.fixture
def printed(institution, officer):
    return issued(institution, officer)


def issued(institution, by, **more):
    final = Assessment.objects.first() or a_final_result(institution)
    return actions.issue(
        institution,
        by=by,
        title="Laporan contoh",
        subject="contoh",
        template=TEMPLATE,
        content=report_content(final, by=by, on=date(2026, 1, 1)) | more,
    )


def checked(client, printed, copy):
    file = SimpleUploadedFile("salinan.pdf", copy)
    return client.post(reverse("verify_report", args=[printed.report.code]), {"berkas": file})


def test_the_fingerprint_is_that_of_the_printed_bytes(printed):
    assert printed.pdf.startswith(b"%PDF")
    assert printed.report.sha256 == sha256(printed.pdf).hexdigest()
    assert set(printed.report.code) <= set(ALPHABET)


def test_the_same_content_is_the_same_report(printed, institution, officer):
    again = issued(institution, officer)

    assert (again.report, again.pdf) == (printed.report, printed.pdf)
    assert Report.objects.count() == 1


def test_other_content_is_another_report(printed, institution, officer):
    other = issued(institution, officer, more="x")

    assert other.report.code != printed.report.code
    assert other.report.sha256 != printed.report.sha256


def test_nobody_prints_for_another_institution(institution):
    outsider = a_user(Role.SECRETARY, an_institution())

    with pytest.raises(PermissionDenied):
        issued(institution, outsider)

    assert not Report.objects.exists()


def test_anybody_reads_whose_report_a_code_belongs_to(client, printed):
    page = client.get(reverse("verify_report", args=[printed.report.code]))

    assert page.status_code == 200
    for told in ("Laporan contoh", "Pemerintah Kabupaten Contoh", "Dinas Contoh"):
        assert told in page.text
    assert printed.report.sha256 in page.text
    assert str(printed.report.by) not in page.text


def test_a_true_copy_is_the_same(client, printed):
    page = checked(client, printed, printed.pdf)

    assert page.status_code == 200
    assert "Salinan Anda asli" in page.text


def test_a_copy_with_one_byte_changed_is_another(client, printed):
    page = checked(client, printed, printed.pdf[:-1] + b"x")

    assert "Salinan Anda berbeda" in page.text
    assert "Salinan Anda asli" not in page.text


def test_a_copy_over_the_limit_is_refused_before_it_is_taken_in(client, printed, settings):
    settings.UPLOAD_LIMIT = 1000

    page = checked(client, printed, b"x" * 200_000)

    assert page.status_code == 422
    assert "Berkas terlalu besar" in page.text


@pytest.mark.parametrize("file", [{}, {"berkas": "teks"}])
def test_a_check_without_a_copy_asks_for_one(client, printed, file):
    page = client.post(reverse("verify_report", args=[printed.report.code]), file)

    assert page.status_code == 422
    assert "Belum ada berkas" in page.text


def test_an_unknown_code_says_what_to_look_at(client):
    page = client.get(reverse("verify_report", args=["ABCDEFGHJKMN"]))

    assert page.status_code == 404
    assert "Kode ini tidak dikenal" in page.text


def test_a_code_may_be_typed_with_spaces_and_small_letters(client, printed):
    typed = f" {printed.report.spaced_code.lower()} "

    answer = client.get(reverse("verify_report"), {"kode": typed})

    assert answer.url == reverse("verify_report", args=[printed.report.code])
    assert find_report(typed) == printed.report


def test_a_code_that_is_too_long_belongs_to_nothing(printed):
    assert find_report(printed.report.code + "A") is None


def test_a_report_that_was_never_finished_is_not_known(printed):
    Report.objects.update(sha256="")

    assert find_report(printed.report.code) is None


def test_what_people_wrote_is_text_and_never_markup(institution, officer):
    institution.name = '#panic("x") = $ \\ #read("/etc/passwd") *tebal*'
    institution.save()

    told = issued(institution, officer, summary=["#panic()", "= $ \\", "#read('/config/urls.py')"])

    text = PdfReader(BytesIO(told.pdf)).pages[1].extract_text()
    assert "#panic()" in text
    assert "#read('/config/urls.py')" in text
