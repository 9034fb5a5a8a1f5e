"""What a cell says, as a value of its field: typed cells as they are, text as people write it."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from caruban.kernel.registers.imports.limits import LONGEST
from caruban.kernel.registers.imports.reading import Cell
from caruban.kernel.registers.kinds import Described, Kind
from caruban.kernel.web.formats import MINUS, UNKNOWN

EXACT = 10**15  # whole numbers from here on a spreadsheet has rounded already
MONTHS = {  # by their first letters, Indonesian and English
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8,
    "ags": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}  # fmt: skip
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ](\d{4})")
CLOCK = re.compile(r"[T, ]*(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?(?:\s*WIB)?")
YES = frozenset({"ya", "y", "yes", "true", "benar", "1", "ada", "v", "x", "✓"})
NO = frozenset({"tidak", "t", "no", "n", "false", "salah", "0", "-", "tidak ada"})


class Wrong(ValueError):
    """A cell does not say what its field asks for; the sentence says why."""


def is_empty(cell: Cell) -> bool:
    """Say whether a cell says nothing; the dash that exports write for that included."""
    return cell is None or (isinstance(cell, str) and cell.strip() in {"", UNKNOWN})


def value_of(cell: Cell, field: Described, *, decimal: str) -> Any:
    """Give the value of a cell that is not empty. Raises Wrong.

    decimal   the sign before decimals in numbers that are text

    Relations are not looked up here: their text is given as it is.
    """
    if isinstance(cell, str) and len(cell) >= LONGEST:
        raise Wrong(_("Teks ini terpotong oleh lembar kerja. Isi langsung di halaman catatan."))
    if isinstance(cell, str) and "\0" in cell:
        raise Wrong(_("Sel ini memuat tanda yang tidak dapat disimpan."))
    return _READERS.get(field.kind, _text)(cell, field, decimal)


def text_of(cell: Cell) -> str:
    """Give what a cell says as text. Raises Wrong where a spreadsheet has changed it."""
    if isinstance(cell, bool):
        return _("ya") if cell else _("tidak")
    if isinstance(cell, date):
        raise Wrong(_("Sel ini tanggal, sedangkan isiannya teks. Ubah format sel menjadi teks."))
    if isinstance(cell, int | float):
        if abs(cell) >= EXACT:
            raise Wrong(
                _("Angka ini lebih dari 15 digit dan dibulatkan lembar kerja. "
                  "Ubah format sel menjadi teks, lalu ketik ulang.")
            )  # fmt: skip
        return str(int(cell)) if float(cell).is_integer() else repr(cell)
    return "" if cell is None else cell.strip()


def number_of(cell: Cell, decimal: str) -> Decimal:
    """Give the number that a cell says. Raises Wrong."""
    if isinstance(cell, bool | date):
        raise Wrong(_("Isi dengan angka."))
    if isinstance(cell, int | float):
        return Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    text = re.sub(r"\s|\u00a0|^Rp\.?", "", (cell or "").strip(), flags=re.IGNORECASE)
    text = text.replace(MINUS, "-")
    grouped = "." if decimal == "," else ","
    whole, _sign, part = text.partition(decimal)
    if grouped in part or not _is_grouped(whole.lstrip("+-"), grouped):
        raise Wrong(
            _("Angka ini tidak jelas. Tulis desimal dengan “%(sign)s”.") % {"sign": decimal}
        )
    try:
        number = Decimal(f"{whole.replace(grouped, '')}.{part or 0}")
    except InvalidOperation as error:
        raise Wrong(_("Isi dengan angka.")) from error
    return number


def _is_grouped(whole: str, sign: str) -> bool:
    first, *groups = whole.split(sign)
    return all(len(one) == 3 for one in groups) and (not groups or 0 < len(first) <= 3)  # noqa: PLR2004


def _text(cell: Cell, field: Described, decimal: str) -> str:
    return text_of(cell)


def _whole(cell: Cell, field: Described, decimal: str) -> int:
    number = number_of(cell, decimal)
    if number != number.to_integral_value():
        raise Wrong(_("Isi dengan angka bulat."))
    return int(number)


def _decimal(cell: Cell, field: Described, decimal: str) -> Decimal:
    number = number_of(cell, decimal)
    places = getattr(field.field, "decimal_places", None)
    # what a binary number of a sheet has beyond the column's places, to 12 digits, is no digit
    rounded = round(number, places) if isinstance(cell, float) and places is not None else number
    return rounded if abs(rounded - number) <= abs(number) * Decimal("1e-12") else number


def _day(cell: Cell, field: Described, decimal: str) -> date:
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise Wrong(_("Isi dengan tanggal tanpa jam."))
        return cell.date()
    if isinstance(cell, date):
        return cell
    found, rest = _read_day(cell)
    if rest.strip():
        raise _no_day()
    return found


def _moment(cell: Cell, field: Described, decimal: str) -> datetime:
    if isinstance(cell, datetime):
        return timezone.make_aware(cell) if timezone.is_naive(cell) else cell
    if isinstance(cell, date):
        return timezone.make_aware(datetime.combine(cell, time()))
    if isinstance(cell, str) and (known := _iso_moment(cell.strip())):
        return known
    found, rest = _read_day(cell)
    if not rest.strip():
        return timezone.make_aware(datetime.combine(found, time()))
    match = CLOCK.fullmatch(rest.strip(" ,"))
    try:
        hour, minute, second = (int(one or 0) for one in match.groups()) if match else (24, 0, 0)
        return timezone.make_aware(datetime.combine(found, time(hour, minute, second)))
    except ValueError as error:
        said = _("Isi dengan tanggal dan jam, misalnya 31-12-2026 08.15.")
        raise Wrong(said) from error


def _iso_moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else timezone.make_aware(found)


def _read_day(cell: Cell) -> tuple[date, str]:
    text = cell.strip() if isinstance(cell, str) else ""
    try:
        if match := ISO_DAY.match(text):
            year, month, day = (int(one) for one in match.groups())
        elif match := DAY.match(text):
            year, month, day = int(match[3]), _month(match[2]), int(match[1])
        else:
            raise _no_day()
        return date(year, month, day), text[match.end() :]
    except (ValueError, KeyError) as error:
        raise _no_day() from error


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS[text[:3].casefold()]


def _no_day() -> Wrong:
    return Wrong(_("Isi dengan tanggal, misalnya 31-12-2026."))


def _yes_no(cell: Cell, field: Described, decimal: str) -> bool:
    said = str(int(cell)) if isinstance(cell, float) and cell in (0, 1) else str(cell)
    said = said.strip().casefold()
    if said in YES or said == _("ya").casefold():
        return True
    if said in NO or said == _("tidak").casefold():
        return False
    raise Wrong(_("Isi dengan “ya” atau “tidak”."))


def _choice(cell: Cell, field: Described, decimal: str) -> Any:
    said = text_of(cell).casefold()
    for value, label in field.choices:
        if said in {str(value).casefold(), str(label).casefold()}:
            return value
    known = ", ".join(str(label) for _value, label in field.choices[:12])
    raise Wrong(_("Pilih salah satu: %(known)s.") % {"known": known})


def _list(cell: Cell, field: Described, decimal: str) -> list[Any]:
    parts = [one.strip() for one in text_of(cell).split(";")]
    base = field.field.base_field  # type: ignore[attr-defined]  # a list has one
    return [base.to_python(one) for one in parts if one]


def _unread(cell: Cell, field: Described, decimal: str) -> Any:
    raise Wrong(_("Isian ini tidak dapat diimpor."))


Reader = Callable[[Cell, Described, str], Any]
_READERS: dict[Kind, Reader] = {
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
    Kind.OTHER: _unread,
}
