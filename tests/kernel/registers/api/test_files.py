"""Files by API: sent as a form with parts, checked as on the pages, and once for each key."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caruban.kernel.documents.models import Document
from tests.kernel.registers.api.calling import ROOT

pytestmark = pytest.mark.django_db
DOCUMENTS = f"{ROOT}/documents"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path


def a_pdf(content=PDF):
    return SimpleUploadedFile("sk.pdf", content, "application/pdf")


def new(unit, **more):
    return {"organisation": unit.pk, "title": "SK Tim", "file": a_pdf()} | more


def test_a_document_is_sent_with_its_file(client_of, officer, unit):
    made = client_of(officer).post(DOCUMENTS, new(unit))

    assert made.status_code == 201, made.text
    assert made.json()["title"] == "SK Tim"
    assert Document.objects.get().versions.get().file_name == "sk.pdf"


def test_another_version_of_it_is_an_action(client_of, officer, unit):
    browser = client_of(officer)
    made = browser.post(DOCUMENTS, new(unit))

    answer = browser.post(f"{made['Location']}/actions/add-version", {"file": a_pdf(PDF + b"%2\n")})

    assert answer.status_code == 200, answer.text
    assert Document.objects.get().versions.count() == 2


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"file": SimpleUploadedFile("x.exe", b"MZ")}, 409),
        ({"file": ""}, 422),
        ({"organisation": ""}, 422),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_kept(client_of, officer, unit, wrong, status):
    answer = client_of(officer).post(DOCUMENTS, new(unit) | wrong)

    assert answer.status_code == status, answer.text
    assert not Document.objects.exists()


def test_the_same_file_under_one_key_is_kept_once(client_of, officer, unit):
    browser = client_of(officer)
    headers = {"Idempotency-Key": "sekali"}

    first = browser.post(DOCUMENTS, new(unit), headers=headers)
    again = browser.post(DOCUMENTS, new(unit), headers=headers)
    other = browser.post(DOCUMENTS, new(unit, file=a_pdf(PDF + b"%2\n")), headers=headers)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.content == first.content
    assert Document.objects.get().versions.count() == 1
