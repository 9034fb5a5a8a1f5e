"""A document that came in with a record is read by who may read the record, and by nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caruban.kernel.access import may, visible
from caruban.kernel.accounts.roles import GRANTS, READERS, Grant, Reach
from caruban.kernel.attachments import actions
from caruban.kernel.documents.models import Document, Version
from caruban.kernel.documents.permissions import DocumentPermission
from caruban.kernel.search.queries import found
from tests.kernel.documents import files
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db
READ = DocumentPermission.READ


@pytest.fixture
def held(scene, monkeypatch):
    """Give an attachment of a toy that its own unit alone may read."""
    monkeypatch.setitem(GRANTS, "toy.read", Grant(READERS, Reach.SUBTREE))
    file = SimpleUploadedFile("rahasia.pdf", files.PDF)
    return actions.attach_new(
        scene.toy, by=scene.officer, register=ToyRegister, file=file, title="Surat rahasia"
    )


def test_who_reads_the_record_reads_its_documents(scene, held, client_of):
    for person in (scene.officer, scene.secretary):
        page = client_of(person).get(f"/data/mainan/{scene.toy.pk}/dokumen/")
        assert "Surat rahasia" in page.content.decode()
        given = client_of(person).get(held.document.latest.get_absolute_url())
        assert b"".join(given) == files.PDF


@pytest.mark.parametrize("who", ["neighbour", "agent", "stranger"])
def test_who_does_not_read_the_record_finds_its_documents_nowhere(scene, held, client_of, who):
    person = getattr(scene, who)
    browser = client_of(person)

    assert browser.get(held.document.latest.get_absolute_url()).status_code in {403, 404}
    assert not may(person, READ, held.document)
    assert not may(person, READ, held.document.latest)
    assert not may(person, DocumentPermission.ADD, held.document)
    assert not visible(Document, to=person, permission=READ).exists()
    assert not visible(Version, to=person, permission=READ).exists()
    assert browser.get(f"/data/dokumen/{held.document_id}/").status_code in {403, 404}
    assert "Surat rahasia" not in browser.get("/data/dokumen/").content.decode()
    assert not list(found("rahasia", by=person, limit=5))


def test_a_neighbour_cannot_attach_it_to_a_record_of_their_own(scene, held, client_of):
    from tests.toys.factories import a_toy

    unit = scene.neighbour.memberships.get().organisation
    own = f"/data/mainan/{a_toy(unit).pk}/dokumen/"
    browser = client_of(scene.neighbour)

    assert "Surat rahasia" not in browser.get(f"{own}cari/?q=surat").content.decode()
    sent = {"document": held.document_id}
    assert browser.post(f"{own}lampirkan/", sent).status_code == 422


def test_a_document_that_asks_for_nothing_stays_as_open_as_it_was(scene):
    from caruban.kernel.documents.actions import add
    from tests.factories import system

    file = SimpleUploadedFile("umum.pdf", files.PDF)
    document = add(scene.unit, by=system(), file=file)

    assert document in visible(Document, to=scene.neighbour, permission=READ)
    assert may(scene.neighbour, READ, document)


def test_a_permission_that_no_longer_exists_opens_nothing(scene, held, monkeypatch):
    monkeypatch.delitem(GRANTS, "toy.read")

    assert not visible(Document, to=scene.secretary, permission=READ).exists()
    assert not may(scene.secretary, READ, held.document)
