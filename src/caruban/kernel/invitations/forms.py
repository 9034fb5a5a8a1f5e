"""What somebody gives who makes their account by an invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.kernel.accounts.forms import PASSWORD_HELP
from caruban.kernel.accounts.models import User

AGREED = gettext_lazy("Saya sudah membaca dan menyetujui ketentuan penggunaan")


class AcceptForm(forms.Form):
    """Asks who has an account whether they agree to the terms."""

    agreed = forms.BooleanField(
        label=AGREED, error_messages={"required": gettext_lazy("Setujui ketentuannya dahulu.")}
    )


class NewAccountForm(AcceptForm):
    """Asks who has none for a name and a password as well."""

    field_order = ("name", "password1", "password2", "agreed")

    name = forms.CharField(
        label=gettext_lazy("Nama lengkap"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=gettext_lazy("Kata sandi"),
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=gettext_lazy("Ulangi kata sandi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Ask that both passwords are the same, and strong enough."""
        given = super().clean() or {}
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Kedua kata sandi tidak sama."))
        if first:
            try:
                validate_password(first, User(email=self.email, name=given.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return given
