from django.db import models
from django.utils.translation import gettext_lazy as _


class Happening(models.Model):
    """One thing that happened, to one record, by one actor; append-only."""

    at = models.DateTimeField(_("waktu"), auto_now_add=True)
    name = models.CharField(_("peristiwa"), max_length=80)
    actor = models.ForeignKey(
        "accounts.User", verbose_name=_("pelaku"), on_delete=models.PROTECT, null=True
    )
    actor_name = models.CharField(_("nama pelaku"), max_length=200)
    subject_table = models.CharField(_("tabel"), max_length=80)
    subject_id = models.BigIntegerField(_("nomor catatan"))
    subject_name = models.CharField(_("catatan"), max_length=300)
    organisation_path = models.CharField(_("jalur organisasi"), max_length=200, blank=True)
    details = models.JSONField(_("rincian"), default=dict)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=["subject_table", "subject_id", "-id"], name="happenings_of_record"
            ),
            models.Index(fields=["name", "-id"], name="happenings_by_name"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.subject_name}"
