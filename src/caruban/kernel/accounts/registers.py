from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.actions import (
    change_membership,
    change_user,
    deactivate,
    end,
    grant,
    reactivate,
    reset_guards,
)
from caruban.kernel.accounts.models import Membership, User
from caruban.kernel.accounts.permissions import AccountPermission
from caruban.kernel.registers.layout import Act, Section, Through, When
from caruban.kernel.registers.register import Register


def why() -> forms.Field:
    """Make the field that asks for the reason why an account is closed."""
    return forms.CharField(
        label=_("Alasan"),
        help_text=_("Misalnya pindah tugas, pensiun, atau akun ganda."),
        max_length=300,
    )


def why_reset() -> forms.Field:
    """Make the field that asks for the reason why a second step is removed."""
    return forms.CharField(
        label=_("Alasan"),
        help_text=_("Misalnya ponsel hilang dan kode cadangan tidak tersimpan."),
        max_length=300,
    )


def first_day_without() -> forms.Field:
    """Make the field that asks from which day on a role is held no more."""
    return forms.DateField(
        label=_("Tidak berlaku sejak"),
        help_text=_("Hari pertama tanpa peran ini."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class UserRegister(Register):
    model = User
    name, path, title = "users", "pengguna", _("Pengguna")
    key = ("email",)
    reads = AccountPermission.READ
    changes = Through(change_user)
    columns = ("name", "email", "is_active", "created_at")
    filters = ("is_active", "created_at")
    search = ("name", "email")
    ordering = ("name",)
    form = (Section(_("Pengguna"), "name", "email"),)
    actions = (
        Act(
            deactivate, _("Nonaktifkan"), details={"why": why}, fits=lambda user: user.is_active,
            asks=_("Semua peran dan sesinya berakhir sekarang juga."),
        ),
        Act(
            reset_guards, _("Hapus verifikasi dua langkah"), details={"why": why_reset},
            fits=lambda user: user.is_active, is_grave=True, in_bulk=False,
            asks=_("Pastikan dahulu dengan bertatap muka bahwa ini memang orangnya."),
        ),
        Act(reactivate, _("Aktifkan kembali"), fits=lambda user: not user.is_active),
    )  # fmt: skip
    related = ("memberships",)
    rows = Q(is_system=False)
    icon = "users"


class MembershipRegister(Register):
    model = Membership
    name, path, title = "memberships", "keanggotaan", _("Keanggotaan dan peran")
    key = ("user", "role", "organisation", "valid_from")
    reads = AccountPermission.READ
    creates = Through(grant, subject="organisation")
    changes = Through(change_membership)
    columns = (
        "user", "role", "organisation", "standing", "on_behalf_of", "decree", "valid_from",
        "valid_to",
    )  # fmt: skip
    filters = ("role", "organisation", "user", "standing", "valid_from", "valid_to")
    search = ("user__name", "user__email", "organisation__name")
    ordering = ("organisation__path", "role", "-valid_from")
    form = (
        Section(_("Peran"), "user", "organisation", "role"),
        Section(
            _("Masa dan kedudukan"),
            "valid_from",
            "valid_to",
            "standing",
            When("standing", ("plt", "plh"), "on_behalf_of", "decree", "reason"),
            help=_("Plt. dan Plh. selalu berjangka, dengan nomor surat dan alasan."),
        ),
    )
    actions = (Act(end, _("Akhiri"), details={"on": first_day_without}),)
    icon = "user-check"
