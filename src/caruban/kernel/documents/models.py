from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from caruban.kernel.records import Record


class Blob(models.Model):
    """Some content, once, however often it was uploaded; the file lies under its own hash.

    size   bytes
    """

    class Scan(models.TextChoices):
        NONE = "none", _("tidak dipindai")
        CLEAN = "clean", _("bersih")
        WAITING = "waiting", _("menunggu pemindaian")

    sha256 = models.CharField(_("sidik"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("ukuran"))
    media_type = models.CharField(_("jenis"), max_length=120)
    scan = models.CharField(_("pemindaian"), max_length=10, choices=Scan, default=Scan.NONE)
    stored_at = models.DateTimeField(_("disimpan"), auto_now=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.sha256

    @property
    def is_readable(self) -> bool:
        """Say whether it may be given out: what waits for the scanner may not."""
        return self.scan != Blob.Scan.WAITING


class Document(Record):
    """A document of an organisation, with its versions.

    reads   the permission that reads the record with which it came in ("" for none): who reads the
            document holds it too, so that it is no more open than the record is
    """

    organisation_path: ClassVar[str | None] = "organisation"
    also_needs: ClassVar[str] = "reads"

    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("organisasi"),
        on_delete=models.PROTECT,
        related_name="documents",
    )
    title = models.CharField(_("judul"), max_length=300)
    reads = models.CharField(
        _("izin baca"), max_length=100, blank=True, editable=False, default="", db_default=""
    )

    class Meta:
        verbose_name = _("dokumen")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def latest(self) -> "Version":
        """Give the newest version; every document has one."""
        return max(self.versions.all(), key=lambda version: version.number)


class Version(Record):
    """One edition of a document."""

    organisation_path: ClassVar[str | None] = "document__organisation"
    also_needs: ClassVar[str] = "document__reads"

    document = models.ForeignKey(
        Document, verbose_name=_("dokumen"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField(_("versi"))
    blob = models.ForeignKey(
        Blob, verbose_name=_("isi"), on_delete=models.PROTECT, related_name="versions"
    )
    file_name = models.CharField(_("nama berkas"), max_length=200)
    by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("oleh"),
        on_delete=models.PROTECT,
        related_name="+",  # a user has a version of its own, see Record
    )

    class Meta:
        verbose_name = _("versi dokumen")
        ordering = ("document", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["document", "number"], name="document_counts_its_versions"
            ),
        )

    def __str__(self) -> str:
        return f"{self.document} ({self.number})"

    def get_absolute_url(self) -> str:
        """Give where its file is downloaded."""
        return reverse("documents:download", args=[self.document_id, self.number])
