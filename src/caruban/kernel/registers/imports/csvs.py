"""CSV as it comes: encoding, separator and decimal sign are found out; rows are read as text."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from caruban.kernel.errors import Refused
from caruban.kernel.reports.formulas import undone

ENCODINGS = ("utf-8", "windows-1252", "utf-16")
SEPARATORS = (",", ";", "\t", "|")
CHUNK = 64 * 1024
LOOKED_AT = 50  # lines by which the separator is found
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
HINT = "sep="  # Excel's own first line, which names the separator


def encoding_of(file: BinaryIO) -> str:
    """Give the encoding of a file: by its mark, UTF-8 where it is that, else Windows-1252."""
    file.seek(0)
    begin = file.read(4)
    for mark, encoding in MARKS:
        if begin.startswith(mark):
            return encoding
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def separator_of(file: BinaryIO, encoding: str) -> str:
    """Give the separator by which the first lines have the most columns, most evenly."""
    lines = []
    for line in _text(file, encoding):
        lines.append(line)
        if len(lines) == LOOKED_AT:
            break
    if lines and lines[0].lower().startswith(HINT):
        return lines[0][len(HINT) :].rstrip("\r\n")[:1] or ","
    return max(SEPARATORS, key=lambda one: _evenness(lines, one))


def _evenness(lines: list[str], separator: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:
        return 0, 0
    if not widths:
        return 0, 0
    width, many = Counter(widths).most_common(1)[0]
    return (many / len(widths) if width > 1 else 0), width


def rows_of(file: BinaryIO, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row with its number, as text, our own guard against formulas undone.

    Refused, at the field `file`, for what is no CSV in this encoding.
    """
    lines = _text(file, encoding)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    try:
        for row in reader:
            number += 1
            if number == 1 and _is_hint(row):
                continue
            yield number, [undone(cell) for cell in row]
    except csv.Error as error:
        said = _(
            "Baris %(row)s bukan CSV: tanda kutip tidak tertutup, atau selnya terlalu panjang."
        )
        raise Refused(said % {"row": number + 1}, field="file") from error


def _is_hint(row: list[str]) -> bool:
    """Say whether a row is the hint, which the separator itself parts."""
    return bool(row) and row[0].lower().startswith(HINT) and not any(row[1:])


def _text(file: BinaryIO, encoding: str) -> Iterator[str]:
    """Give lines. Refused for a byte that no text has."""
    file.seek(0)
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    stream = io.TextIOWrapper(io.BufferedReader(_Lent(file)), encoding=codec, newline="")
    try:
        for line in stream:
            if "\0" in line:
                raise Refused(_("Berkas ini bukan CSV: isinya bukan teks."), field="file")
            yield line
    except UnicodeError as error:
        said = _("Berkas ini tidak dapat dibaca sebagai %(encoding)s. Simpan ulang sebagai UTF-8.")
        raise Refused(said % {"encoding": encoding}, field="file") from error
    finally:
        stream.detach()


class _Lent(io.RawIOBase):
    """A file that stays open when its reader is gone."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]  # any writable buffer
        chunk = self.file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)
