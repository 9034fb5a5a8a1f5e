"""What an institution answers to one indicator, as it is typed and as it is sent."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.models import Answer
from caruban.evaluation.names import named
from caruban.evaluation.rules.instrument import Indicator, Instrument

NOTHING = _("Belum ada klaim")
Sentences = dict[str, Any]  # by the code of the error

UNKNOWN_LEVEL: Sentences = {"invalid_choice": _("Pilih tingkat 1 sampai 5.")}
UNKNOWN_ITEM: Sentences = {"invalid_choice": _("Butir itu tidak ada pada indikator ini.")}
NUMBER = _("Isi angka, misalnya 68,75.")


class ItemsField(forms.MultipleChoiceField):
    """Ticked items, "level.item"; an empty one says that the group was sent, ticked or not."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = UNKNOWN_ITEM

    def to_python(self, value: Any) -> list[str]:
        """Leave the empty one out."""
        return [one for one in super().to_python(value) if one]


class OuterIndexField(forms.DecimalField):
    """Another body's index, comma or point."""

    default_error_messages = {
        "invalid": NUMBER,
        "max_digits": NUMBER,
        "max_whole_digits": NUMBER,
        "max_decimal_places": _("Isi paling banyak dua angka di belakang koma."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 8})
        super().__init__(max_digits=6, decimal_places=2, required=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Read a number with comma or point."""
        if isinstance(value, str):
            value = value.strip().replace(",", ".", 1)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Write a number with a comma; what was typed stays as typed."""
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value


class TextField(forms.CharField):
    """Text of several lines, its line ends as the database keeps them."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(strip=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """Browsers send other line ends than scripts do."""
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


def level_choices(content: Instrument, indicator: Indicator) -> list[tuple[str, str]]:
    """Give the levels of an indicator's scale: ("3", "Terdefinisi")."""
    return [(str(rung.number), named(rung)) for rung in content.scales[indicator.scale]]


def item_choices(indicator: Indicator) -> list[tuple[str, str]]:
    """Give an indicator's items: ("3.1", its text)."""
    return [
        (f"{level}.{order}", one.text)
        for level, rows in sorted(indicator.items.items())
        for order, one in enumerate(rows, 1)
    ]


def takes_score(indicator: Indicator) -> bool:
    """Say whether an indicator takes its value from another body's index."""
    return indicator.external is not None and indicator.external.sets_value


class AnswerForm(forms.Form):
    """The answer as the indicator's page sends it, whole or one field at a time.

    version   the version that the reader saw
    Which fields there are follows from the indicator: items, where they are counted, else a level;
    a score, where the value comes from another body's index.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    narrative = TextField(
        label=_("Penjelasan"),
        help_text=_("Apa yang sudah diterapkan, sejak kapan, dan dokumen mana buktinya."),
        required=False,
        max_length=20_000,
        rows=8,
        error_messages={"max_length": _("Ringkas menjadi paling banyak 20.000 huruf.")},
    )

    def __init__(self, answer: Answer, data: QueryDict | None = None) -> None:
        content = answer.assessment.instrument.content
        indicator = content.by_number[answer.number]
        names = ("claimed_level", "claimed_items", "claimed_score", "narrative", "version")
        super().__init__(data, initial={name: getattr(answer, name) for name in names})
        self.kept = {name: getattr(answer, name) for name in names}
        if indicator.items:
            self.fields["claimed_items"] = ItemsField(
                label=_("Butir yang dipenuhi"), choices=item_choices(indicator), required=False
            )
        else:
            self.fields["claimed_level"] = forms.TypedChoiceField(
                label=_("Tingkat yang diklaim"),
                choices=[("", NOTHING), *level_choices(content, indicator)],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages=UNKNOWN_LEVEL,
            )
        if takes_score(indicator):
            self.fields["claimed_score"] = OuterIndexField(
                label=indicator.external.name  # type: ignore[union-attr]
            )

    @property
    def names(self) -> list[str]:
        """Give the fields that are saved by themselves as they are typed."""
        return [name for name in self.fields if name != "version"]

    @property
    def given(self) -> dict[str, Any]:
        """Give what was sent and is sound; what was not sent is no wish."""
        self.is_valid()
        sent = [name for name in self.names if name in self.data]
        return {name: self.cleaned_data[name] for name in sent if name in self.cleaned_data}

    @property
    def seen(self) -> int:
        """Give the version that the reader saw; 0 for none, which no answer has."""
        self.is_valid()
        return self.cleaned_data.get("version") or 0

    def base_on(self, answer: Answer) -> None:
        """Go on from the answer as it is now: the next save starts from this version."""
        self.kept = {name: getattr(answer, name) for name in self.kept}
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data["version"] = str(answer.version)
            self.data = data

    def values(self, name: str) -> list[str]:
        """Give what a field shows, as texts: what was typed, else what is kept."""
        value = self[name].value()
        if value is None:
            return []
        return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
