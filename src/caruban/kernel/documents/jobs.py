"""Upkeep of documents: collect what nothing refers to, scan what waited for the scanner."""

from django.utils.translation import gettext_lazy as _

from caruban.kernel.documents import storage
from caruban.kernel.documents.actions import collect_garbage
from caruban.kernel.documents.models import Blob
from caruban.kernel.documents.scan import Verdict, scan
from caruban.kernel.jobs import job


@job(queue="upkeep", every="30 19 * * *", title=_("Membuang isi dokumen yang tidak dipakai"))
def collect(timestamp: int) -> int:
    """Collect garbage each night (02.30 WIB); give how many were collected."""
    return collect_garbage()


@job(queue="upkeep", every="*/10 * * * *", title=_("Memindai dokumen yang menunggu"))
def scan_waiting(timestamp: int) -> int:
    """Scan what was kept while the scanner was away; give how many are clean now.

    What turns out infected stays locked: it is never given out.
    """
    clean = 0
    for blob in Blob.objects.filter(scan=Blob.Scan.WAITING):
        with storage.open_file(blob.sha256) as file:
            if scan(file) in {Verdict.CLEAN, Verdict.OFF}:
                clean += Blob.objects.filter(pk=blob.pk).update(scan=Blob.Scan.CLEAN)
    return clean
