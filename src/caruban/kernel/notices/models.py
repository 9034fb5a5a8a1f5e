from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caruban.kernel.notices.kinds import LONGEST, Mailing
from caruban.kernel.workspace.places import LONGEST_URL


class Letter(models.Model):
    """One mail to one reader: about one notice at once, or a day's digest; no record.

    `message_id` stays the same however often it is tried, so that what a server took twice is one
    mail to the programs behind it. It waits until `due_at`, belongs to a worker since
    `claimed_at`, and is over when it was sent or dropped.
    """

    user = models.ForeignKey(
        "accounts.User", verbose_name=_("pengguna"), on_delete=models.CASCADE, related_name="+"
    )
    digest_on = models.DateField(_("ringkasan hari"), null=True)
    message_id = models.CharField(_("nomor surel"), max_length=200, unique=True)
    made_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    due_at = models.DateTimeField(_("dikirim mulai"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    claimed_at = models.DateTimeField(_("diambil"), null=True)
    sent_at = models.DateTimeField(_("terkirim"), null=True)
    dropped_at = models.DateTimeField(_("dibatalkan"), null=True)
    reason = models.CharField(_("sebab"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("surel pemberitahuan")
        constraints = (
            models.UniqueConstraint(fields=["user", "digest_on"], name="one_digest_a_day"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(dropped_at=None),
                name="a_letter_is_sent_or_dropped",
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, dropped_at=None),
                name="letters_under_way",
            ),
        )

    def __str__(self) -> str:
        return self.message_id


class Notice(models.Model):
    """That something happened which concerns a reader; once per happening, reader and kind.

    is_shown   in the product as well, and not by mail alone: what the reader chose when it was made
    mailing    when it is mailed, as the reader chose when it was made
    """

    happening = models.ForeignKey(
        "events.Happening",
        verbose_name=_("peristiwa"),
        on_delete=models.CASCADE,
        related_name="notices",
    )
    user = models.ForeignKey(
        "accounts.User", verbose_name=_("pengguna"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("jenis"), max_length=LONGEST)
    made_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    url = models.CharField(_("alamat"), max_length=LONGEST_URL)
    model = models.CharField(_("tabel"), max_length=100)
    subject = models.BigIntegerField(_("kunci"))
    permission = models.CharField(_("izin"), max_length=100)
    is_shown = models.BooleanField(_("tampil di Caruban"), default=True)
    mailing = models.CharField(_("surel"), max_length=5, choices=Mailing)
    read_at = models.DateTimeField(_("dibaca"), null=True)
    letter = models.ForeignKey(
        Letter,
        verbose_name=_("surel pemberitahuan"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="notices",
    )

    class Meta:
        verbose_name = _("pemberitahuan")
        ordering: ClassVar = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["happening", "user", "kind"], name="nobody_is_told_twice"
            ),
        )
        indexes = (
            models.Index(
                fields=["user", "-id"], condition=Q(is_shown=True), name="notices_of_a_user"
            ),
            models.Index(
                fields=["user", "-id"],
                condition=Q(is_shown=True, read_at=None),
                name="unread_notices",
            ),
            models.Index(
                fields=["user"],
                condition=Q(mailing="daily", letter=None),
                name="notices_for_the_digest",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.happening_id}"

    @property
    def is_new(self) -> bool:
        """Say whether its reader has not read it yet."""
        return self.read_at is None

    @property
    def at(self) -> datetime:
        """Give when it happened."""
        return self.happening.at


class Choice(models.Model):
    """What a reader chose for one kind of notice; without one the kind's own way holds."""

    user = models.ForeignKey(
        "accounts.User", verbose_name=_("pengguna"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("jenis"), max_length=LONGEST)
    is_shown = models.BooleanField(_("tampil di Caruban"), default=True)
    mailing = models.CharField(_("surel"), max_length=5, choices=Mailing)

    class Meta:
        verbose_name = _("pilihan pemberitahuan")
        constraints = (
            models.UniqueConstraint(fields=["user", "kind"], name="a_kind_is_chosen_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.mailing}"
