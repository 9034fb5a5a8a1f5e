"""Upkeep of the installation: old jobs and signs go, documents are looked through, a test mail."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.kernel.accounts.models import User
from caruban.kernel.documents import storage
from caruban.kernel.documents.models import Blob
from caruban.kernel.jobs import job
from caruban.kernel.operations.models import Sign
from caruban.kernel.operations.signs import note

DONE = timedelta(days=7)  # jobs that went well are kept so long
ENDED = timedelta(days=90)  # failed and cancelled ones, and signs
DAYS = 7  # in which each document is read once
CHUNK = 256 * 1024


@job(queue="upkeep", every="0 20 * * *", title=gettext_lazy("Membuang catatan pekerjaan lama"))
def prune(timestamp: int) -> int:
    """Remove jobs that are long over, and old signs, each night (03.00 WIB); give how many jobs.

    The newest sign of each kind stays, however old it is.
    """
    gone = _remove("('succeeded')", DONE)
    gone += _remove("('failed', 'cancelled', 'aborted')", ENDED)
    newest = Sign.objects.order_by("kind", "is_well", "-id").distinct("kind", "is_well")
    kept = list(newest.values_list("pk", flat=True))
    Sign.objects.filter(at__lt=timezone.now() - ENDED).exclude(pk__in=kept).delete()
    return gone


def _remove(statuses: str, age: timedelta) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM procrastinate_jobs j WHERE status IN {statuses} AND NOT EXISTS ("  # noqa: S608 (words of ours)
            " SELECT FROM procrastinate_events e"
            " WHERE e.job_id = j.id AND e.at > now() - make_interval(secs => %s))",
            [age.total_seconds()],
        )
        return int(cursor.rowcount)


@job(queue="upkeep", every="0 21 * * *", title=gettext_lazy("Memeriksa isi dokumen"))
def check_documents(timestamp: int) -> int:
    """Read a seventh of the documents each night (04.00 WIB) and compare them with their hashes.

    So each is read once a week. Gives how many are missing or damaged; the operator's page shows
    it for a week, `restore` mends it.
    """
    tonight = datetime.fromtimestamp(timestamp, UTC).weekday()
    damaged = [
        digest
        for digest in Blob.objects.values_list("sha256", flat=True).iterator()
        if int(digest[:8], 16) % DAYS == tonight and not _is_whole(digest)
    ]
    told = f"{len(damaged)}: {', '.join(digest[:12] for digest in damaged[:10])}" if damaged else ""
    note(Sign.Kind.CHECK, is_well=not damaged, told=told, damaged=len(damaged))
    return len(damaged)


def _is_whole(digest: str) -> bool:
    found = sha256()
    try:
        with storage.open_file(digest) as file:
            while chunk := file.read(CHUNK):
                found.update(chunk)
    except FileNotFoundError:
        return not Blob.objects.filter(sha256=digest).exists()  # collected meanwhile
    return found.hexdigest() == digest


@job(queue="mail", title=gettext_lazy("Mengirim surel percobaan"))
def trial_mail(*, user: int) -> int:
    """Send somebody the mail that they asked for, to see whether mails arrive; give how many went.

    A mail that cannot be sent is not tried again: the operator sees why, and asks anew.
    """
    reader = User.objects.get(pk=user)
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Surel percobaan dari Caruban")
        body = _("Surel ini Anda minta di halaman Operasi. Bila Anda membacanya, surel berfungsi.")
    try:
        return int(send_mail(subject, body, None, [reader.email]))
    except OSError:  # what smtplib raises is one; the backend noted why
        return 0
