"""Documents are kept by their content, numbered in versions, refused for what did not fit."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from caruban.kernel.accounts.roles import GRANTS, Role
from caruban.kernel.actors import Guest
from caruban.kernel.documents import actions, storage
from caruban.kernel.documents.models import Blob, Document, Version
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import happenings_of, tell
from caruban.kernel.history.queries import changes_of
from tests.factories import a_unit, a_user, an_institution, system
from tests.kernel.documents import files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_store")]
ADDERS = GRANTS["document.add"].roles
REMOVERS = GRANTS["document.remove"].roles


def upload(name="SK.pdf", content=files.PDF):
    return SimpleUploadedFile(name, content)


def content_of(digest):
    """Read what is stored under a hash."""
    with storage.open_file(digest) as file:
        return file.read()


@pytest.fixture
def institution():
    return an_institution()


@pytest.fixture
def secretary(institution):
    return a_user(Role.SECRETARY, institution)


def nothing_kept():
    return not Document.objects.exists() and not Blob.objects.exists()


def test_a_document_carries_its_content_its_name_and_who_brought_it(institution, secretary):
    document = actions.add(institution, by=secretary, file=upload(), title="  SK Tim  ")
    version = document.latest

    assert (document.title, version.number, version.file_name) == ("SK Tim", 1, "SK.pdf")
    assert (version.by, version.blob.media_type) == (secretary, "application/pdf")
    assert content_of(version.blob.sha256) == files.PDF
    assert "SK Tim (versi 1)" in tell(happenings_of(document).get())
    assert changes_of(document).get().actor_id == secretary.pk


def test_without_a_title_the_file_s_name_is_the_title(institution, secretary):
    assert actions.add(institution, by=secretary, file=upload("../Peta.pdf")).title == "Peta.pdf"


def test_the_same_content_is_kept_once(institution, secretary):
    one = actions.add(institution, by=secretary, file=upload("a.pdf"))
    other = actions.add(institution, by=secretary, file=upload("b.pdf"))

    assert one.latest.blob == other.latest.blob
    assert list(storage.all_hashes()) == [one.latest.blob.sha256]


def test_a_new_version_leaves_the_older_one(institution, secretary):
    document = actions.add(institution, by=secretary, file=upload())
    newer = actions.add_version(document, by=secretary, file=upload("baru.pdf", b"%PDF-2"))

    assert (newer.number, document.latest) == (2, newer)
    assert [v.blob.size for v in document.versions.all()] == [len(files.PDF), 6]


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.CITIZEN, Role.SYSTEM)])
def test_who_adds_and_who_removes_is_said_by_the_grants(institution, role):
    user = a_user(role, institution)
    document = actions.add(institution, by=system(), file=upload())

    if role in ADDERS:
        assert actions.add_version(document, by=user, file=upload("b.pdf", b"%PDF-b")).by == user
    else:
        with pytest.raises(PermissionDenied):
            actions.add(institution, by=user, file=upload("b.pdf", b"%PDF-b"))
    if role in REMOVERS:
        actions.remove(document, by=user)
    else:
        with pytest.raises(PermissionDenied):
            actions.remove(document, by=user)
    assert Document.objects.exists() is (role not in REMOVERS)


def test_outsiders_and_guests_add_nothing(institution):
    for actor in (a_user(Role.SECRETARY, an_institution()), a_user(), Guest()):
        with pytest.raises(PermissionDenied):
            actions.add(institution, by=actor, file=upload())

    assert nothing_kept()
    assert not list(storage.all_hashes())


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", files.PDF), ("a.pdf", b""), ("a.docx", files.bomb(4_000_000))]
)
def test_a_refused_file_leaves_nothing(institution, secretary, name, content):
    with pytest.raises(Refused) as refused:
        actions.add(institution, by=secretary, file=upload(name, content))

    assert refused.value.field == "file"
    assert nothing_kept()
    assert not list(storage.all_hashes())


class Lying(SimpleUploadedFile):
    """Says that it is small."""

    @property
    def size(self):
        return 1

    @size.setter
    def size(self, _value):
        pass


@pytest.mark.parametrize("kind", [SimpleUploadedFile, Lying])
def test_a_file_over_the_limit_is_refused_whatever_it_says(institution, secretary, settings, kind):
    settings.UPLOAD_LIMIT = 1024 * 1024

    with pytest.raises(Refused, match="lebih dari 1 MB") as refused:
        actions.add(institution, by=secretary, file=kind("a.pdf", files.PDF + b"x" * 1024 * 1024))

    assert refused.value.field == "file"
    assert nothing_kept()
    assert not list(storage.all_hashes())
    assert storage.clear_leftovers(before=float("inf")) == 0


def test_a_file_of_the_limit_itself_is_kept(institution, secretary, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024

    exact = files.PDF.ljust(1024 * 1024)
    assert actions.add(institution, by=secretary, file=upload("a.pdf", exact)).latest.blob.size == (
        1024 * 1024
    )


def test_a_removed_document_takes_its_versions_and_says_so(institution, secretary):
    document = actions.add(institution, by=secretary, file=upload(), title="SK Tim")
    key = document.pk

    actions.remove(document, by=secretary)

    assert not Version.objects.exists()
    assert "menghapus dokumen SK Tim" in tell(happenings_of(Document(pk=key)).first())


def test_a_document_that_is_evidence_is_not_removed(institution, secretary):
    from tests.evaluation.factories import a_small_instrument, an_answer, an_assessment, an_evidence

    assessment = an_assessment(institution, instrument=a_small_instrument())
    evidence = an_evidence(an_answer(assessment))

    with pytest.raises(Refused, match="masih dipakai"):
        actions.remove(evidence.document, by=secretary)

    assert happenings_of(evidence.document).filter(name="document.removed").count() == 0
    assert Version.objects.filter(document=evidence.document).exists()


def test_documents_reach_no_further_than_the_institution(institution):
    unit = a_unit(institution)
    officer = a_user(Role.OFFICER, unit)

    assert actions.add(institution, by=officer, file=upload())
    with pytest.raises(PermissionDenied):
        actions.add(an_institution(), by=officer, file=upload())


def test_a_document_gets_another_title(institution, secretary):
    document = actions.add(institution, by=secretary, file=upload(), title="SK Tim")

    renamed = actions.rename(document, by=secretary, title=" SK Tim SPBE ")

    assert renamed.title == "SK Tim SPBE"
    assert "SK Tim" in tell(happenings_of(document).first())


def test_a_document_is_renamed_by_nobody_from_elsewhere(institution, secretary):
    document = actions.add(institution, by=secretary, file=upload(), title="SK Tim")

    with pytest.raises(PermissionDenied):
        actions.rename(document, by=a_user(Role.SECRETARY, an_institution()), title="Lain")
