from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from caruban.kernel.records import Record

LONGEST = 5_000  # characters
EDITABLE = timedelta(minutes=15)  # after it was written, by who wrote it


class Comment(Record):
    """What somebody wrote about a record; seen by who may see the record.

    model, subject   the record: a model by label ("toys.toy") and a primary key
    organisation     that of the record when it was written
    mentioned        primary keys of the people whom it mentions
    names            what stands for each in the text, without the "@", in the same order
    """

    organisation_path: ClassVar[str | None] = "organisation"

    model = models.CharField(_("tabel"), max_length=100)
    subject = models.BigIntegerField(_("nomor catatan"))
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("organisasi"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    by = models.ForeignKey(
        "accounts.User", verbose_name=_("oleh"), on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("komentar"), max_length=LONGEST)
    mentioned: "models.Field[Any, Any]" = ArrayField(
        models.BigIntegerField(), verbose_name=_("disebut"), default=list, blank=True
    )
    names: "models.Field[Any, Any]" = ArrayField(
        models.CharField(max_length=300), verbose_name=_("nama yang disebut"), default=list,
        blank=True,
    )  # fmt: skip

    class Meta:
        verbose_name = _("komentar")
        ordering = ("pk",)
        indexes = (models.Index(fields=["model", "subject", "id"], name="comments_of_a_record"),)

    def __str__(self) -> str:
        return f"{self.by}, {self.created_at:%Y-%m-%d %H:%M}"

    def may_be_edited(self, *, at: datetime) -> bool:
        """Say whether its writer may still change it."""
        return at - self.created_at < EDITABLE

    @property
    def is_edited(self) -> bool:
        """Say whether it was changed after it was written."""
        return self.version > 1
