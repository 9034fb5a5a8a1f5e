from django import forms
from django.utils.translation import gettext_lazy as _

from caruban.kernel.documents.checks import ACCEPT


def about() -> forms.CharField:
    """Make the field that says what a document is for the record."""
    return forms.CharField(
        label=_("Keterangan"),
        help_text=_("Apa dokumen ini bagi catatan ini, misalnya “Berita acara serah terima”."),
        max_length=200,
        required=False,
    )


class NewForm(forms.Form):
    """A document to upload."""

    file = forms.FileField(
        label=_("Berkas"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPT})
    )
    title = forms.CharField(
        label=_("Judul"),
        help_text=_("Kosongkan untuk memakai nama berkas."),
        max_length=300,
        required=False,
    )
    about = about()


class KnownForm(forms.Form):
    """A document that is there."""

    document = forms.IntegerField(widget=forms.RadioSelect)
    about = about()


class EditionForm(forms.Form):
    """A new version of a document."""

    file = forms.FileField(
        label=_("Berkas versi baru"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPT})
    )
