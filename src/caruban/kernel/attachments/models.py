from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from caruban.kernel.records import Record


class Attachment(Record):
    """A document that belongs to a record; seen by who may see both.

    model, subject   the record: a model by label ("toys.toy") and a primary key
    organisation     that of the record when it was attached
    about            what the document is for the record ("Berita acara serah terima")
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
    document = models.ForeignKey(
        "documents.Document",
        verbose_name=_("dokumen"),
        on_delete=models.PROTECT,
        related_name="attachments",
    )
    about = models.CharField(_("keterangan"), max_length=200, blank=True)
    by = models.ForeignKey(
        "accounts.User", verbose_name=_("oleh"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("lampiran")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["model", "subject", "document"],
                name="a_document_is_attached_once",
                violation_error_message=_("Dokumen ini sudah dilampirkan di sini."),
            ),
        )

    def __str__(self) -> str:
        return self.about or str(self.document)
