"""allauth's adapter: nobody makes an account for themselves, and refusals are in our words."""

from ipaddress import ip_address
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.models import User
from caruban.kernel.accounts.origins import address_of
from caruban.kernel.accounts.signins import How, Kind, Why, how_of, note, note_refusal

NO_ADDRESS = "0.0.0.0"  # noqa: S104 (nothing listens there; it stands for no address)


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an operator (`accounts.actions.enrol`)."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Akun ini tidak aktif. Hubungi pengelola sistem di instansi Anda."),
        "email_password_mismatch": _("Alamat surel atau kata sandi tidak cocok."),
        "enter_current_password": _("Isi kata sandi Anda yang sekarang."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "invalid_password_reset": _("Tautan ini tidak berlaku lagi. Minta tautan baru."),
        "same_as_current": _("Kata sandi baru harus berbeda dari yang sekarang."),
        "too_many_login_attempts": _("Terlalu banyak percobaan masuk. Coba lagi lima menit lagi."),
        "rate_limited": _("Terlalu banyak percobaan. Coba lagi lima menit lagi."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the reader's address as history writes it down; none known is 0.0.0.0."""
        address = address_of(request)
        try:
            return str(ip_address(address))
        except ValueError:
            return NO_ADDRESS

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Hold who tried too often, and write it down."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_refusal(request, Why.HELD, credentials.get("email", ""))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down who was refused."""
        note_refusal(request, Why.WRONG, credentials.get("email", ""))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Write down that a closed account was tried with what opens it; say so."""
        how = how_of(request, user) or How.PASSWORD
        note(request, Kind.REFUSED, how=how, why=Why.INACTIVE, user=user)
        answer: HttpResponse = super().respond_user_inactive(request, user)
        return answer

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
