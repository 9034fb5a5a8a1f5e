"""The second step of signing in: app, passkeys, recovery codes; and who must have it."""

import base64
import hashlib

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.kernel.accounts.models import User

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class GuardAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's second steps in our words; their secrets are sealed with the secret key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": gettext_lazy(
            "Pasang dahulu aplikasi kode atau kunci sandi."
        ),
        "incorrect_code": gettext_lazy("Kode tidak cocok, sudah lewat, atau sudah dipakai."),
    }

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code without colours and styles of its own: pages have those."""
        return str(segno.make(url, error="m", micro=False).svg_inline(scale=4, border=2))

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret; one that no key opens gives a secret that fits no code."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(hashlib.sha256(encrypted_text.encode()).digest()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        """Give a first name for a passkey, to be changed by its owner."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Kunci sandi %(number)d") % {"number": number}


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"caruban.guards:{secret}".encode()).digest())


def has_guard(user: User) -> bool:
    """Say whether somebody set up an app or a passkey; recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=STRONG).exists())


def must_have_guard(user: User) -> bool:
    """Say whether somebody holds a role that `CARUBAN_MFA_ROLES` names, today."""
    return any(role.value in settings.MFA_ROLES for role in user.roles)


def lacks_guard(user: User) -> bool:
    """Say whether somebody must set up a second step before anything else."""
    return bool(settings.MFA_ROLES) and must_have_guard(user) and not has_guard(user)
