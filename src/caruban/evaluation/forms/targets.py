"""Targets of a year: one number for the index, each domain and each aspect."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.evaluation.forms.fields import ScoreField
from caruban.evaluation.models import Target
from caruban.evaluation.names import index_name, named
from caruban.evaluation.rules.gap import TargetKey
from caruban.evaluation.rules.instrument import Instrument

FIRST, LAST = 2015, 2100
YEAR = gettext_lazy("Isi tahun antara 2015 dan 2100.")


class YearForm(forms.Form):
    """The year to set targets for."""

    tahun = forms.IntegerField(
        label=gettext_lazy("Tahun"),
        validators=[MinValueValidator(FIRST, YEAR), MaxValueValidator(LAST, YEAR)],
        error_messages={"invalid": YEAR, "required": YEAR},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )


class TargetsForm(forms.Form):
    """Every part of an instrument; what stays empty gets no target.

    A target that is set already cannot be taken away: the plan was published.
    """

    source = forms.CharField(
        label=gettext_lazy("Sumber"),
        help_text=gettext_lazy("Dokumen yang menetapkannya, misalnya “Peta Rencana, tabel 4.1”."),
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None,
        content: Instrument,
        held: Iterable[Target],
        proposed: Mapping[str, str] | None = None,
    ) -> None:
        held = list(held)
        self.held: dict[TargetKey, Target] = {(one.subject, one.number): one for one in held}
        self.keys: dict[str, TargetKey] = {}
        typed = {name: value.replace(".", ",") for name, value in (proposed or {}).items()}
        super().__init__(data, initial={"source": held[0].source if held else "", **typed})
        self._add("index", 0, index_name(content))
        for domain in content.domains:
            if len(content.domains) > 1:
                self._add("domain", domain.number, named(domain))
                self._describe(domain.number, named(domain))
            for aspect in content.aspects_of(domain.number):
                self._add("aspect", aspect.number, named(aspect))
        self.order_fields([*self.keys, "source"])

    def _add(self, kind: str, number: int, label: str) -> None:
        name = name_of(kind, number)
        self.keys[name] = (kind, number)
        held = self.held.get((kind, number))
        self.fields[name] = ScoreField(
            label=label, required=False, initial=held.value if held else None
        )

    def _describe(self, number: int, name: str) -> None:
        held = self.held.get(("domain", number))
        self.fields[f"uraian-{number}"] = forms.CharField(
            label=_("Uraian target %(name)s") % {"name": name},
            required=False,
            max_length=2000,
            initial=held.description if held else "",
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self) -> None:
        """Refuse an empty place where a target stands, and a form without any number."""
        super().clean()
        for name, key in self.keys.items():
            if key in self.held and name not in self.errors and self.cleaned_data[name] is None:
                self.add_error(name, _("Target ini sudah ditetapkan; ubah angkanya."))
        if not self.errors and not self.values:
            self.add_error(None, _("Isi sedikitnya satu target."))

    @property
    def values(self) -> dict[TargetKey, Decimal]:
        """Give the numbers that were filled in."""
        given = {key: self.cleaned_data.get(name) for name, key in self.keys.items()}
        return {key: value for key, value in given.items() if value is not None}

    @property
    def descriptions(self) -> dict[TargetKey, str]:
        """Give what was written about the domains that have a number."""
        return {
            key: self.cleaned_data.get(f"uraian-{key[1]}", "")
            for key in self.values
            if key[0] == Target.Subject.DOMAIN
        }


def name_of(kind: str, number: int) -> str:
    """Name the field of a part: "index", "domain-3", "aspect-7"."""
    return kind if kind == "index" else f"{kind}-{number}"
