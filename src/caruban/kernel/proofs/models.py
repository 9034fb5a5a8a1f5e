from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caruban.kernel.records import Record


class Proof(Record):
    """Which level the records of an institution supported for an indicator, and while when.

    conditions   as `Condition.plain` gives them
    until        empty while it still holds; so a proof can be shown as of any date
    """

    organisation_path: ClassVar[str | None] = "institution"

    institution = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("instansi"),
        on_delete=models.PROTECT,
        related_name="proofs",
    )
    instrument = models.SlugField(_("instrumen"), max_length=60)
    number = models.PositiveSmallIntegerField(_("indikator"))
    level = models.PositiveSmallIntegerField(_("tingkat"))
    conditions = models.JSONField(_("syarat"))
    since = models.DateTimeField(_("sejak"))
    until = models.DateTimeField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("pembuktian")
        ordering = ("institution", "instrument", "number", "-since")
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "instrument", "number"],
                condition=Q(until=None),
                name="one_proof_holds_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.instrument} {self.number}: {self.level}"

    @property
    def told(self) -> list[dict[str, Any]]:
        """Give the conditions with their sentences in the reader's language."""
        return [
            one | {"sentence": _said(one["sentence"]), "missing": _said(one["missing"])}
            for one in self.conditions
        ]


def _said(sentence: str) -> str:
    return gettext(sentence) if sentence else ""
