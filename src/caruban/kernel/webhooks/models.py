from typing import ClassVar
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caruban.kernel.records import Record

SHOWN = 1_000  # characters of an answer that are kept


class Endpoint(Record):
    """An address of another system that is told of what happens in an institution.

    events         names of events; none: all of the institution
    secret         sealed; what is sent is signed with it
    former_secret  sealed; what is sent is signed with it as well, until `former_until`
    """

    organisation_path: ClassVar[str | None] = "institution"
    hidden_in_history: ClassVar[tuple[str, ...]] = ("secret", "former_secret")

    institution = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("instansi"),
        on_delete=models.PROTECT,
        related_name="webhooks",
    )
    name = models.CharField(_("nama"), max_length=120)
    url = models.CharField(_("alamat"), max_length=500)
    events = models.JSONField(_("peristiwa"), default=list, blank=True)
    is_on = models.BooleanField(_("menyala"), default=True)
    secret = models.BinaryField(_("rahasia"))
    former_secret = models.BinaryField(_("rahasia lama"), null=True, blank=True)
    former_until = models.DateTimeField(_("rahasia lama berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("webhook")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "name"],
                name="a_webhook_is_named_once",
                violation_error_message=_("Nama ini sudah dipakai webhook lain."),
            ),
            models.CheckConstraint(
                condition=Q(former_secret=None, former_until=None)
                | Q(former_secret__isnull=False, former_until__isnull=False),
                name="a_former_secret_has_its_end",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """Give the host that is told; the rest of the address may be a secret of its owner."""
        return urlsplit(self.url).hostname or ""


class Pulse(models.Model):
    """How an endpoint answers, kept by the job that sends; no record.

    failing_since   since when nothing got through;   quiet_until   when it is tried again
    """

    endpoint = models.OneToOneField(
        Endpoint, verbose_name=_("webhook"), on_delete=models.CASCADE, related_name="pulse"
    )
    failing_since = models.DateTimeField(_("gagal sejak"), null=True)
    quiet_until = models.DateTimeField(_("didiamkan sampai"), null=True)

    class Meta:
        verbose_name = _("denyut webhook")

    def __str__(self) -> str:
        return str(self.endpoint)


class Delivery(models.Model):
    """One message to one endpoint: sent until it is taken, or given up after a day.

    key    the `webhook-id`: the same however often it is sent, also when it is replayed
    body   exactly what is signed and sent
    """

    endpoint = models.ForeignKey(
        Endpoint, verbose_name=_("webhook"), on_delete=models.CASCADE, related_name="deliveries"
    )
    happening = models.ForeignKey(
        "events.Happening",
        verbose_name=_("peristiwa"),
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
    )
    key = models.CharField(_("nomor kiriman"), max_length=60, unique=True)
    event = models.CharField(_("nama peristiwa"), max_length=80)
    body = models.TextField(_("isi"))
    made_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    began_at = models.DateTimeField(_("mulai dikirim"), default=timezone.now)
    due_at = models.DateTimeField(_("dikirim mulai"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    claimed_at = models.DateTimeField(_("diambil"), null=True)
    taken_at = models.DateTimeField(_("diterima"), null=True)
    failed_at = models.DateTimeField(_("gagal"), null=True)

    class Meta:
        verbose_name = _("kiriman webhook")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["endpoint", "happening"], name="a_happening_is_sent_once_to_an_endpoint"
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(failed_at=None),
                name="a_delivery_is_taken_or_failed",
            ),
        )
        indexes = (
            models.Index(
                fields=["endpoint", "due_at"],
                condition=Q(taken_at=None, failed_at=None),
                name="deliveries_under_way",
            ),
            models.Index(fields=["endpoint", "-id"], name="deliveries_of_an_endpoint"),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def is_under_way(self) -> bool:
        """Say whether it is still to be sent."""
        return self.taken_at is None and self.failed_at is None

    @property
    def is_put_off(self) -> bool:
        """Say whether it was tried and is tried again at a moment that is still to come."""
        return self.is_under_way and self.tries > 0 and self.due_at > timezone.now()


class Attempt(models.Model):
    """One try to send a delivery, and what came of it."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("diterima")
        STATUS = "status", _("ditolak penerima")
        FORBIDDEN = "forbidden", _("alamat tidak diizinkan")
        UNKNOWN = "unknown", _("nama host tidak dikenal")
        UNREACHABLE = "unreachable", _("tidak terhubung")
        UNTRUSTED = "untrusted", _("sertifikat tidak dipercaya")
        TOO_SLOW = "too_slow", _("terlalu lambat")
        GARBLED = "garbled", _("jawaban tidak terbaca")
        UNSIGNED = "unsigned", _("rahasia tidak dapat dibuka")

    delivery = models.ForeignKey(
        Delivery, verbose_name=_("kiriman"), on_delete=models.CASCADE, related_name="attempts"
    )
    at = models.DateTimeField(_("waktu"), default=timezone.now)
    outcome = models.CharField(_("hasil"), max_length=12, choices=Outcome)
    status = models.PositiveSmallIntegerField(_("status HTTP"), null=True)
    milliseconds = models.PositiveIntegerField(_("lama (md)"))
    answer = models.TextField(_("awal jawaban"), blank=True)

    class Meta:
        verbose_name = _("percobaan kirim")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.delivery}: {self.outcome}"
