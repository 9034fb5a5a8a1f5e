"""The package of one indicator: explanation, documents in folders by level, and an index sheet.

Ready to be uploaded to the national application, which asks for one archive per indicator.
"""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import BinaryIO

from django.utils.translation import gettext as _

from caruban.evaluation.models import Answer
from caruban.evaluation.queries.evidence import evidence_of
from caruban.kernel.actors import Actor
from caruban.kernel.documents import storage
from caruban.kernel.documents.checks import safe_name
from caruban.kernel.documents.models import Version
from caruban.kernel.errors import Refused
from caruban.kernel.reports.spreadsheets import Cell, Column, Sheet, write
from caruban.kernel.web.formats import UNKNOWN, filesize

LIMIT = 1_000_000_000  # bytes of documents in one package
CHUNK = 1024 * 1024
NAME_LENGTH = 90
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run when it opens a CSV


@dataclass(frozen=True)
class Piece:
    """One document of a package: its place in the archive ("" where it is left out), and why."""

    level: int
    title: str
    note: str
    place: str
    version: Version
    why_not: str = ""


def write_package(file: BinaryIO, answer: Answer, *, by: Actor) -> None:
    """Write the package of an answer as it is now.

    A document that still waits for the virus scanner is named in the index and left out.
    Refused when the documents pass LIMIT. Raises PermissionDenied for who may not read the answer.
    """
    pieces = list(_pieces(answer, by))
    size = sum(one.version.blob.size for one in pieces if one.place)
    if size > LIMIT:
        raise Refused(
            _("Dokumen indikator ini %(size)s; satu paket memuat paling banyak %(limit)s.")
            % {"size": filesize(size), "limit": filesize(LIMIT)}
        )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{_('penjelasan')}.txt", explanation(answer))
        archive.writestr(f"{_('daftar-isi')}.csv", _csv(pieces))
        archive.writestr(f"{_('daftar-isi')}.xlsx", _xlsx(answer, pieces))
        for one in pieces:
            if one.place:
                _put(archive, one)


def package_name(answer: Answer) -> str:
    """Give the name of the archive."""
    assessment = answer.assessment
    return (
        f"indikator-{answer.number:02d}-{assessment.institution.region_code}-{assessment.year}.zip"
    )


def explanation(answer: Answer) -> str:
    """Tell the claim and its explanation in plain text."""
    assessment = answer.assessment
    indicator = assessment.instrument.content.by_number[answer.number]
    lines = [
        str(assessment.institution),
        _("Evaluasi tahun %(year)s, %(instrument)s")
        % {"year": assessment.year, "instrument": assessment.instrument.name},
        "",
        _("Indikator %(number)s: %(name)s") % {"number": indicator.number, "name": indicator.name},
        _("Tingkat yang diklaim: %(level)s") % {"level": answer.claimed_level or UNKNOWN},
    ]
    if answer.claimed_items:
        items = ", ".join(answer.claimed_items)
        lines.append(_("Butir yang dipenuhi: %(items)s") % {"items": items})
    if answer.claimed_score is not None:
        lines.append(_("Nilai indeks luar: %(score)s") % {"score": answer.claimed_score})
    if answer.claimed_level:
        criterion = indicator.criteria[answer.claimed_level]
        lines.append(_("Kriteria: %(criterion)s") % {"criterion": criterion})
    lines += ["", _("Penjelasan"), answer.narrative or UNKNOWN, ""]
    return "\r\n".join("\n".join(lines).splitlines())


def _pieces(answer: Answer, by: Actor) -> Iterator[Piece]:
    for level, rows in sorted(evidence_of(answer, by=by).items()):
        for order, one in enumerate(rows, 1):
            version = one.document.latest
            why_not = _why_not(version)
            name = safe_name(version.file_name)[-NAME_LENGTH:].lstrip(".- ")
            place = f"{_('tingkat')}-{level}/{order:02d}-{name}"
            yield Piece(
                level, one.document.title, one.note, "" if why_not else place, version, why_not
            )


def _why_not(version: Version) -> str:
    if not version.blob.is_readable:
        return _("menunggu pemindaian virus")
    if not storage.exists(version.blob.sha256):
        return _("berkasnya tidak ada di penyimpanan")
    return ""


def _put(archive: zipfile.ZipFile, piece: Piece) -> None:
    moment = piece.version.created_at.timetuple()[:6]
    entry = zipfile.ZipInfo(piece.place, date_time=moment)
    entry.compress_type = zipfile.ZIP_STORED  # documents are compressed already
    entry.file_size = piece.version.blob.size
    with storage.open_file(piece.version.blob.sha256) as source, archive.open(entry, "w") as into:
        while chunk := source.read(CHUNK):
            into.write(chunk)


def _rows(pieces: list[Piece]) -> Iterator[tuple[Cell, ...]]:
    for one in pieces:
        yield (
            one.level,
            one.title,
            one.note,
            one.place or one.why_not,
            one.version.number,
            one.version.blob.size,
            one.version.blob.sha256,
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Tingkat"), "whole", 8),
        Column(_("Dokumen"), width=50),
        Column(_("Bagian yang relevan"), width=40),
        Column(_("Berkas di paket"), width=50),
        Column(_("Versi"), "whole", 8),
        Column(_("Ukuran (byte)"), "whole", 14),
        Column(_("Sidik SHA-256"), width=66),
    )


def _csv(pieces: list[Piece]) -> str:
    text = StringIO(newline="")
    text.write("\ufeff")  # so that Excel reads UTF-8
    writer = csv.writer(text)
    writer.writerow([column.head for column in _columns()])
    writer.writerows([[_harmless(cell) for cell in row] for row in _rows(pieces)])
    return text.getvalue()


def _harmless(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def _xlsx(answer: Answer, pieces: list[Piece]) -> bytes:
    file = BytesIO()
    title = str(answer)
    sheet = Sheet(_("Daftar isi"), _columns(), _rows(pieces), notes=(title,))
    write(file, [sheet], title=title, author=str(answer.assessment.institution))
    return file.getvalue()
