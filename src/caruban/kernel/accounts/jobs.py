"""The owner of an account is told by mail what was changed about how it is opened."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.models import User
from caruban.kernel.jobs import job

SENTENCES = {
    "password": _("Kata sandi akun Anda diganti."),
    "added": _("Aplikasi kode atau kunci sandi ditambahkan ke akun Anda."),
    "removed": _("Aplikasi kode atau kunci sandi dihapus dari akun Anda."),
    "reset": _("%(who)s menghapus semua aplikasi kode, kunci sandi, dan kode cadangan akun Anda."),
    "address": _("%(who)s mengganti alamat surel akun Anda. Alamat ini tidak membuka akun lagi."),
    "guessed": _("Kata sandi akun Anda dipakai, tetapi kodenya berkali-kali salah."),
    "linked": _("Akun Anda dihubungkan dengan %(who)s; akun di sana membuka akun ini juga."),
}


def tell_owner(user: User, what: str, *, who: str = "", to: str = "") -> None:
    """Have the owner of an account told, in the transaction under way.

    what   a key of SENTENCES;   who   whom its sentence names
    to     the address, where it is not the account's own any more
    """
    at = timezone.now().isoformat()
    tell.defer(user=user.pk, what=what, who=who, to=to or user.email, at=at)


@job(queue="mail", title=_("Memberi tahu pemilik akun"))
def tell(user: int, what: str, who: str, to: str, at: str) -> bool:
    """Send the mail; give whether it went."""
    owner = User.objects.get(pk=user)
    if not settings.CAN_MAIL:
        return False
    with translation.override(owner.language):
        shown = {
            "name": owner.name,
            "sentence": SENTENCES[what] % {"who": who},
            "at": datetime.fromisoformat(at),
            "page": settings.BASE_URL + reverse("own_sign_ins"),
        }
        EmailMessage(
            subject=str(_("Keamanan akun Caruban Anda")),
            body=render_to_string("account/email/told.txt", shown),
            to=[to],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
    return True
