"""Documents of a record: what may be attached, by whom, once; and versions."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from caruban.kernel.attachments import actions, queries
from caruban.kernel.attachments.models import Attachment
from caruban.kernel.documents.actions import add
from caruban.kernel.documents.models import Blob, Document, Version
from caruban.kernel.errors import Refused
from caruban.kernel.events.jobs import follow
from caruban.kernel.events.models import Happening
from caruban.kernel.registers.actions import remove as remove_record
from tests.factories import system
from tests.kernel.documents import files
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db


def a_file(content=files.PDF, name="berita acara.pdf"):
    return SimpleUploadedFile(name, content)


def attach(scene, by=None, **given):
    return actions.attach_new(
        scene.toy, by=by or scene.officer, register=ToyRegister, file=a_file(), **given
    )


def a_document(organisation, title):
    return add(organisation, by=system(), file=a_file(), title=title)


def test_a_document_is_uploaded_and_attached(scene, address, client_of):
    sent = {"file": a_file(), "title": "", "about": "Serah terima", "token": str(uuid4())}

    page = client_of(scene.officer).post(f"{address}unggah/", sent, follow=True).content.decode()

    assert "berita acara.pdf" in page
    assert "Serah terima" in page
    made = Attachment.objects.get()
    assert made.document.organisation == scene.unit
    given = client_of(scene.secretary).get(f"/dokumen/{made.document_id}/versi/1/")
    assert b"".join(given) == files.PDF


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("surat.exe", b"MZ", "Jenis berkas ini tidak diterima"),
        ("surat.pdf", b"MZ", "bukan PDF"),
        ("kosong.pdf", b"", "kosong"),
        ("halaman.txt", b"<script>alert(1)</script>", "bukan TXT"),
    ],
)
def test_what_is_no_document_is_refused_at_its_field(
    scene, address, client_of, name, content, says
):
    answer = client_of(scene.officer).post(
        f"{address}unggah/", {"file": a_file(content, name), "about": "Tetap di sini"}
    )

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Tetap di sini" in answer.content.decode()
    assert not Document.objects.exists()


def test_too_large_and_infected_are_refused(scene, address, client_of, scanner, settings):
    browser = client_of(scene.officer)
    scanner.answer = b"stream: Eicar-Test-Signature FOUND\0"
    infected = browser.post(f"{address}unggah/", {"file": a_file()})
    settings.UPLOAD_LIMIT = 10
    large = browser.post(f"{address}unggah/", {"file": a_file()})

    assert infected.status_code == 422
    assert "virus" in infected.content.decode()
    assert large.status_code in {413, 422}
    assert not Blob.objects.exists()


def test_what_could_not_be_scanned_waits(scene, address, client_of, settings):
    settings.CLAMD = "/nowhere/clamd.sock"
    made = attach(scene)
    browser = client_of(scene.officer)

    page = browser.get(address).content.decode()

    assert "Menunggu pemindaian virus" in page
    assert f"/dokumen/{made.document_id}/versi/1/" not in page
    assert browser.get(f"/dokumen/{made.document_id}/versi/1/").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.pdf", "..\\\\..\\\\win.pdf", "/etc/x.pdf", "a\\r\\nX: y.pdf", "..pdf"],
)
def test_a_name_is_only_a_name(scene, address, client_of, name, folder):
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'.encode()
    kind = b"Content-Type: application/pdf"
    body = b"\r\n".join([b"--x", head, kind, b"", files.PDF, b"--x--"])

    answer = client_of(scene.officer).generic(
        "POST", f"{address}unggah/", body, content_type="multipart/form-data; boundary=x"
    )

    assert answer.status_code in {302, 422}
    for version in Version.objects.all():
        assert not {*version.file_name} & {*"/\\\r\n"}
        given = client_of(scene.officer).get(version.get_absolute_url())
        assert "/" not in given["Content-Disposition"]
        assert b"".join(given) == files.PDF
    assert {one.name for one in folder.parent.iterdir()} <= {"documents"}


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("agent", 403), ("neighbour", 403)])
def test_who_may_not_change_the_record_attaches_nothing(scene, address, client_of, who, status):
    held, browser = attach(scene), client_of(getattr(scene, who))

    for place in ("unggah", "lampirkan", f"{held.pk}/versi", f"{held.pk}/lepas"):
        sent = {"file": a_file(), "document": "1"}
        assert browser.post(f"{address}{place}/", sent).status_code == status
    assert browser.get(f"{address}cari/?q=a").status_code == status
    assert Attachment.objects.get() == held
    assert Version.objects.count() == 1


def test_the_actions_themselves_ask_for_the_record(scene):
    held, document = attach(scene), a_document(scene.unit, "Ada")
    how = {"by": scene.neighbour, "register": ToyRegister}

    with pytest.raises(PermissionDenied):
        attach(scene, by=scene.neighbour)
    with pytest.raises(PermissionDenied):
        actions.attach_known(scene.toy, document=document, **how)
    with pytest.raises(PermissionDenied):
        actions.add_edition(held, record=scene.toy, file=a_file(), **how)
    with pytest.raises(PermissionDenied):
        actions.detach(held, record=scene.toy, **how)


def test_a_document_that_is_there_is_found_and_attached_once(scene, address, client_of):
    document, browser = a_document(scene.institution, "Rencana induk"), client_of(scene.officer)

    assert "Rencana induk" in browser.get(f"{address}?q=rencana").content.decode()
    sent = {"document": document.pk, "about": "Dasar", "token": str(uuid4())}
    browser.post(f"{address}lampirkan/", sent)
    browser.post(f"{address}lampirkan/", sent)  # a second click
    again = browser.post(f"{address}lampirkan/", {**sent, "token": str(uuid4())})

    assert again.status_code == 422
    assert "sudah dilampirkan" in again.content.decode()
    assert [one.about for one in Attachment.objects.all()] == ["Dasar"]
    assert "Rencana induk" not in browser.get(f"{address}cari/?q=rencana").content.decode()


def test_a_document_of_somebody_else_is_neither_found_nor_attached(scene, address, client_of):
    secret = a_document(scene.stranger.memberships.get().organisation, "Rahasia")
    browser = client_of(scene.officer)

    assert "Rahasia" not in browser.get(f"{address}cari/?q=rahasia").content.decode()
    assert browser.post(f"{address}lampirkan/", {"document": secret.pk}).status_code == 422
    with pytest.raises(Refused):
        actions.attach_known(scene.toy, by=scene.officer, register=ToyRegister, document=secret)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_attach_one_document(scene, address, client_of):
    token = str(uuid4())
    browsers = [client_of(scene.officer) for _click in range(3)]

    def click(browser):
        try:
            sent = {"file": a_file(), "token": token}
            return browser.post(f"{address}unggah/", sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(click, browsers)) == [302] * 3
    assert Document.objects.count() == 1


def test_going_back_and_choosing_another_file_is_no_second_click(scene, address, client_of):
    browser, token = client_of(scene.officer), str(uuid4())

    for name in ("satu.pdf", "dua.pdf"):
        browser.post(f"{address}unggah/", {"file": a_file(name=name), "token": token})

    assert Document.objects.count() == 2


def test_a_new_version_keeps_the_older_ones(scene, address, client_of):
    held, browser = attach(scene, title="Denah"), client_of(scene.officer)
    sent = {"file": a_file(files.PDF + b"%2"), "token": str(uuid4())}

    for _click in range(2):
        browser.post(f"{address}{held.pk}/versi/", sent)

    assert [one.number for one in held.document.versions.order_by("number")] == [1, 2]
    page = browser.get(address).content.decode()
    assert f"/dokumen/{held.document_id}/versi/2/" in page
    assert f"/dokumen/{held.document_id}/versi/1/" in page


def test_a_document_let_go_stays_itself(scene, address, client_of):
    held, browser = attach(scene), client_of(scene.officer)

    for _click in range(2):
        assert browser.post(f"{address}{held.pk}/lepas/").status_code == 302

    assert not Attachment.objects.exists()
    assert Document.objects.filter(pk=held.document_id).exists()


def test_an_attachment_is_reached_through_its_own_record_alone(scene, client_of):
    from tests.toys.factories import a_toy

    held, other = attach(scene), a_toy(scene.unit)
    place = f"/data/mainan/{other.pk}/dokumen/{held.pk}"

    assert client_of(scene.officer).get(f"{place}/versi/").status_code == 404
    client_of(scene.officer).post(f"{place}/lepas/")
    assert Attachment.objects.exists()


def test_attachments_go_with_their_record_and_documents_stay(scene):
    attach(scene)
    remove_record(ToyRegister, scene.toy, by=scene.secretary)

    for _time in range(2):
        follow(happening=Happening.objects.get(name="record.removed").pk)

    assert not Attachment.objects.exists()
    assert Document.objects.count() == 1


def test_a_document_that_is_attached_cannot_be_removed(scene):
    from caruban.kernel.documents.actions import remove

    held = attach(scene)

    with pytest.raises(Refused):
        remove(held.document, by=scene.secretary)
    assert queries.attachments_of(scene.toy, by=scene.officer).exists()
