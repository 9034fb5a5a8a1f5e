"""OpenDocument spreadsheets, written row by row: no library does that without holding them whole.

Takes the same sheets as `spreadsheets`. Text is of the type string, which no program runs.
Source: OASIS OpenDocument 1.3, part 3 (schema), part 2 (package).
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import IO, BinaryIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from caruban.kernel.reports.spreadsheets import Cell, Column, Sheet, readable, sheet_name, typed

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
    f'manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
SPACES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("meta", "meta"), ("number", "datastyle"), ("fo", "xsl-fo-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
DAY = (
    '<number:day number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text>'
    '<number:year number:style="long"/>'
)
CLOCK = (
    '<number:text> </number:text><number:hours number:style="long"/>'
    '<number:text>:</number:text><number:minutes number:style="long"/>'
)
STYLES = (
    "<office:automatic-styles>"
    f'<number:date-style style:name="d">{DAY}</number:date-style>'
    f'<number:date-style style:name="m">{DAY}{CLOCK}</number:date-style>'
    '<style:style style:name="head" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="d"/>'
    '<style:style style:name="moment" style:family="table-cell" style:data-style-name="m"/>'
    "%(widths)s</office:automatic-styles>"
)
BLANKS = re.compile(r"^ | {2,}|\t")
WHITE = {"\t": "&#9;", "\n": "&#10;"}  # in an attribute, XML makes blanks of them
EMPTY = "<table:table-cell/>"


def write(place: BinaryIO, sheets: Iterable[Sheet], *, title: str, author: str) -> None:
    """Write a workbook, row by row, so that a large one takes no memory. Moments become local."""
    with ZipFile(place, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo("mimetype"), MEDIA_TYPE, ZIP_STORED)  # first, and not packed
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("meta.xml", _meta(title, author))
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(_begin().encode())
            for sheet in sheets:
                _write(content, sheet)
            content.write(b"</office:spreadsheet></office:body></office:document-content>")


def _write(content: IO[bytes], sheet: Sheet) -> None:
    out = [f"<table:table table:name={quoteattr(readable(sheet_name(sheet.name)))}>"]
    out += [f'<table:table-column table:style-name="w{_width(one)}"/>' for one in sheet.columns]
    out += [_row([note], "head") for note in sheet.notes]
    out += [_row([]) if sheet.notes else "", "<table:table-header-rows>"]
    out += [_row([one.head for one in sheet.columns], "head"), "</table:table-header-rows>"]
    content.write("".join(out).encode())
    for row in sheet.rows:
        content.write(_row(row).encode())
    content.write(b"</table:table>")


def _row(cells: Iterable[Cell], style: str = "") -> str:
    found = "".join(_cell(typed(one), style) for one in cells) or EMPTY
    return f"<table:table-row>{found}</table:table-row>"


def _cell(value: Cell, style: str) -> str:
    if value is None or value == "":
        return EMPTY
    look = f' table:style-name="{style}"' if style else ""
    if isinstance(value, str):
        look += f" office:string-value={quoteattr(readable(value), WHITE)}" if "\t" in value else ""
        return (
            f'<table:table-cell office:value-type="string"{look}>{_text(value)}</table:table-cell>'
        )
    if isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value
        return _dated(local.isoformat(timespec="seconds"), "moment")
    if isinstance(value, date):
        return _dated(value.isoformat(), "day")
    number = format(value, "f") if isinstance(value, Decimal) else str(int(value))
    return f'<table:table-cell office:value-type="float" office:value="{number}"{look}/>'


def _dated(value: str, style: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="date" '
        f'office:date-value="{value}"/>'
    )


def _text(value: str) -> str:
    lines = escape(readable(value)).split("\n")
    return "".join(f"<text:p>{BLANKS.sub(_blanks, line)}</text:p>" for line in lines)


def _blanks(found: "re.Match[str]") -> str:
    """Write blanks as XML keeps them: of several in a row it would keep one."""
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'


def _begin() -> str:
    widths = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/></style:style>'
        for width in WIDTHS
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{SPACES} '
        f'office:version="1.3">{STYLES % {"widths": widths}}<office:body><office:spreadsheet>'
    )


WIDTHS = (8, 14, 24, 40, 60)  # characters; what lies between takes the next wider


def _width(column: Column) -> int:
    return next((one for one in WIDTHS if one >= column.width), WIDTHS[-1])


def _meta(title: str, author: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta{SPACES} '
        f'office:version="1.3"><office:meta><dc:title>{escape(readable(title))}</dc:title>'
        f"<dc:creator>{escape(readable(author))}</dc:creator></office:meta></office:document-meta>"
    )
