from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sign(models.Model):
    """A sign of life: something that the installation did by itself, and whether it went well.

    told       why it did not, without personal data
    number     the job's, for a failed job
    """

    class Kind(models.TextChoices):
        MAIL = "mail", _("surel")
        BACKUP = "backup", _("cadangan")
        CHECK = "check", _("pemeriksaan dokumen")
        JOB = "job", _("pekerjaan latar")

    organisation_path: ClassVar[str | None] = None

    at = models.DateTimeField(_("waktu"), auto_now_add=True)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    is_well = models.BooleanField(_("baik"))
    told = models.CharField(_("keterangan"), max_length=500, blank=True)
    number = models.BigIntegerField(_("nomor pekerjaan"), null=True)
    details = models.JSONField(_("rincian"), default=dict)

    class Meta:
        verbose_name = _("tanda")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["kind", "is_well", "-id"], name="signs_by_kind"),
            models.Index(
                fields=["number", "-id"],
                condition=models.Q(number__isnull=False),
                name="signs_of_job",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class Total(models.Model):
    """How often something happened since the installation began, over all machines; for metrics.

    kind      what is counted: jobs or mails
    name      of the job's task; empty for mails
    outcome   how it went: succeeded, retried, failed
    seconds   all durations together
    """

    class Kind(models.TextChoices):
        JOB = "job", _("pekerjaan latar")
        MAIL = "mail", _("surel")

    organisation_path: ClassVar[str | None] = None

    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    name = models.CharField(_("nama"), max_length=128, blank=True)
    outcome = models.CharField(_("hasil"), max_length=20)
    count = models.BigIntegerField(_("jumlah"), default=0, db_default=0)
    seconds = models.FloatField(_("detik"), default=0, db_default=0)

    class Meta:
        verbose_name = _("jumlah kejadian")
        ordering = ("kind", "name", "outcome")
        constraints = (
            models.UniqueConstraint(fields=["kind", "name", "outcome"], name="totals_count_once"),
        )

    def __str__(self) -> str:
        return f"{self.name or self.kind} {self.outcome}: {self.count}"
