"""Mails about notices go out: at once, and each morning a digest; old notices go."""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy

from caruban.kernel.jobs import job
from caruban.kernel.notices import letters
from caruban.kernel.notices.models import Letter, Notice

KEPT = timedelta(days=180)  # notices, read or not
SPAN = 50  # seconds that one run sends; what is left goes with the next minute
HOUR_UTC = (settings.DIGEST_HOUR - 7) % 24  # of Asia/Jakarta, which knows no summer time


@job(queue="mail", every="* * * * *", alone=True, title=gettext_lazy("Mengirim pemberitahuan"))
def send(timestamp: int) -> int:
    """Send the mails that wait, one by one; give how many were tried.

    A server that is not well is left alone until the next minute: one that hangs takes one place of
    the workers, for two minutes at most, and no transaction.
    """
    end, tried = time.monotonic() + SPAN, 0
    while settings.CAN_MAIL and time.monotonic() < end:
        letter = letters.claim(at=timezone.now())
        if letter is None:
            break
        tried += 1
        if not letters.post(letter):
            break
    return tried


@job(
    queue="mail",
    every=f"0 {HOUR_UTC} * * *",
    title=gettext_lazy("Menyusun ringkasan pemberitahuan harian"),
)
def gather(timestamp: int) -> int:
    """Make the digests of a day, at the set hour of Asia/Jakarta; give how many."""
    return letters.gather(on=timezone.localdate(datetime.fromtimestamp(timestamp, UTC)))


@job(queue="upkeep", every="50 18 * * *", title=gettext_lazy("Membuang pemberitahuan lama"))
def forget(timestamp: int) -> int:
    """Drop notices and mails older than `KEPT`, each night (01.50 WIB); give how many notices."""
    oldest = datetime.fromtimestamp(timestamp, UTC) - KEPT
    gone, _each = Notice.objects.filter(made_at__lt=oldest).delete()
    Letter.objects.filter(made_at__lt=oldest).delete()
    return gone
