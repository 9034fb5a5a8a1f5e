"""What the style guide shows: each part of the pages, drawn by the very call printed beside it."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from caruban.kernel.errors import Difference, Stale
from caruban.kernel.web.context import page
from caruban.kernel.web.pages import jinja
from caruban.kernel.web.specimens import SECTIONS, Section

IMPORT = '{% import "web/components.html" as ui with context %}'


@dataclass(frozen=True)
class Drawn:
    """One call of a part, and what it draws."""

    call: str
    drawing: SafeString


@dataclass(frozen=True)
class DrawnSection:
    """The parts of one kind, with when to use them."""

    title: str | Promise
    note: str | Promise
    calls: list[Drawn]


class SampleForm(forms.Form):
    """A form with every kind of control."""

    name = forms.CharField(label=_("Nama layanan"), help_text=_("Seperti yang dikenal warga"))
    fee = forms.IntegerField(
        label=_("Biaya"),
        error_messages={"invalid": _("Isi rupiah tanpa titik, atau 0 kalau gratis.")},
        widget=forms.TextInput({"inputmode": "numeric"}),  # a number input drops what is wrong
    )
    owner = forms.ChoiceField(
        label=_("Pemilik"),
        choices=[("1", "Dinas Komunikasi dan Informatika"), ("2", "Dinas Sosial")],
    )
    audience = forms.MultipleChoiceField(
        label=_("Untuk siapa"),
        choices=[("w", _("Warga")), ("u", _("Pelaku usaha"))],
        widget=forms.CheckboxSelectMultiple,
    )
    state = forms.ChoiceField(
        label=_("Keadaan"),
        choices=[("a", _("Aktif")), ("m", _("Mati"))],
        widget=forms.RadioSelect,
    )
    since = forms.DateField(
        label=_("Berlaku sejak"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    story = forms.CharField(label=_("Uraian"), required=False, widget=forms.Textarea({"rows": 3}))
    proof = forms.FileField(
        label=_("Bukti"), required=False, help_text=_("PDF, paling besar 25 MB")
    )
    is_shown = forms.BooleanField(label=_("Tampilkan di halaman publik"), required=False)


def sections(request: HttpRequest) -> list[DrawnSection]:
    """Give every section with its calls drawn."""
    known = {**page(request), **samples(), "request": request, "csrf_input": ""}
    return [
        DrawnSection(one.title, one.note, [Drawn(call, draw(call, known)) for call in calls(one)])
        for one in SECTIONS
    ]


def calls(section: Section) -> list[str]:
    """Give the calls of a section: the paragraphs of its file, without the comment at its head."""
    source = jinja().env.get_template(f"web/styleguide/{section.name}.html").filename
    return Path(str(source)).read_text(encoding="utf-8").strip().split("\n\n")[1:]


def draw(call: str, known: dict[str, Any]) -> SafeString:
    """Draw one call of ours."""
    drawing = jinja().env.from_string(IMPORT + call).render(known).replace(" autofocus", "")
    return mark_safe(drawing)  # noqa: S308 (autoescaped by the template)


def samples() -> dict[str, Any]:
    """Give what the calls are drawn with."""
    now = timezone.now()
    changed = Difference(str(_("Penanggung jawab")), "Bidang Aptika", "Bidang Statistik")
    wrong = SampleForm({"name": "Perbarui kartu keluarga", "fee": "Rp10,000,-", "owner": "1"})
    sentence = str(_("Penjelasan ini sudah diubah orang lain."))
    return {
        "form": SampleForm(initial={"name": "Perbarui kartu keluarga", "audience": ["w"]}),
        "wrong": wrong,
        "entries": [
            SimpleNamespace(
                at=now - timedelta(minutes=10),
                who="Sekretariat SPBE",
                sentence=_("Mengganti penanggung jawab."),
                differences=[changed],
            ),
            SimpleNamespace(
                at=now - timedelta(days=2),
                who="Petugas Dinas Kominfo",
                sentence=_("Membuat catatan ini."),
                differences=[],
            ),
        ],
        "conflict": Stale(
            sentence, changes=[changed], who="Sekretariat SPBE", when=now - timedelta(minutes=3)
        ),
        "a_page": Paginator(range(1234), 25).page(3),
    }
