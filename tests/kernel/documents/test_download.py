"""A document is given out to who may read it, safely, and never run."""

import pytest
from django.urls import reverse

from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.documents import actions
from caruban.kernel.documents.models import Blob
from tests.factories import a_unit, a_user, an_institution, system
from tests.kernel.documents import files
from tests.kernel.documents.test_keeping import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_store")]
READERS = GRANTS["document.read"].roles


@pytest.fixture
def institution():
    return an_institution()


@pytest.fixture
def document(institution):
    return actions.add(institution, by=system(), file=upload("SK Tim.pdf"))


@pytest.fixture
def reader(institution, client_of):
    return client_of(a_user(Role.SECRETARY, institution))


def address(document, number=1):
    return reverse("documents:download", args=[document.pk, number])


def fetch(client, document, number=1, **headers):
    """Ask for a version; read it to its end, as a browser does."""
    answer = client.get(address(document, number), headers=headers)
    answer.body = b"".join(answer)
    return answer


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.CITIZEN, Role.SYSTEM)])
def test_who_reads_is_said_by_the_grants(institution, document, client_of, role):
    answer = fetch(client_of(a_user(role, institution)), document)

    assert answer.status_code == (200 if role in READERS else 403)
    if role in READERS:
        assert answer.body == files.PDF


def test_another_institution_s_people_find_nothing(document, client_of):
    stranger = client_of(a_user(Role.SECRETARY, an_institution()))

    assert stranger.get(address(document)).status_code == 404


def test_a_guest_is_sent_to_sign_in_and_brought_back(document, client):
    answer = client.get(address(document))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/masuk/?next=/dokumen/")


def test_an_officer_of_a_unit_reads_what_the_institution_holds(institution, document, client_of):
    officer = client_of(a_user(Role.OFFICER, a_unit(institution)))

    assert fetch(officer, document).status_code == 200


@pytest.mark.parametrize("number", [0, 2, 10**12], ids=str)
def test_a_version_that_is_not_there_is_not_found(document, reader, number):
    assert fetch(reader, document, number).status_code == 404


def test_each_version_has_an_address_of_its_own(document, reader):
    actions.add_version(document, by=system(), file=upload("b.pdf", b"%PDF-baru"))

    assert fetch(reader, document, 1).body == files.PDF
    assert fetch(reader, document, 2).body == b"%PDF-baru"


def test_what_a_browser_could_run_it_may_not(document, reader):
    answer = fetch(reader, document)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cache-Control"] == "private, max-age=0, must-revalidate"


@pytest.mark.parametrize(
    ("name", "content", "how"),
    [
        ("SK Tim.pdf", files.PDF, 'inline; filename="SK Tim.pdf"'),
        ("foto.png", files.PNG, 'inline; filename="foto.png"'),
        ("data.csv", b"a;b", 'attachment; filename="data.csv"'),
        ("catatan.txt", b"halo", 'attachment; filename="catatan.txt"'),
        ("rapat.docx", files.office(), 'attachment; filename="rapat.docx"'),
    ],
)
def test_only_pdf_and_pictures_show_in_the_browser(institution, reader, name, content, how):
    document = actions.add(institution, by=system(), file=upload(name, content))

    assert fetch(reader, document)["Content-Disposition"] == how


def test_a_reader_who_has_it_is_told_so(document, reader):
    tag = fetch(reader, document)["ETag"]
    again = fetch(reader, document, **{"If-None-Match": tag})
    other = fetch(reader, document, **{"If-None-Match": '"x"'})

    assert (again.status_code, again.body, again["ETag"]) == (304, b"", tag)
    assert other.status_code == 200


def test_what_waits_for_the_scanner_is_not_given_out(document, reader):
    Blob.objects.update(scan=Blob.Scan.WAITING)
    tag = f'"{document.latest.blob.sha256}"'

    assert reader.get(address(document)).status_code == 404
    assert reader.get(address(document), headers={"If-None-Match": tag}).status_code == 404


def test_who_may_not_read_gets_no_not_modified_either(document, client_of):
    tag = f'"{document.latest.blob.sha256}"'
    stranger = client_of(a_user(Role.SECRETARY, an_institution()))

    assert stranger.get(address(document), headers={"If-None-Match": tag}).status_code == 404


def test_only_reading_is_offered(document, reader):
    assert reader.post(address(document)).status_code == 405
