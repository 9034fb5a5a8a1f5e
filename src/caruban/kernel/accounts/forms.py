"""One's own data; and allauth's forms in our words: labels, help, what a browser may fill in."""

from typing import Any

from allauth.account import forms
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django import forms as plain
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caruban.kernel.accounts.models import Language

Words = dict[str, tuple[str | Promise, str | Promise]]

PASSWORD_HELP = _("Paling sedikit 12 karakter. Beberapa kata acak lebih kuat daripada satu.")


def _say(form: Any, words: Words) -> None:
    """Give the fields of a form their label and help; a placeholder is no label and goes."""
    for name, (label, help_text) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, help_text
        field.widget.attrs.pop("placeholder", None)


class OwnDataForm(plain.Form):
    """Asks for what people say of themselves."""

    name = plain.CharField(
        label=_("Nama lengkap"),
        max_length=200,
        help_text=_("Tampil di catatan dan jejak. Yang sudah tercatat tidak berubah."),
        widget=plain.TextInput(attrs={"autocomplete": "name"}),
    )
    language = plain.ChoiceField(
        label=_("Bahasa"),
        choices=Language,
        help_text=_("Bahasa halaman dan surel. Peraturan dan bantuan tetap berbahasa Indonesia."),
    )


class LoginForm(forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            {
                "login": (_("Alamat surel"), ""),
                "password": (_("Kata sandi"), ""),
                "remember": (_("Tetap masuk di perangkat ini"), _("Jangan di komputer bersama.")),
            },
        )


class ResetPasswordForm(forms.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"email": (_("Alamat surel"), _("Yang Anda pakai untuk masuk."))})


class ResetPasswordKeyForm(forms.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, NEW_PASSWORD)


class SetPasswordForm(forms.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, NEW_PASSWORD)


class ChangePasswordForm(forms.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"oldpassword": (_("Kata sandi sekarang"), ""), **NEW_PASSWORD})


class ReauthenticateForm(forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"password": (_("Kata sandi"), "")})


class AuthenticateForm(mfa.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, CODE)


class ReauthenticateByCodeForm(mfa.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, CODE)


class ActivateTOTPForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"code": (_("Kode dari aplikasi"), _("Enam angka yang tampil sekarang."))})


class AddPasskeyForm(keys.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            {
                "name": (_("Nama kunci"), _("Agar Anda mengenalinya, misalnya nama ponsel.")),
                "passwordless": (
                    _("Masuk tanpa kata sandi"),
                    _("Kunci ini saja cukup, dengan sidik jari, wajah, atau PIN perangkat."),
                ),
            },
        )


class EditPasskeyForm(keys.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"name": (_("Nama kunci"), "")})


CODE: Words = {
    "code": (_("Kode"), _("Enam angka dari aplikasi, atau satu kode cadangan Anda.")),
}
NEW_PASSWORD: Words = {
    "password1": (_("Kata sandi baru"), PASSWORD_HELP),
    "password2": (_("Ulangi kata sandi baru"), ""),
}
