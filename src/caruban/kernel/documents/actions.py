"""The verbs of documents: add, rename, add a version, remove."""

import time
from datetime import timedelta
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.actions import action
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.documents import storage
from caruban.kernel.documents.checks import kind_of, safe_name
from caruban.kernel.documents.events import DocumentAdded, DocumentRemoved, DocumentRenamed
from caruban.kernel.documents.models import Blob, Document, Version
from caruban.kernel.documents.permissions import DocumentPermission
from caruban.kernel.documents.scan import Verdict, scan
from caruban.kernel.errors import Full, Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.organisations.models import Organisation

GRACE = timedelta(
    hours=24
)  # a blob that nothing refers to is kept so long: an upload may be under way
COLLECTING = 0x0CA2BA  # advisory lock: the collector alone, or any number of uploads
SCANS = {
    Verdict.CLEAN: Blob.Scan.CLEAN,
    Verdict.OFF: Blob.Scan.NONE,
    Verdict.AWAY: Blob.Scan.WAITING,
}


class Upload(Protocol):
    """What an upload must offer; Django's UploadedFile does."""

    name: str | None
    size: int | None
    file: BinaryIO


@action(DocumentPermission.ADD)
def add(organisation: Organisation, *, by: Actor, file: Upload, title: str = "") -> Document:
    """Add a document with its first version.

    Refused, at the field `file`, for a wrong kind or content, too large, or infected, and where
    the disk is full. What the scanner could not look at is kept, and given out only when it has.
    """
    blob, name = _keep(file)
    document = Document(organisation=organisation, title=title.strip()[:300] or name)
    document.full_clean()
    document.save()
    _number(document, blob, name, by)
    return document


@action(DocumentPermission.ADD)
def add_version(document: Document, *, by: Actor, file: Upload) -> Version:
    """Add a new edition of a document; the older ones stay. Refused as `add` is."""
    blob, name = _keep(file)
    return _number(document, blob, name, by)


@action(DocumentPermission.ADD)
def rename(document: Document, *, by: Actor, title: str) -> Document:
    """Give a document another title; its versions stay. Raises ValidationError for an empty one."""
    before, document.title = document.title, title.strip()
    document.full_clean()
    document.save(update_fields=["title", "updated_at"])
    emit(DocumentRenamed(subject=document, before=before))
    return document


@action(DocumentPermission.REMOVE)
def remove(document: Document, *, by: Actor) -> Document:
    """Remove a document. Refused while anything refers to it; its content is collected later."""
    emit(DocumentRemoved(subject=document))
    gone = Document(pk=document.pk, organisation=document.organisation, title=document.title)
    try:
        with transaction.atomic():
            document.delete()
    except ProtectedError as error:
        names = ", ".join(sorted({str(one) for one in error.protected_objects}))
        raise Refused(
            _("Dokumen ini masih dipakai: %(names)s.") % {"names": names[:300]}
        ) from error
    document.pk = gone.pk
    return gone


def collect_garbage() -> int:
    """Delete content that no version refers to, older than the grace period; give how many.

    Uploads hold the same lock shared while they store, so that content is never taken from under
    one; files go while it is held. Safe to run twice; a kill leaves at worst a row whose file is
    gone, to which nothing refers: the next run takes it, an upload of that content mends it.
    """
    border = timezone.now() - GRACE
    with transaction.atomic():
        _lock(shared=False)
        unused = list(Blob.objects.filter(versions=None, stored_at__lt=border))
        for blob in unused:
            blob.delete()
            storage.delete(blob.sha256)
    for leftover in storage.leftovers(time.time() - GRACE.total_seconds()):
        leftover.unlink(missing_ok=True)
    return len(unused)


def _keep(file: Upload) -> tuple[Blob, str]:
    name = safe_name(file.name or "")
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise _too_large()
    kind = kind_of(name, file.file)
    verdict = scan(file.file)
    if verdict is Verdict.INFECTED:
        raise Refused(_("Pemindai menemukan virus di berkas ini. Berkas tidak disimpan."), "file")
    _lock(shared=True)
    file.file.seek(0)
    try:
        stored = storage.put(
            iter(lambda: file.file.read(64 * 1024), b""), limit=settings.UPLOAD_LIMIT
        )
    except storage.TooLarge as error:
        raise _too_large() from error
    except storage.NoRoom as error:
        raise Full(
            _("Ruang penyimpanan penuh, jadi berkas ini tidak disimpan. Hubungi pengelola sistem."),
            "file",
        ) from error
    blob, _created = Blob.objects.get_or_create(
        sha256=stored.sha256,
        defaults={"size": stored.size, "media_type": kind.media_type, "scan": SCANS[verdict]},
    )
    if verdict is Verdict.CLEAN and not blob.is_readable:  # it waited since another upload
        blob.scan = Blob.Scan.CLEAN
        blob.save(update_fields=["scan"])
    return blob, name


def _too_large() -> Refused:
    limit = settings.UPLOAD_LIMIT // (1024 * 1024)
    return Refused(
        _("Berkas ini lebih dari %(limit)s MB. Kecilkan atau bagi berkasnya.") % {"limit": limit},
        field="file",
    )


def _number(document: Document, blob: Blob, name: str, by: Actor) -> Version:
    number = document.versions.count() + 1
    version = Version.objects.create(
        document=document, number=number, blob=blob, file_name=name, by_id=key_of(by)
    )
    emit(DocumentAdded(subject=document, number=number))
    return version


def _lock(*, shared: bool) -> None:
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [COLLECTING])
