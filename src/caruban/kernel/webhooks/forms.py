"""The form of an endpoint."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from caruban.kernel.organisations.models import Organisation
from caruban.kernel.webhooks.queries import events_in_words


class EndpointForm(forms.Form):
    """Where a message goes, and of what it tells; of a new one also for whom."""

    institution = forms.ModelChoiceField(
        label=_("Instansi"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(label=_("Nama"), max_length=120, help_text=_("Misalnya: Portal data"))
    url = forms.CharField(
        label=_("Alamat"),
        max_length=500,
        help_text=_("Alamat https milik sistem penerima."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Peristiwa"),
        required=False,
        help_text=_("Tanpa pilihan: semua peristiwa instansi ini."),
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, institutions: QuerySet[Organisation] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        events = self.fields["events"]
        assert isinstance(events, forms.MultipleChoiceField)  # noqa: S101 (for the types)
        events.choices = [
            (name, format_html("<code>{}</code> <small>{}</small>", name, sentence))
            for name, sentence in events_in_words()
        ]
        if institutions is None:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = institutions  # type: ignore[attr-defined]  # of a ModelChoiceField
            self.fields["institution"].initial = institutions.first()
