"""Steering an evaluation: open it, date it, assign it, send it back."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.forms.answer import Sentences, TextField
from caruban.evaluation.models import Answer, Instrument
from caruban.evaluation.names import named
from caruban.kernel.organisations.models import Organisation

DATE: Sentences = {
    "invalid": _("Isi tanggal, misalnya 31-12-2026."),
    "required": _("Isi tanggalnya."),
}
DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
FIRST, LAST = 2015, 2100
YEAR = _("Isi tahun antara 2015 dan 2100.")


class DayField(forms.DateField):
    """A day, by the browser's own calendar; typed as 31-12-2026 where it has none."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = DATE_FORMATS
    default_error_messages = DATE


class DueForm(forms.Form):
    """The day when all answers are due."""

    due_on = DayField(label=_("Tenggat evaluasi"))


class AssignForm(forms.Form):
    """Several indicators, one unit, one day."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("Indikator"),
        coerce=int,
        error_messages={
            "required": _("Pilih sedikitnya satu indikator."),
            "invalid_choice": _("Pilih indikator yang ada di evaluasi ini."),
        },
    )
    unit = forms.ModelChoiceField(
        label=_("Perangkat daerah"),
        queryset=Organisation.objects.none(),
        empty_label="–",
        error_messages={
            "required": _("Pilih perangkat daerahnya."),
            "invalid_choice": _("Pilih perangkat daerah dari instansi yang dievaluasi."),
        },
    )
    due_on = DayField(
        label=_("Tenggat"),
        required=False,
        help_text=_("Bila kosong, tenggat evaluasi yang berlaku."),
    )

    def __init__(
        self,
        answers: Iterable[Answer],
        units: QuerySet[Organisation],
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data, prefix="tugas")
        self.fields["numbers"].choices = [  # type: ignore[attr-defined]
            (one.number, str(one.number)) for one in answers
        ]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @property
    def picked(self) -> list[str]:
        """Give the indicators that were picked, as texts."""
        return [str(one) for one in self["numbers"].value() or ()]


class SendBackForm(forms.Form):
    """Which answers must be worked on again, and why."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("Indikator yang harus diperbaiki"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Pilih indikator yang harus diperbaiki."),
            "invalid_choice": _("Pilih indikator yang ada di evaluasi ini."),
        },
    )
    note = TextField(
        label=_("Yang harus diperbaiki"),
        rows=3,
        max_length=2000,
        error_messages={
            "required": _("Tulis apa yang harus diperbaiki."),
            "max_length": _("Ringkas menjadi paling banyak 2.000 huruf."),
        },
    )

    def __init__(
        self,
        choices: Iterable[tuple[int, str]],
        data: QueryDict | None = None,
        proposed: Iterable[int] = (),
    ) -> None:
        super().__init__(data, prefix="kembali", initial={"numbers": list(proposed)})
        self.fields["numbers"].choices = list(choices)  # type: ignore[attr-defined]


class InstrumentField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no class of arguments at run time
    """Choose an instrument by its name in the reader's language."""

    def label_from_instance(self, obj: Instrument) -> str:
        return named(obj.content)


class OpenForm(forms.Form):
    """A new evaluation: which year, by which instrument, due when."""

    year = forms.IntegerField(
        label=_("Tahun"),
        min_value=FIRST,
        max_value=LAST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={
            "invalid": YEAR,
            "required": YEAR,
            "min_value": YEAR,
            "max_value": YEAR,
        },
    )
    instrument = InstrumentField(
        label=_("Instrumen"),
        queryset=Instrument.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih instrumennya."),
            "invalid_choice": _("Pilih instrumen yang ada di daftar."),
        },
    )
    due_on = DayField(
        label=_("Tenggat penilaian mandiri"),
        required=False,
        help_text=_("Dapat ditetapkan kemudian, sebelum penilaian mandiri dimulai."),
    )

    def __init__(
        self, instruments: Iterable[Instrument], *, today: date, data: QueryDict | None = None
    ) -> None:
        instruments = list(instruments)
        super().__init__(
            data,
            initial={"year": today.year, "instrument": instruments[0] if instruments else None},
        )
        self.fields["instrument"].queryset = Instrument.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in instruments]
        )

    def clean_due_on(self) -> date | None:
        """Nothing is due before the year that is looked at."""
        due: date | None = self.cleaned_data["due_on"]
        year = self.cleaned_data.get("year")
        if due and year and due.year < year:
            raise forms.ValidationError(_("Tenggat tidak boleh sebelum tahun evaluasi."))
        return due
