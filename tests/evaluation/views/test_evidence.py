"""Evidence on the indicator's page: uploaded, taken, detached; refusals keep what was typed."""

import io
import zipfile

import pytest
from django.urls import reverse

from caruban.evaluation.rules.workflow import FILLABLE, STATES
from caruban.kernel.accounts.roles import Role
from caruban.kernel.documents.models import Document
from tests.evaluation.factories import PDF, a_document, an_evidence, an_upload
from tests.evaluation.views.reading import HOSTILE, text
from tests.evaluation.views.working import a_cast, address, browser, doers
from tests.factories import a_unit

pytestmark = pytest.mark.django_db

FILLERS = {Role.OFFICER, Role.UNIT_HEAD, Role.SECRETARY}


@pytest.fixture(autouse=True)
def _documents_apart(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path


def an_attachment(cast, file=None, level="2", **further):
    return {
        "version": cast.answer.version,
        "unggah-level": level,
        "unggah-file": file or an_upload(),
        **further,
    }


def a_bomb() -> bytes:
    """A .docx of a few kilobytes that unpacks to 300 megabytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (300 * 1024 * 1024))
    return held.getvalue()


@pytest.mark.parametrize(("role", "may"), doers(FILLERS))
def test_who_may_fill_attaches_and_nobody_else(role, may):
    cast = a_cast()
    cast.post("attach", cast.person(role), an_attachment(cast))
    assert cast.answer.evidence.exists() is may


def test_an_upload_is_shown_with_version_size_and_address():
    cast = a_cast()
    user = cast.person(Role.OFFICER)
    form = an_attachment(cast, **{"unggah-title": "SK Bupati 12/2026", "unggah-note": "pasal 4"})
    answer = cast.post("attach", user, form)
    assert answer["Location"].endswith("#data-dukung")
    page = browser(user).get(address("indicator", cast.answer))
    for words in ("SK Bupati 12/2026", "versi 1", f"{len(PDF)} B", "SK.pdf", "pasal 4"):
        assert words in text(page)
    document = Document.objects.get(title="SK Bupati 12/2026")
    href = reverse("documents:download", args=[document.pk, 1])
    assert f'href="{href}"' in page.content.decode()
    assert b"".join(browser(user).get(href).streaming_content) == PDF


REFUSED = {
    "wrong kind": ("virus.exe", b"MZ"),
    "content of another kind": ("SK.pdf", b"<html>"),
    "nothing in it": ("SK.pdf", b""),
    "explodes": ("SK.docx", a_bomb),
    "over the limit": ("SK.pdf", lambda: PDF + b"0" * 3 * 1024 * 1024),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_refused_file_is_a_sentence_at_its_field_and_the_text_is_kept(what, settings):
    settings.UPLOAD_LIMIT = 2 * 1024 * 1024
    name, content = REFUSED[what]
    upload = an_upload(name, content() if callable(content) else content)
    cast = a_cast()
    page = cast.post(
        "attach",
        cast.person(Role.OFFICER),
        an_attachment(cast, upload, narrative="Jangan hilang", claimed_level="2"),
    )
    assert page.status_code == 422
    body = page.content.decode()
    assert 'id="id_unggah-file-error"' in body
    assert (cast.answer.narrative, cast.answer.claimed_level) == ("Jangan hilang", 2)
    assert "Jangan hilang</textarea>" in body
    assert f'name="version" value="{cast.answer.version}"' in body
    assert not cast.answer.evidence.exists()
    assert not Document.objects.exists()


def test_no_file_and_no_level_are_asked_for():
    cast = a_cast()
    page = cast.post("attach", cast.person(Role.OFFICER), {"version": cast.answer.version})
    assert page.status_code == 422
    assert "Pilih berkas yang akan diunggah." in text(page)
    assert "Pilih tingkat yang didukung." in text(page)


@pytest.mark.parametrize("level", ["0", "6", "tiga"])
def test_a_level_outside_of_1_to_5_takes_no_evidence(level):
    cast = a_cast()
    answer = cast.post("attach", cast.person(Role.OFFICER), an_attachment(cast, level=level))
    assert answer.status_code == 422
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.pdf", "<script>alert(1)</script>.pdf", '"><img src=x>.pdf', "a\nb.pdf"],
)
def test_a_hostile_file_name_becomes_plain_text(name):
    cast = a_cast()
    user = cast.person(Role.OFFICER)
    form = an_attachment(cast, an_upload(name), **{"unggah-title": HOSTILE})
    assert cast.post("attach", user, form).status_code == 302
    body = browser(user).get(address("indicator", cast.answer)).content.decode()
    assert HOSTILE not in body
    assert "<img src=x>" not in body
    kept = Document.objects.get().latest.file_name
    assert "/" not in kept
    assert kept.endswith(".pdf")


@pytest.mark.parametrize("state", [one for one in STATES if one not in FILLABLE])
def test_outside_of_the_self_assessment_nothing_is_attached_or_detached(state):
    cast = a_cast(state)
    held = an_evidence(cast.answer)
    user = cast.person(Role.SECRETARY)
    before = Document.objects.count()
    assert cast.post("attach", user, an_attachment(cast)).status_code == 422
    assert cast.post("detach", user, {}, evidence=held.pk).status_code == 422
    assert (cast.answer.evidence.count(), Document.objects.count()) == (1, before)


def test_a_document_that_is_there_is_taken_once():
    cast = a_cast()
    document, user = a_document(cast.unit, title="Renja"), cast.person(Role.OFFICER)
    form = {"version": 1, "ambil-document": document.pk, "ambil-level": "3", "narrative": "Renja"}
    assert cast.post("attach_existing", user, form).status_code == 302
    again = cast.post("attach_existing", user, form | {"version": cast.answer.version})
    assert again.status_code == 422
    assert "sudah menjadi data dukung" in text(again)
    assert [one.document for one in cast.answer.evidence.all()] == [document]
    assert cast.answer.narrative == "Renja"


def test_the_document_of_another_institution_is_not_there_to_take():
    cast, other = a_cast(), a_cast()
    foreign = a_document(other.unit, title="Rahasia mereka")
    user = cast.person(Role.OFFICER)
    a_document(cast.unit)
    form = {"version": 1, "ambil-document": foreign.pk, "ambil-level": "3"}
    page = cast.post("attach_existing", user, form)
    assert page.status_code == 422
    assert "Rahasia mereka" not in page.content.decode()
    assert not cast.answer.evidence.exists()


@pytest.mark.parametrize("page", ["attach_existing", "detach"])
@pytest.mark.parametrize(("role", "may"), doers(FILLERS))
def test_who_may_fill_takes_and_detaches_and_nobody_else(page, role, may):
    cast = a_cast()
    document = a_document(cast.unit)
    form = {"version": 1, "ambil-document": document.pk, "ambil-level": "3"}
    if page == "detach":
        held = an_evidence(cast.answer, document=document)
        cast.post(page, cast.person(role), form, evidence=held.pk)
    else:
        cast.post(page, cast.person(role), form)
    changed = cast.answer.evidence.exists() is (page != "detach")
    assert changed is may


def test_detached_twice_is_detached_once_and_the_document_stays():
    cast = a_cast()
    held, user = an_evidence(cast.answer), cast.person(Role.OFFICER)
    form = {"version": cast.answer.version, "narrative": "Tetap"}
    for _press in range(2):
        assert cast.post("detach", user, form, evidence=held.pk).status_code == 302
    assert not cast.answer.evidence.exists()
    assert Document.objects.filter(pk=held.document_id).exists()
    assert cast.answer.narrative == "Tetap"


def test_the_evidence_of_another_unit_cannot_be_detached_by_its_number():
    cast = a_cast()
    user = cast.person(Role.OFFICER)
    other_answer = cast.assessment.answers.get(number=2)
    other_answer.unit = a_unit(cast.institution)
    other_answer.save(update_fields=["unit"])
    held = an_evidence(other_answer)
    cast.post("detach", user, {"version": cast.answer.version}, evidence=held.pk)
    assert other_answer.evidence.exists()


def test_somebody_else_was_first_so_nothing_is_attached_and_both_texts_are_shown():
    cast = a_cast()
    seen = cast.answer.version
    cast.save(cast.person(Role.SECRETARY), narrative="Yang pertama")
    form = an_attachment(cast, narrative="Yang kedua") | {"version": seen}
    page = cast.post("attach", cast.person(Role.OFFICER), form)
    assert page.status_code == 409
    assert "Yang pertama" in text(page)
    assert "Yang kedua" in text(page)
    assert not cast.answer.evidence.exists()
