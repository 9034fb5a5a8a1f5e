"""The verbs of documents: add, rename, add a version, remove."""

import time
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.actions import action
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.documents import storage
from caruban.kernel.documents.events import DocumentAdded, DocumentRemoved, DocumentRenamed
from caruban.kernel.documents.incoming import Received, Upload, receive, received
from caruban.kernel.documents.models import Blob, Document, Version
from caruban.kernel.documents.permissions import DocumentPermission
from caruban.kernel.documents.scan import Verdict
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.organisations.models import Organisation

GRACE = timedelta(
    hours=24
)  # a blob that nothing refers to is kept so long: an upload may be under way
TOGETHER = 100  # contents that are collected under one lock
COLLECTING = 0x0CA2BA  # advisory lock: the collector alone, or any number of uploads
SCANS = {
    Verdict.CLEAN: Blob.Scan.CLEAN,
    Verdict.OFF: Blob.Scan.NONE,
    Verdict.AWAY: Blob.Scan.WAITING,
}


@action(DocumentPermission.ADD, ahead=received)
def add(
    organisation: Organisation,
    *,
    by: Actor,
    file: Upload | Received,
    title: str = "",
    reads: str = "",
) -> Document:
    """Add a document with its first version; `reads` as in `Document`.

    Refused as `incoming.receive` refuses a file. What the scanner could not look at is kept, and
    given out only when it has.
    """
    blob, name = _keep(file)
    document = Document(organisation=organisation, title=title.strip()[:300] or name, reads=reads)
    document.full_clean()
    document.save()
    _number(document, blob, name, by)
    return document


@action(DocumentPermission.ADD, ahead=received)
def add_version(document: Document, *, by: Actor, file: Upload | Received) -> Version:
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

    What is stored without a row, as its transaction came to nothing, goes as well. Who keeps an
    upload holds the same lock shared and looks whether its content is still there, so that it is
    never taken from under one; content goes while the lock is held. Safe to run twice; a kill
    leaves at worst a row whose content is gone, to which nothing refers: the next run takes it, an
    upload of that content mends it. Raises StoreAway, with the rest left for the next night.
    """
    border = timezone.now() - GRACE
    gone = _collect(
        set(
            Blob.objects.filter(versions=None, stored_at__lt=border).values_list(
                "sha256", flat=True
            )
        )
    )
    gone += _collect(_without_row(border.timestamp()))
    storage.clear_leftovers(time.time() - GRACE.total_seconds())
    return gone


def _without_row(border: float) -> set[str]:
    """Give what is stored since before a moment, and has no row."""
    old = {one.sha256 for one in storage.held() if one.written_at < border}
    return old - set(Blob.objects.values_list("sha256", flat=True))


def _collect(digests: set[str]) -> int:
    """Delete content and rows, some at a time, each only if still nothing refers to it."""
    gone = 0
    ordered = sorted(digests)
    for start in range(0, len(ordered), TOGETHER):
        some = ordered[start : start + TOGETHER]
        with transaction.atomic():
            _lock(shared=False)
            border = timezone.now() - GRACE
            kept = Blob.objects.filter(sha256__in=some).filter(
                Q(versions__isnull=False) | Q(stored_at__gte=border)
            )
            for digest in sorted({*some} - {*kept.values_list("sha256", flat=True)}):
                Blob.objects.filter(sha256=digest).delete()
                storage.delete(digest)
                gone += 1
    return gone


def _keep(file: Upload | Received) -> tuple[Blob, str]:
    came = file if isinstance(file, Received) else receive(file)
    _lock(shared=True)
    if not storage.exists(came.sha256):
        came.store_again()
    blob, _created = Blob.objects.get_or_create(
        sha256=came.sha256,
        defaults={"size": came.size, "media_type": came.media_type, "scan": SCANS[came.verdict]},
    )
    if came.verdict is Verdict.CLEAN and not blob.is_readable:  # it waited since another upload
        blob.scan = Blob.Scan.CLEAN
        blob.save(update_fields=["scan"])
    return blob, came.name


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
