"""Which year and instrument institutions are compared by."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

Choice = tuple[int, str, str]  # year, code and name of the instrument


class ComparisonForm(forms.Form):
    """One choice: a year by an instrument; `preferred` when none is made, else the latest."""

    menurut = forms.ChoiceField(
        label=_("Tahun dan instrumen"),
        error_messages={
            "invalid_choice": _("Pilih salah satu tahun dan instrumen yang ada di daftar.")
        },
    )

    def __init__(
        self, given: QueryDict, choices: list[Choice], preferred: Choice | None = None
    ) -> None:
        keys = [(f"{year}:{code}", f"{year}, {name}") for year, code, name in choices]
        self.known = sorted(choices, key=lambda one: one != preferred)  # the preferred one first
        first = "{}:{}".format(*self.known[0]) if choices else ""
        super().__init__(data={"menurut": given.get("menurut") or first})
        self.fields["menurut"].choices = keys  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[int, str]:
        """Give year and code; those of the first choice when the chosen one is none; (0, "")."""
        if not self.known:
            return 0, ""
        if not self.is_valid():
            return self.known[0][:2]
        year, code = self.cleaned_data["menurut"].split(":", 1)
        return int(year), code
