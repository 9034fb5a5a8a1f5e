"""Evidence: a file to upload, or a document that is there already."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from caruban.evaluation.forms.answer import UNKNOWN_LEVEL
from caruban.evaluation.models import Evidence
from caruban.evaluation.rules.instrument import LEVELS
from caruban.kernel.documents.checks import ACCEPT
from caruban.kernel.documents.models import Document

CHOOSE_LEVEL = {"required": _("Pilih tingkat yang didukung."), **UNKNOWN_LEVEL}
NOTE_HELP = _("Halaman atau pasal yang menunjukkan kriterianya, misalnya “pasal 4 dan 5”.")
MOST_NAME = {"max_length": _("Pendekkan nama berkas ini, lalu unggah lagi.")}


class LevelOfEvidence(forms.Form):
    """For which level, and which part of the document shows it."""

    level = forms.TypedChoiceField(
        label=_("Untuk tingkat"),
        coerce=int,
        choices=[("", "–"), *((level, str(level)) for level in LEVELS)],
        error_messages=CHOOSE_LEVEL,
    )
    note = forms.CharField(
        label=_("Bagian yang relevan"),
        help_text=NOTE_HELP,
        required=False,
        max_length=Evidence._meta.get_field("note").max_length,
    )


class UploadForm(LevelOfEvidence):
    """A file of the responsible unit; what it may be, the documents' own checks say."""

    file = forms.FileField(
        label=_("Berkas"),
        max_length=250,
        allow_empty_file=True,  # the documents' own check says it better
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": _("Pilih berkas yang akan diunggah."),
            "missing": _("Pilih berkas yang akan diunggah."),
            "invalid": _("Pilih berkas yang akan diunggah."),
            **MOST_NAME,
        },
    )
    title = forms.CharField(
        label=_("Judul dokumen"),
        help_text=_(
            "Misalnya nomor dan tentang keputusannya. Bila kosong, nama berkas yang dipakai."
        ),
        required=False,
        max_length=300,
    )
    field_order = ("file", "level", "title", "note")

    def __init__(
        self, data: QueryDict | None = None, files: MultiValueDict[str, Any] | None = None
    ) -> None:
        super().__init__(data, files, prefix="unggah")


class TakeForm(LevelOfEvidence):
    """A document of the institution that was uploaded before."""

    document = forms.ModelChoiceField(
        label=_("Dokumen"),
        queryset=Document.objects.none(),
        error_messages={
            "required": _("Pilih dokumennya."),
            "invalid_choice": _("Dokumen itu tidak ada, atau bukan untuk Anda."),
        },
    )
    field_order = ("document", "level", "note")

    def __init__(self, documents: QuerySet[Document], data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="ambil")
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]
