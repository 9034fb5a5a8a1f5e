import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from caruban.kernel.records import Record

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no letters that are taken for digits
CODE_LENGTH = 12  # 58 bits: not to be guessed


def new_code() -> str:
    """Give a code that nobody guesses and everybody can type."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


class Report(Record):
    """A report that was printed: its fingerprint, by which anybody can check a copy.

    office    the unit that printed it; "" for the institution itself
    content   digest of what it says and how it is laid out: the same content is the same report
    sha256    fingerprint of the bytes as they were printed last; "" until then
    """

    organisation_path: ClassVar[str | None] = "organisation"

    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("organisasi"),
        on_delete=models.PROTECT,
        related_name="reports",
    )
    title = models.CharField(_("judul"), max_length=300)
    office = models.CharField(_("dicetak oleh"), max_length=200, blank=True)
    content = models.CharField(_("sidik isi"), max_length=64)
    code = models.CharField(_("kode verifikasi"), max_length=20, unique=True, default=new_code)
    sha256 = models.CharField(_("sidik"), max_length=64, blank=True)
    by = models.ForeignKey("accounts.User", verbose_name=_("oleh"), on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("laporan")
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "content"], name="report_is_issued_once"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def spaced_code(self) -> str:
        """Give the code in groups of four, as it is read aloud and typed."""
        return "-".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))
