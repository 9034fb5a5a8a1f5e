from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.invitations.actions import invite, resend, withdraw
from caruban.kernel.invitations.models import Invitation
from caruban.kernel.registers.layout import Act, Section, Through
from caruban.kernel.registers.register import Register


def _how_it_is_sent() -> str:
    if settings.CAN_MAIL:
        days = {"days": settings.INVITATION_DAYS}
        return gettext("Tautannya dikirim lewat surel dan berlaku %(days)s hari.") % days
    return gettext("Server surel belum dipasang: undangan tersimpan, tetapi belum terkirim.")


class InvitationRegister(Register):
    model = Invitation
    name, path, title = "invitations", "undangan", _("Undangan")
    key = ("email", "role", "organisation")
    reads = AccountPermission.READ
    creates = Through(invite, subject="organisation")
    columns = ("email", "role", "organisation", "state", "sent_at", "is_refused", "expires_at")
    filters = ("state", "role", "organisation", "sent_at", "is_refused", "expires_at")
    search = ("email", "organisation__name")
    ordering = ("-created_at",)
    form = (
        Section(
            _("Undangan"), "email", "organisation", "role",
            help=lazy(_how_it_is_sent, str)(),
        ),
        Section(
            _("Masa"), "valid_from", "valid_to",
            help=_("Tanpa tanggal awal, peran berlaku sejak undangan diterima."),
        ),
    )  # fmt: skip
    actions = (
        Act(resend, _("Kirim ulang"), fits=lambda one: one.state == "pending"),
        Act(
            withdraw, _("Tarik"), fits=lambda one: one.state == "pending",
            asks=gettext_lazy("Tautan yang sudah dikirim tidak berlaku lagi."), is_grave=True,
        ),
    )  # fmt: skip
    icon = "inbox"
