"""The form of what a reader wants of each kind: two answers a kind."""

from collections.abc import Iterator, Sequence

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from caruban.kernel.notices.kinds import Mailing
from caruban.kernel.notices.queries import Chosen


class ChoicesForm(forms.Form):
    """Two fields per kind: whether it is shown in the product, and when it is mailed."""

    def __init__(
        self, choices: Sequence[Chosen], data: "MultiValueDict[str, str] | None" = None
    ) -> None:
        super().__init__(data)
        self.kinds = choices
        for one in choices:
            self.fields[f"{one.kind.name}.shown"] = forms.BooleanField(
                label=_("Tampil di Caruban"), required=False, initial=one.is_shown
            )
            self.fields[f"{one.kind.name}.mailing"] = forms.ChoiceField(
                label=_("Surel"), choices=Mailing.choices, initial=one.mailing
            )

    @property
    def rows(self) -> Iterator[tuple[Chosen, forms.BoundField, forms.BoundField]]:
        """Give each kind with its two fields."""
        for one in self.kinds:
            yield one, self[f"{one.kind.name}.shown"], self[f"{one.kind.name}.mailing"]

    @property
    def chosen(self) -> dict[str, tuple[bool, Mailing]]:
        """Give what was chosen, by the names of kinds; of a form without errors."""
        return {
            one.kind.name: (
                self.cleaned_data[f"{one.kind.name}.shown"],
                Mailing(self.cleaned_data[f"{one.kind.name}.mailing"]),
            )
            for one in self.kinds
        }
