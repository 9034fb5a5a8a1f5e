"""What the pages of an import ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caruban.kernel.registers.imports.csvs import ENCODINGS, SEPARATORS
from caruban.kernel.registers.imports.reading import ACCEPT
from caruban.kernel.registers.imports.settings import Settings

SEPARATOR_WORDS = {
    ",": _("koma ( , )"),
    ";": _("titik koma ( ; )"),
    "\t": _("tabulasi"),
    "|": _("garis tegak ( | )"),
}
ENCODING_WORDS = {
    "utf-8": "UTF-8", "windows-1252": _("Windows-1252 (Excel lama)"), "utf-16": "UTF-16",
}  # fmt: skip


class UploadForm(forms.Form):
    """A sheet to import."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("XLSX, ODS, atau CSV; paling banyak 100.000 baris."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        max_length=200,
    )


class ReadingForm(forms.Form):
    """How a file is read: which sheet, where its head stands, and how a CSV is written."""

    use_required_attribute = False
    sheet = forms.ChoiceField(label=_("Lembar"))
    head = forms.IntegerField(label=_("Baris judul kolom"), min_value=1, max_value=1_000)
    separator = forms.ChoiceField(
        label=_("Pemisah kolom"),
        choices=[(one, SEPARATOR_WORDS[one]) for one in SEPARATORS],
    )
    encoding = forms.ChoiceField(
        label=_("Pengodean huruf"), choices=[(one, ENCODING_WORDS[one]) for one in ENCODINGS]
    )

    def __init__(self, settings: Settings, data: Any = None) -> None:
        first = settings.sheets[0] if settings.sheets else ""
        initial = {
            "sheet": settings.sheet or first, "head": settings.head,
            "separator": settings.separator, "encoding": settings.encoding,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.fields["sheet"].choices = [(one, one) for one in settings.sheets]  # type: ignore[attr-defined]  # a ChoiceField
        if settings.separator not in SEPARATORS:
            known = self.fields["separator"].choices  # type: ignore[attr-defined]  # a ChoiceField
            self.fields["separator"].choices = [*known, (settings.separator, settings.separator)]  # type: ignore[attr-defined]  # as above
        for name in ("separator", "encoding") if settings.kind != "csv" else ("sheet",):
            del self.fields[name]


class RulesForm(forms.Form):
    """What becomes of the rows."""

    use_required_attribute = False
    mode = forms.ChoiceField(
        label=_("Baris yang diimpor"),
        choices=[
            ("both", _("Buat yang baru, ubah yang sudah ada")),
            ("create", _("Buat yang baru saja; tolak yang sudah ada")),
            ("change", _("Ubah yang sudah ada saja; tolak yang baru")),
        ],
    )
    empty = forms.ChoiceField(
        label=_("Sel kosong pada catatan yang sudah ada"),
        choices=[("keep", _("Biarkan isi lama")), ("clear", _("Kosongkan isiannya"))],
    )
    decimal = forms.ChoiceField(
        label=_("Tanda desimal dalam teks"),
        choices=[(",", _("koma (1.234,5)")), (".", _("titik (1,234.5)"))],
    )
