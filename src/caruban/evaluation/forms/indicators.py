"""Which indicators of a list are shown: by domain, by unit, or those that need attention."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.names import named
from caruban.evaluation.queries.live import Line

ALL, OVERCLAIMS, NOT_READY = "", "klaim", "belum"
UNKNOWN_CHOICE = {"invalid_choice": _("Pilih salah satu yang ada di daftar.")}


class IndicatorFilter(forms.Form):
    """What is left open is not filtered by; so is what is no choice."""

    domain = forms.ChoiceField(label=_("Domain"), required=False, error_messages=UNKNOWN_CHOICE)
    unit = forms.ChoiceField(
        label=_("Penanggung jawab"), required=False, error_messages=UNKNOWN_CHOICE
    )
    hanya = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[(ALL, ""), (OVERCLAIMS, ""), (NOT_READY, "")],
        error_messages=UNKNOWN_CHOICE,
    )

    def __init__(self, given: QueryDict, lines: Iterable[Line]) -> None:
        super().__init__(data=given)
        lines = list(lines)
        domains = {str(one.domain.number): named(one.domain) for one in lines}
        units = {str(one.unit.pk): one.unit.name for one in lines}
        self.fields["domain"].choices = [("", _("Semua domain")), *domains.items()]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", _("Semua unit")),
            *sorted(units.items(), key=lambda unit: unit[1]),
        ]

    def kept(self, lines: Iterable[Line]) -> list[Line]:
        """Give the lines that fit what was chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        return [
            one
            for one in lines
            if chosen.get("domain") in (None, "", str(one.domain.number))
            and chosen.get("unit") in (None, "", str(one.unit.pk))
            and is_kept(one, chosen.get("hanya") or ALL)
        ]


def is_kept(line: Line, only: str) -> bool:
    """Say whether a line belongs to one of the ready-made cuts of the list."""
    if only == OVERCLAIMS:
        return line.overclaims
    return only != NOT_READY or not line.answer.is_complete
