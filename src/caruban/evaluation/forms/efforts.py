"""What the steps of one indicator take: working days and rupiah, level by level."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from caruban.evaluation.forms.fields import DaysField, RupiahField
from caruban.evaluation.rules.instrument import LEVELS, Effort


class EffortsForm(forms.Form):
    """Two fields for each level, filled with what holds now."""

    def __init__(self, data: QueryDict | None, held: Mapping[int, Effort]) -> None:
        super().__init__(data)
        for level in LEVELS:
            self.fields[f"hari-{level}"] = DaysField(
                label=_("Ke tingkat %(level)s, hari kerja") % {"level": level},
                initial=held[level].days,
                error_messages={"required": _("Isi hari kerja, boleh 0.")},
            )
            self.fields[f"biaya-{level}"] = RupiahField(
                label=_("Ke tingkat %(level)s, rupiah") % {"level": level},
                initial=held[level].cost,
                error_messages={"required": _("Isi rupiah, boleh 0.")},
            )

    @property
    def efforts(self) -> dict[int, Effort]:
        """Give what was filled in, by level."""
        chosen = self.cleaned_data
        return {
            level: Effort(chosen[f"hari-{level}"], chosen[f"biaya-{level}"]) for level in LEVELS
        }
