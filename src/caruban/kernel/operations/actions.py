"""What the operator may do: have a job tried again, give one up, write a mail to oneself.

Jobs belong to the installation and to no organisation, so these ask `require` themselves.
"""

from django.conf import settings
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation

from caruban.kernel.access import require
from caruban.kernel.actions import acting
from caruban.kernel.actors import Actor, key_of
from caruban.kernel.errors import Refused
from caruban.kernel.events.stream import emit
from caruban.kernel.operations.events import JobGivenUp, JobRetried
from caruban.kernel.operations.jobs import trial_mail
from caruban.kernel.operations.permissions import OperationsPermission


def retry(number: int, *, by: Actor) -> None:
    """Have a failed job tried again now.

    Refused for one that did not fail (any more), that this version does not know, or whose like
    waits already. Raises Http404 for one that is gone, PermissionDenied.
    """
    with transaction.atomic(), acting(by):
        require(by, OperationsPermission.OPERATE)
        job = _locked(number)
        if job.status != "failed":
            raise Refused(_("Pekerjaan ini tidak lagi gagal. Muat ulang halaman."))
        if job.task_name not in app.tasks:
            raise Refused(
                _("Versi ini tidak mengenal jenis pekerjaan itu lagi. Hentikan pekerjaannya.")
            )
        try:
            with transaction.atomic():
                app.job_manager.retry_job_by_id(number, timezone.now())
        except UniqueViolation as error:
            raise Refused(
                _("Pekerjaan yang sama sudah menunggu giliran. Hentikan yang gagal ini.")
            ) from error
        emit(JobRetried(subject=job, task=job.task_name, number=number))


def retry_all(*, by: Actor) -> int:
    """Have every failed job tried again that can be; give how many. Raises PermissionDenied."""
    require(by, OperationsPermission.OPERATE)
    failed = ProcrastinateJob.objects.filter(status="failed").order_by("pk")
    again = 0
    for number in list(failed.values_list("pk", flat=True)):
        try:
            retry(number, by=by)
        except (Refused, Http404):
            continue
        again += 1
    return again


def give_up(number: int, *, by: Actor) -> None:
    """Give a failed or waiting job up: it is not tried again, and counts as cancelled.

    Refused for one that runs or is over. Raises Http404 for one that is gone, PermissionDenied.
    """
    with transaction.atomic(), acting(by):
        require(by, OperationsPermission.OPERATE)
        job = _locked(number)
        if job.status not in ("failed", "todo"):
            raise Refused(_("Pekerjaan ini sedang berjalan atau sudah selesai."))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = %s", [number]
            )
        emit(JobGivenUp(subject=job, task=job.task_name, number=number))


def ask_for_trial_mail(*, by: Actor) -> str:
    """Have the worker send the asker a mail; give the address. Refused without a mail server."""
    require(by, OperationsPermission.OPERATE)
    if not settings.CAN_MAIL:
        raise Refused(_("Peladen surel belum diatur. Isi CARUBAN_EMAIL_URL, lalu mulai ulang."))
    trial_mail.defer(user=key_of(by))
    return str(by.email)  # type: ignore[union-attr]  # a guest holds nothing


def _locked(number: int) -> ProcrastinateJob:
    rows = ProcrastinateJob.objects.select_for_update()
    job: ProcrastinateJob | None = rows.filter(pk=number).first()
    if job is None:
        raise Http404
    return job
