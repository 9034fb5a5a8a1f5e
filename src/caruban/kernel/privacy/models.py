from django.db import models
from django.utils.translation import gettext_lazy as _


class Reading(models.Model):
    """Personal data that somebody saw in full; append-only.

    record   the record's number; None where many were read at once, `count` says how many
    """

    class Door(models.TextChoices):
        PAGE = "page", _("halaman")
        EXPORT = "export", _("ekspor")
        API = "api", _("API")

    at = models.DateTimeField(_("waktu"), auto_now_add=True)
    reader_id = models.BigIntegerField(_("nomor pembaca"), null=True)
    reader_name = models.CharField(_("pembaca"), max_length=200)
    address = models.CharField(_("alamat"), max_length=60, blank=True)
    request = models.CharField(_("nomor permintaan"), max_length=80, blank=True)
    register = models.CharField(_("register"), max_length=80)
    field = models.CharField(_("isian"), max_length=80)
    record = models.BigIntegerField(_("nomor catatan"), null=True)
    count = models.PositiveIntegerField(_("banyaknya"), default=1)
    door = models.CharField(_("lewat"), max_length=10, choices=Door)
    organisation_path = models.CharField(_("jalur organisasi"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("pembacaan data pribadi")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["register", "record", "-id"], name="readings_of_a_record"),
            models.Index(fields=["reader_id", "-id"], name="readings_by_a_reader"),
        )

    def __str__(self) -> str:
        return f"{self.reader_name}, {self.register}.{self.field}"
