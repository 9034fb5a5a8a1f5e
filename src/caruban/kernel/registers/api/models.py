from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptAnswer(models.Model):
    """What a change by API was answered, kept in the same transaction, for who asks again.

    caller        who asked: "token:5", "user:7"
    key           their Idempotency-Key
    fingerprint   SHA-256 of method, address and body; the same key may not mean something else
    """

    caller = models.CharField(_("pemanggil"), max_length=40)
    key = models.CharField(_("kunci"), max_length=200)
    fingerprint = models.CharField(_("sidik permintaan"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    headers = models.JSONField(_("kepala jawaban"), default=dict)
    body = models.TextField(_("jawaban"), blank=True)
    at = models.DateTimeField(_("waktu"), db_index=True)

    class Meta:
        verbose_name = _("jawaban tersimpan")
        constraints = (
            models.UniqueConstraint(fields=["caller", "key"], name="key_is_used_once_by_a_caller"),
        )

    def __str__(self) -> str:
        return f"{self.caller} {self.status}"
