from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.roles import GIVEN
from caruban.kernel.records import Record


class Invitation(Record):
    """A role offered to the owner of a mail address; its link is good once, until it expires.

    serial        which link is the good one: each sending makes the earlier ones worthless
    expires_at    the moment from which the link opens nothing
    valid_from    the first day of the role; None: the day on which it is taken
    sent_at       when the mail server took the last mail; None: not yet
    is_refused    whether the mail server refused the address for good
    invited_by    who answers for it: without their right to give this role the link opens nothing
    """

    class State(models.TextChoices):
        PENDING = "pending", _("menunggu")
        ACCEPTED = "accepted", _("diterima")
        WITHDRAWN = "withdrawn", _("ditarik")

    organisation_path: ClassVar[str | None] = "organisation"

    email = models.EmailField(_("alamat surel"))
    role = models.CharField(_("peran"), max_length=20, choices=GIVEN)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("organisasi"),
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    state = models.CharField(
        _("keadaan"), max_length=12, choices=State, default=State.PENDING, editable=False
    )
    serial = models.PositiveIntegerField(_("pengiriman ke"), default=1, editable=False)
    expires_at = models.DateTimeField(_("tautan berlaku sampai"), editable=False)
    sent_at = models.DateTimeField(_("surel terkirim"), null=True, editable=False)
    is_refused = models.BooleanField(_("ditolak server surel"), default=False, editable=False)
    invited_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("diundang oleh"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    accepted_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("diterima oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    accepted_at = models.DateTimeField(_("diterima pada"), null=True, editable=False)

    class Meta:
        verbose_name = _("undangan")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["email", "role", "organisation"],
                condition=Q(state="pending"),
                name="invitation_waits_once",
                violation_error_message=_(
                    "Undangan yang sama masih menunggu. Kirim ulang undangan itu."
                ),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invitation_address_is_in_small_letters"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="invited_role_ends_after_it_began",
                violation_error_message=_("Tanggal akhir harus sesudah tanggal awal."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}, {self.organisation}"

    def is_open(self, at: datetime) -> bool:
        """Say whether it waits to be accepted and its link has not expired."""
        return self.state == self.State.PENDING and at < self.expires_at
