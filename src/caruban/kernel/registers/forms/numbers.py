"""Numbers in the forms of registers, as people here write them: 1.234,5; also 1234.5.

Their control is a text field that asks phones for digits: a control of browsers for numbers drops,
unsaid, what it cannot read, and reads a comma or not as the browser's own language has it.
"""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

GROUPED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+")  # 1.500 is one thousand five hundred
MINUS = "\u2212"


def plain(typed: str) -> str:
    """Give a number as machines write it, of what may be one; anything else stays as typed."""
    text = re.sub(r"\s|\u00a0", "", typed).replace(MINUS, "-")
    whole, comma, part = text.partition(",")
    if GROUPED.fullmatch(whole):
        whole = whole.replace(".", "")
    elif comma and "." in whole:
        return text
    return f"{whole}.{part}" if comma else whole


def written(value: Any) -> Any:
    """Give a number as people here write it; what was typed stays as typed."""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return value


class DecimalField(forms.DecimalField):
    """A number with a decimal comma. Empty gives None."""

    default_error_messages = {"invalid": _("Isi dengan angka, misalnya 1.234,5.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"widget": _control("decimal")})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # the stub inherits int
        """Read what was typed. Raises ValidationError."""
        return super().to_python(plain(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Give the number for its control."""
        return written(value)


class WholeField(forms.IntegerField):
    """A whole number, with or without points between thousands. Empty gives None."""

    default_error_messages = {"invalid": _("Isi dengan angka bulat, misalnya 1.234.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"widget": _control("numeric")})

    def to_python(self, value: Any) -> int | None:
        """Read what was typed. Raises ValidationError, also for a number with a part."""
        if isinstance(value, str):
            value = plain(value)
            if "." in value:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


def _control(mode: str) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
