"""Levels to try: one choice for each indicator."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from caruban.evaluation.names import named
from caruban.evaluation.rules.instrument import Instrument


class MovesForm(forms.Form):
    """The level of each indicator, as it stands (`levels`) or as somebody would have it."""

    def __init__(
        self, given: QueryDict, instrument: Instrument, levels: Mapping[int, int | None]
    ) -> None:
        self.levels = levels
        self.names = {one.number: f"i{one.number}" for one in instrument.indicators}
        standing = {name: levels.get(number) or "" for number, name in self.names.items()}
        typed = {name: given[name] for name in self.names.values() if name in given}
        super().__init__(data={**standing, **typed})
        for one in instrument.indicators:
            rungs = instrument.scales[one.scale]
            choices = [(str(rung.number), f"{rung.number} {named(rung)}") for rung in rungs]
            unknown = [] if levels.get(one.number) else [("", _("belum ada"))]
            self.fields[self.names[one.number]] = forms.ChoiceField(
                label=named(one),
                choices=[*unknown, *choices],
                required=False,
                error_messages={"invalid_choice": _("Pilih tingkat 1 sampai 5.")},
            )

    @property
    def moves(self) -> dict[int, int]:
        """Give what differs from how it stands, by indicator; what is no level is left out."""
        self.is_valid()
        chosen = {
            number: int(self.cleaned_data[name])
            for number, name in self.names.items()
            if self.cleaned_data.get(name)  # a level; what is none was refused
        }
        return {
            number: level for number, level in chosen.items() if level != self.levels.get(number)
        }

    @property
    def query(self) -> dict[str, int]:
        """Give the moves as they stand in an address that can be shared."""
        return {self.names[number]: level for number, level in self.moves.items()}
