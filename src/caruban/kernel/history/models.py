from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One row of a table of record as it was before and after; written by a trigger only.

    whole   the number of the record that the row goes with (a foreign key with CASCADE, or the
            record that has a relation to many); empty where it stands for itself
    """

    class Operation(models.TextChoices):
        INSERT = "INSERT", _("dibuat")
        UPDATE = "UPDATE", _("diubah")
        DELETE = "DELETE", _("dihapus")

    at = models.DateTimeField(_("waktu"))
    actor_id = models.BigIntegerField(_("pelaku"), null=True)
    actor_name = models.TextField(_("nama pelaku"), default="")
    address = models.TextField(_("alamat"), default="")
    request = models.TextField(_("nomor permintaan"), default="")
    table = models.TextField(_("tabel"))
    record = models.BigIntegerField(_("nomor catatan"))
    whole = models.BigIntegerField(_("nomor catatan induk"), null=True)
    operation = models.TextField(_("perubahan"), choices=Operation)
    before = models.JSONField(_("sebelum"), null=True)
    after = models.JSONField(_("sesudah"), null=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["table", "record", "-id"], name="history_of_a_record"),
            models.Index(
                fields=["table", "whole", "-id"],
                name="history_of_parts",
                condition=models.Q(whole__isnull=False),
            ),
            models.Index(fields=["actor_id", "-id"], name="history_of_an_actor"),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.record} {self.get_operation_display()}"
