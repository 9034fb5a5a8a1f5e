"""Numbers as people write them: 3,20 or 3.20; Rp2.500.000.000 or 2500000000."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

MOST_RUPIAH = Decimal(999999999999999)  # what the database holds
MOST_DAYS = 100_000


class ScoreField(forms.DecimalField):
    """A value of 1 to 5 with at most two decimals, comma or point."""

    default_error_messages = {
        "invalid": _("Isi angka 1,00 sampai 5,00, misalnya 3,20."),
        "max_decimal_places": _("Isi paling banyak dua angka di belakang koma."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 6})
        super().__init__(decimal_places=2, widget=widget, **kwargs)
        outside = _("Isi angka 1,00 sampai 5,00, misalnya 3,20.")
        self.validators += [MinValueValidator(1, outside), MaxValueValidator(5, outside)]

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # the stub of DecimalField inherits int
        """Read a number with comma or point."""
        if isinstance(value, str):
            value = value.strip().replace(",", ".", 1)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Write a number with a comma; what was typed stays as typed."""
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


class RupiahField(forms.DecimalField):
    """Whole rupiah, zero or more; "Rp", points and spaces are read over."""

    default_error_messages = {
        "invalid": _("Isi rupiah sebagai bilangan bulat, misalnya 2.500.000.000."),
        "max_decimal_places": _("Isi rupiah sebagai bilangan bulat, misalnya 2.500.000.000."),
        "max_digits": _("Isi paling banyak 15 angka."),
        "max_whole_digits": _("Isi paling banyak 15 angka."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_digits=15, decimal_places=0, widget=widget, **kwargs)
        self.validators.append(MinValueValidator(0, _("Isi nol atau lebih.")))

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # the stub of DecimalField inherits int
        """Read an amount with or without its separators."""
        if isinstance(value, str):
            value = value.strip().removeprefix("Rp").replace(".", "").replace(" ", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Write an amount with its separators; what was typed stays as typed."""
        return f"{value:,.0f}".replace(",", ".") if isinstance(value, Decimal) else value


class DaysField(forms.IntegerField):
    """Whole working days, zero or more."""

    default_error_messages = {"invalid": _("Isi hari kerja sebagai bilangan bulat, misalnya 200.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 8})
        super().__init__(widget=widget, **kwargs)
        self.validators += [
            MinValueValidator(0, _("Isi nol atau lebih.")),
            MaxValueValidator(MOST_DAYS, _("Isi paling banyak 100.000 hari kerja.")),
        ]
