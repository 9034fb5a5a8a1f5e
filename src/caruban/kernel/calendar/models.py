from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from caruban.kernel.records import Record


class Feed(Record):
    """The secret address at which somebody's calendar program reads what is due; one for each.

    digest   SHA-256 of the secret in the address; the secret itself is shown once and kept nowhere
    """

    organisation_path: ClassVar[str | None] = None
    hidden_in_history: ClassVar[tuple[str, ...]] = ("digest",)

    owner = models.OneToOneField(
        "accounts.User",
        verbose_name=_("pemilik"),
        on_delete=models.PROTECT,
        related_name="calendar_feed",
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("alamat langganan kalender")

    def __str__(self) -> str:
        return str(self.owner)


class FeedUse(models.Model):
    """When and from where a feed was last read; no record, it changes by the hour."""

    feed = models.OneToOneField(
        Feed, verbose_name=_("langganan"), on_delete=models.CASCADE, related_name="last_use"
    )
    at = models.DateTimeField(_("terakhir dibaca"))
    address = models.CharField(_("alamat"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("pembacaan langganan kalender")

    def __str__(self) -> str:
        return f"{self.feed} {self.at:%Y-%m-%d %H:%M}"
