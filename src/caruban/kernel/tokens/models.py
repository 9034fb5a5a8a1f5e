from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caruban.kernel.records import Record


class TokenQuerySet(models.QuerySet["Token"]):
    def in_force(self, at: datetime) -> "TokenQuerySet":
        """Narrow to tokens that open something at a moment: their owner stayed, too."""
        stands = Q(revoked_at=None, expires_at__gt=at)
        return self.filter(stands, owner__is_active=True)


class Token(Record):
    """A personal access token; the secret itself is shown once and kept nowhere.

    digest    SHA-256 of the secret (see `secrets.py`)
    ending    its last characters, by which its owner knows it again
    scopes    what it may be used for (`scopes.py`): "toy:read", "toy:write"
    """

    organisation_path: ClassVar[str | None] = None
    hidden_in_history: ClassVar[tuple[str, ...]] = ("digest",)

    owner = models.ForeignKey(
        "accounts.User", verbose_name=_("pemilik"), on_delete=models.PROTECT, related_name="tokens"
    )
    name = models.CharField(_("nama"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(max_length=8, editable=False)
    scopes = ArrayField(models.CharField(max_length=100), verbose_name=_("cakupan"))
    expires_at = models.DateTimeField(_("berlaku sampai"))
    revoked_at = models.DateTimeField(_("dicabut"), null=True, blank=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token akses")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(scopes=[]),
                name="token_allows_something",
                violation_error_message=_("Pilih paling sedikit satu cakupan."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="token_ends_after_it_was_made",
                violation_error_message=_("Tanggal akhir harus sesudah hari ini."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} (…{self.ending})"

    @property
    def used(self) -> "TokenUse | None":
        """Give its last use; None for a token that was never used."""
        return getattr(self, "last_use", None)


class TokenUse(models.Model):
    """When and from where a token was last used; no record, it changes by the minute."""

    token = models.OneToOneField(
        Token, verbose_name=_("token akses"), on_delete=models.CASCADE, related_name="last_use"
    )
    at = models.DateTimeField(_("terakhir dipakai"))
    address = models.CharField(_("alamat"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("pemakaian token")

    def __str__(self) -> str:
        return f"{self.token} {self.at:%Y-%m-%d %H:%M}"
