from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from caruban.kernel.records import Record


class Note(Record):
    """A place where a planning document disagrees with itself, or with what its figures give.

    where      the place in the document;   printed   what stands there
    says       what is wrong with it, in a sentence
    computed   what the weights give for it, five decimals; empty where nothing is computed
    """

    organisation_path: ClassVar[str | None] = "institution"

    institution = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("instansi"),
        on_delete=models.PROTECT,
        related_name="document_notes",
    )
    number = models.PositiveSmallIntegerField(_("nomor"))
    where = models.CharField(_("tempat di dokumen"), max_length=200)
    printed = models.CharField(_("tercetak"), max_length=200)
    says = models.TextField(_("catatan"), max_length=2_000)
    computed = models.DecimalField(
        _("terhitung"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    source = models.CharField(_("dokumen"), max_length=200)

    class Meta:
        verbose_name = _("catatan atas dokumen")
        ordering = ("institution", "source", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "source", "number"], name="document_counts_its_notes"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source}, {self.where}"
