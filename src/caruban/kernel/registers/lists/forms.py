"""The form by which a state of a list is saved under a name."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caruban.kernel.organisations.models import Organisation
from caruban.kernel.registers.lists.models import LONGEST_NAME, SavedView

MINE = ""


class ViewForm(forms.Form):
    """A name, and who sees it: its owner, or the people of one of their institutions."""

    name = forms.CharField(label=_("Nama tampilan"), max_length=LONGEST_NAME)
    institution = forms.ChoiceField(
        label=_("Siapa yang melihat"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, institutions: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institutions = {str(one.pk): one for one in institutions}
        choices = [(key, _("Semua orang di %s") % one) for key, one in self.institutions.items()]
        self.fields["institution"].choices = [(MINE, _("Hanya saya")), *choices]  # type: ignore[attr-defined]
        if not choices:
            del self.fields["institution"]

    @property
    def chosen(self) -> Organisation | None:
        """Give the institution that it is shared with; None for nobody."""
        return self.institutions.get(self.cleaned_data.get("institution", MINE))


def form_of(view: SavedView | None, data: Any, *, institutions: Sequence[Organisation]) -> ViewForm:
    """Give the form of a view, or of a new one."""
    given = {"name": view.name, "institution": view.institution_id or MINE} if view else {}
    return ViewForm(data, initial=given, institutions=institutions)
