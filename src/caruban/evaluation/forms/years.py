"""Which two columns of an institution's years are compared."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.queries.years import Column

UNKNOWN_CHOICE = {"invalid_choice": _("Pilih salah satu tahun yang ada di daftar.")}


class YearsForm(forms.Form):
    """Two choices; while none is made, the page's own evaluation and what fits it best."""

    a = forms.ChoiceField(label=_("Dari"), error_messages=UNKNOWN_CHOICE)
    b = forms.ChoiceField(label=_("Ke"), error_messages=UNKNOWN_CHOICE)

    def __init__(self, given: QueryDict, columns: list[tuple[Column, str]], here: str) -> None:
        self.columns = {one.key: one for one, _label in columns}
        self.here, self.there = here, self._other(here)
        super().__init__(data={"a": given.get("a") or self.here, "b": given.get("b") or self.there})
        choices = [(one.key, label) for one, label in columns]
        for name in ("a", "b"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _other(self, key: str) -> str:
        """Give the latest other column by the same instrument, else the latest other one."""
        own = self.columns[key].instrument.code
        others = [one for one in self.columns.values() if one.key != key]
        same = [one for one in others if one.instrument.code == own]
        return (same or others or [self.columns[key]])[-1].key

    @property
    def chosen(self) -> tuple[Column, Column]:
        """Give the two columns; a choice that is none falls back to the page's own."""
        self.is_valid()
        keys = (self.cleaned_data.get("a", self.here), self.cleaned_data.get("b", self.there))
        return self.columns[keys[0]], self.columns[keys[1]]
