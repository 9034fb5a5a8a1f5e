"""What came in is checked, scanned and stored before the transaction that keeps it is opened.

Scanner and store may be slow or away; nobody else's work waits for that under a lock. Content that
is stored and then not kept, as its transaction came to nothing, is collected a day later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from caruban.kernel.documents import storage
from caruban.kernel.documents.checks import kind_of, safe_name
from caruban.kernel.documents.scan import Verdict, scan
from caruban.kernel.errors import Away, Full, Refused

CHUNK = 64 * 1024


class Upload(Protocol):
    """What an upload must offer; Django's UploadedFile does."""

    name: str | None
    size: int | None
    file: BinaryIO


@dataclass(frozen=True)
class Received:
    """An upload whose content was found good and is in the store."""

    name: str
    media_type: str
    verdict: Verdict
    sha256: str
    size: int
    file: BinaryIO

    def store_again(self) -> None:
        """Store it once more: the same content, of an older upload, was collected meanwhile."""
        stored(self.file)


def receive(file: Upload) -> Received:
    """Check, scan and store an upload.

    Refused, at the field `file`, for a wrong kind or content, too large, or infected; where the
    store is full (Full) or cannot be reached (Away). What the scanner could not look at is stored.
    """
    name = safe_name(file.name or "")
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise _too_large()
    kind = kind_of(name, file.file)
    verdict = scan(file.file)
    if verdict is Verdict.INFECTED:
        raise Refused(_("Pemindai menemukan virus di berkas ini. Berkas tidak disimpan."), "file")
    kept = stored(file.file)
    return Received(name, kind.media_type, verdict, kept.sha256, kept.size, file.file)


def received(details: dict[str, Any]) -> dict[str, Any]:
    """Receive the `file` among the details of an action, if nobody has done so yet."""
    file = details["file"]
    return details if isinstance(file, Received) else details | {"file": receive(file)}


def stored(file: BinaryIO) -> storage.Stored:
    """Put a file into the store. Raises Refused, Full or Away, at the field `file`."""
    try:
        return storage.put(_chunks(file), limit=settings.UPLOAD_LIMIT)
    except storage.TooLarge as error:
        raise _too_large() from error
    except storage.NoRoom as error:
        raise Full(
            _("Ruang penyimpanan penuh, jadi berkas ini tidak disimpan. Hubungi pengelola sistem."),
            "file",
        ) from error
    except storage.StoreAway as error:
        raise Away(
            _(
                "Penyimpanan dokumen sedang tidak dapat dihubungi, jadi berkas ini tidak disimpan."
                " Coba lagi beberapa menit lagi."
            ),
            "file",
        ) from error


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.read(CHUNK), b"")


def _too_large() -> Refused:
    limit = settings.UPLOAD_LIMIT // (1024 * 1024)
    return Refused(
        _("Berkas ini lebih dari %(limit)s MB. Kecilkan atau bagi berkasnya.") % {"limit": limit},
        field="file",
    )
