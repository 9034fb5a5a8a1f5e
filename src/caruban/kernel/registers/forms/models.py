from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

NEW = 0  # stands for the record of a form that makes a new one


class Draft(models.Model):
    """What somebody typed into a form and has not saved: offered to them again, dropped when saved.

    Each form that was opened has its own, so that two tabs do not write over each other's.

    token     the form's own;   record    the record's number, 0 for a new one
    content   what the form would send, sealed: it may hold personal data
    version   of the record that the edit started from
    """

    user = models.ForeignKey(
        "accounts.User", verbose_name=_("pengguna"), on_delete=models.CASCADE, related_name="+"
    )
    register = models.CharField(_("register"), max_length=60)
    record = models.BigIntegerField(_("nomor catatan"), default=NEW)
    token = models.UUIDField(_("tanda formulir"))
    content = models.BinaryField(_("isian"))
    version = models.PositiveIntegerField(_("versi"), null=True)
    saved_at = models.DateTimeField(_("disimpan"))

    class Meta:
        verbose_name = _("draf isian")
        ordering: ClassVar = ("-saved_at",)
        constraints = (
            models.UniqueConstraint(fields=["user", "token"], name="one_draft_for_each_form"),
        )
        indexes = (
            models.Index(fields=["saved_at"], name="drafts_by_age"),
            models.Index(fields=["user", "register", "record"], name="drafts_of_a_record"),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.record}"


class Sent(models.Model):
    """A form that was sent and saved: sent again, it leads to the same page and does nothing.

    token    the form's own, made with the page;   url   where its reader was led
    digest   of what was in it: what came back to and changed is no second click
    """

    user = models.ForeignKey(
        "accounts.User", verbose_name=_("pengguna"), on_delete=models.CASCADE, related_name="+"
    )
    token = models.UUIDField(_("tanda formulir"))
    url = models.CharField(_("alamat"), max_length=500, default="")
    digest = models.CharField(_("sidik isian"), max_length=64, default="")
    sent_at = models.DateTimeField(_("dikirim"), auto_now_add=True)

    class Meta:
        verbose_name = _("formulir terkirim")
        ordering: ClassVar = ("-sent_at",)
        constraints = (
            models.UniqueConstraint(fields=["user", "token"], name="a_form_is_saved_once"),
        )
        indexes = (models.Index(fields=["sent_at"], name="sent_forms_by_age"),)

    def __str__(self) -> str:
        return self.url
