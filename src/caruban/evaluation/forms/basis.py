"""Whose word an index is made of, and as of which day."""

from datetime import date, datetime, time

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.models import Assessment
from caruban.evaluation.queries.index import Basis, current_basis

NAMES: dict[str, Basis] = {
    "klaim": Basis.CLAIMED,
    "reviu": Basis.REVIEWED,
    "asesor": Basis.JUDGED,
    "akhir": Basis.FINAL,
    "bukti": Basis.PROVED,
}
LABELS = (
    ("klaim", _("Klaim instansi")),
    ("reviu", _("Reviu internal")),
    ("asesor", _("Asesor")),
    ("akhir", _("Hasil akhir")),
    ("bukti", _("Bukti di Caruban")),
)


def name_of(basis: Basis) -> str:
    """Give the word for a basis in addresses."""
    return next(name for name, one in NAMES.items() if one == basis)


class BasisForm(forms.Form):
    """Choose basis and day; what is left out is what stands now."""

    dasar = forms.ChoiceField(
        label=_("Dasar"),
        choices=LABELS,
        required=False,
        error_messages={"invalid_choice": _("Pilih salah satu dasar yang ada di daftar.")},
    )
    per = forms.DateField(
        label=_("Keadaan per"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": _("Isi tanggal, misalnya 31/12/2025.")},
    )

    def __init__(self, given: QueryDict, assessment: Assessment) -> None:
        standing = name_of(current_basis(assessment))
        super().__init__(data={"dasar": given.get("dasar") or standing, "per": given.get("per")})

    def clean_per(self) -> date | None:
        """Refuse a day to come: nothing is known of it."""
        day: date | None = self.cleaned_data["per"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("Pilih hari ini atau hari yang sudah lewat."))
        if day is not None and day.year < FIRST_YEAR:
            raise forms.ValidationError(_("Pilih tanggal sesudah tahun 2014."))
        return day

    @property
    def basis(self) -> Basis | None:
        """Give the basis that was chosen, None for the one that stands."""
        return NAMES.get(self.cleaned_data.get("dasar", "")) if self.is_valid() else None

    @property
    def at(self) -> datetime | None:
        """Give the end of the chosen day in the house's time zone; None for now."""
        day = self.cleaned_data.get("per") if self.is_valid() else None
        if day is None or day == timezone.localdate():
            return None
        return timezone.make_aware(datetime.combine(day, time.max))


FIRST_YEAR = 2015  # the earliest year of an evaluation
