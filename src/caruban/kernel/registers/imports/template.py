"""The template of an import: a workbook with columns, choices, notes and an example."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caruban.kernel.actors import Actor
from caruban.kernel.registers.imports.relations import names_of
from caruban.kernel.registers.imports.targets import Target, targets_of
from caruban.kernel.registers.kinds import Described, Kind
from caruban.kernel.registers.queries import candidates
from caruban.kernel.registers.register import RegisterType
from caruban.kernel.reports.spreadsheets import HEAD, SAFE, sheet_name

ROWS = 5_000  # rows of the sheet that offer choices
MOST_CHOICES = 200  # related records offered in a list; more are typed by code or name
KINDS = {
    Kind.TEXT: gettext_lazy("teks"),
    Kind.LONG: gettext_lazy("teks panjang"),
    Kind.EMAIL: gettext_lazy("alamat surel"),
    Kind.ADDRESS: gettext_lazy("alamat web"),
    Kind.WHOLE: gettext_lazy("angka bulat"),
    Kind.DECIMAL: gettext_lazy("angka"),
    Kind.DAY: gettext_lazy("tanggal"),
    Kind.MOMENT: gettext_lazy("tanggal dan jam"),
    Kind.YES_NO: gettext_lazy("ya atau tidak"),
    Kind.CHOICE: gettext_lazy("pilihan"),
    Kind.RELATION: gettext_lazy("kode atau nama"),
    Kind.PLACE: gettext_lazy("kode atau nama"),
    Kind.MANY: gettext_lazy("beberapa kode atau nama, dipisah titik koma"),
    Kind.LIST: gettext_lazy("beberapa nilai, dipisah titik koma"),
    Kind.OTHER: gettext_lazy("teks"),
}
FORMATS = {
    Kind.DAY: "dd-mm-yyyy", Kind.MOMENT: "dd-mm-yyyy hh:mm", Kind.WHOLE: "0",
    Kind.DECIMAL: "General", Kind.YES_NO: "General",
}  # fmt: skip


@dataclass(frozen=True)
class Head:
    """A column of the template with what its cells may hold; no choices: anything of its kind."""

    target: Target
    head: str
    kind: str
    help: str
    choices: Sequence[str]
    example: Any


def write_template(register: RegisterType, file: BinaryIO, *, by: Actor) -> None:
    """Write the workbook: the sheet to fill in, how to, an example, and the lists of choices."""
    columns = [_head_of(register, one, by) for one in targets_of(register)]
    book = xlsxwriter.Workbook(file, {**SAFE, "constant_memory": False})
    book.set_properties({"title": str(register.title)})
    look = _Look(book)
    page = book.add_worksheet(sheet_name(str(register.title)))
    _fill(page, columns, look)
    _tell(book.add_worksheet(_("Petunjuk")), columns, look)
    _show(book.add_worksheet(_("Contoh")), columns, look)
    lists = book.add_worksheet(_("Pilihan"))
    for at, one in enumerate(columns):
        if one.choices:
            _offer(page, lists, at, one, look)
    book.close()


class _Look:
    """The formats of a workbook: heads, and cells by kind; codes stay text, with their zeros."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format(HEAD)
        self.needed = book.add_format({**HEAD, "bg_color": "#F3DFA2"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._book, self._cells = book, {}  # type: tuple[Any, dict[str, Any]]

    def cell(self, kind: Kind) -> Any:
        shape = FORMATS.get(kind, "@")
        if shape not in self._cells:
            self._cells[shape] = self._book.add_format({"num_format": shape})
        return self._cells[shape]


def _fill(page: Any, columns: Sequence[Head], look: _Look) -> None:
    for at, one in enumerate(columns):
        page.set_column(at, at, max(16, len(one.head) + 4), look.cell(one.target.kind))
        page.write_string(0, at, one.head, look.needed if one.target.is_needed else look.head)
        note = "\n".join(filter(None, (one.kind, one.help)))
        page.write_comment(0, at, note, {"x_scale": 2})
    page.freeze_panes(1, 0)


def _tell(page: Any, columns: Sequence[Head], look: _Look) -> None:
    heads = (_("Kolom"), _("Wajib"), _("Isi"), _("Keterangan"), _("Pilihan"))
    for at, (head, width) in enumerate(zip(heads, (28, 10, 28, 50, 50), strict=True)):
        page.set_column(at, at, width)
        page.write_string(0, at, head, look.head)
    for line, one in enumerate(columns, start=1):
        needed = _("kunci") if one.target.is_key else _("ya") if one.target.is_needed else ""
        row = (one.head, needed, one.kind, one.help, ", ".join(one.choices[:50]))
        for at, text in enumerate(row):
            page.write_string(line, at, text, look.wrapped)
    below = len(columns) + 2
    for at, text in enumerate(notes()):
        page.write_string(below + at, 0, text)
    page.freeze_panes(1, 0)


def notes() -> tuple[str, ...]:
    """Say how an import goes; on the page of the import as well."""
    return (
        _("Baris yang kuncinya sudah ada mengubah catatan itu; yang lain menjadi catatan baru."),
        _("Semua baris disimpan, atau tidak satu pun: yang ditolak dapat diperbaiki dahulu."),
        _("Tidak ada yang disimpan sebelum Anda melihat pratinjau dan menyetujuinya."),
    )


def _show(page: Any, columns: Sequence[Head], look: _Look) -> None:
    for at, one in enumerate(columns):
        page.set_column(at, at, max(16, len(one.head) + 4), look.cell(one.target.kind))
        page.write_string(0, at, one.head, look.head)
        if isinstance(one.example, date):
            page.write_datetime(1, at, one.example, look.cell(one.target.kind))
        elif isinstance(one.example, int | float):
            page.write_number(1, at, one.example)
        else:
            page.write_string(1, at, one.example)


def _offer(page: Any, lists: Any, at: int, one: Head, look: _Look) -> None:
    """Offer the choices of a column as a list in each of its cells."""
    lists.write_string(0, at, one.head, look.head)
    for line, text in enumerate(one.choices, start=1):
        lists.write_string(line, at, text)
    column = xlsxwriter.utility.xl_col_to_name(at)
    source = f"='{_('Pilihan')}'!${column}$2:${column}${len(one.choices) + 1}"
    page.data_validation(1, at, ROWS, at, {
        "validate": "list", "source": source, "ignore_blank": True,
        "error_title": one.head[:32], "error_message": _("Pilih salah satu dari daftar."),
        "error_type": "warning" if one.target.kind is not Kind.CHOICE else "stop",
    })  # fmt: skip


def _head_of(register: RegisterType, target: Target, by: Actor) -> Head:
    field = target.field.field if target.field else None
    help_text = str(getattr(field, "help_text", "") or "")
    choices = _choices(target, by)
    return Head(
        target, str(target.label), str(KINDS[target.kind]), help_text, choices,
        choices[0] if choices else _example(target),
    )  # fmt: skip


def _choices(target: Target, by: Actor) -> list[str]:
    if target.kind is Kind.YES_NO:
        return [_("ya"), _("tidak")]
    if target.field is None:
        return []
    if target.kind is Kind.CHOICE:
        return [str(label) for _value, label in target.field.choices]
    return _related(target.field, by) if target.kind.is_related else []


def _related(field: Described, by: Actor) -> list[str]:
    """Give what related records are called, by which they are found again; none for too many."""
    found = list(candidates(field, by=by)[: MOST_CHOICES + 1])
    shown = [str(one) for one in found]
    if len(found) > MOST_CHOICES:
        return []
    if len({*shown}) == len(shown):
        return shown
    names = names_of(field.related)
    return [
        next((str(text) for n in names if (text := getattr(one, n))), str(one)) for one in found
    ]


def _example(target: Target) -> Any:
    kind = target.kind
    if kind in {Kind.DAY, Kind.MOMENT}:
        now = timezone.localtime().replace(tzinfo=None, second=0, microsecond=0)
        return now.date() if kind is Kind.DAY else now
    examples = {
        Kind.WHOLE: 12, Kind.DECIMAL: 12.5, Kind.EMAIL: "nama@instansi.go.id",
        Kind.ADDRESS: "https://instansi.go.id",
    }  # fmt: skip
    return examples.get(kind, _("isi %(field)s") % {"field": str(target.label).lower()})
