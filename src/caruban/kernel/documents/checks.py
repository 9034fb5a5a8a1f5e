"""What may be uploaded: known kinds, recognised by content, and no archive that explodes."""

import codecs
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from caruban.kernel.errors import Refused

MEBIBYTE = 1024 * 1024
ZIP_LIMIT = 200 * MEBIBYTE  # unpacked, all parts together
ZIP_PARTS = 5000
ZIP_RATIO = 200  # unpacked to packed, of one part larger than a mebibyte
CHUNK = 64 * 1024

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Kind:
    """A kind of file that is accepted: how its content begins, or what its archive holds."""

    media_type: str
    magic: tuple[bytes, ...] = ()
    holds: str = ""
    is_text: bool = False


KINDS: dict[str, Kind] = {
    ".pdf": Kind("application/pdf", (b"%PDF-",)),
    ".jpg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".webp": Kind("image/webp", (b"RIFF",)),
    ".docx": Kind(f"{OOXML}wordprocessingml.document", (b"PK\x03\x04",), "word/document.xml"),
    ".xlsx": Kind(f"{OOXML}spreadsheetml.sheet", (b"PK\x03\x04",), "xl/workbook.xml"),
    ".pptx": Kind(f"{OOXML}presentationml.presentation", (b"PK\x03\x04",), "ppt/presentation.xml"),
    ".odt": Kind(f"{ODF}text", (b"PK\x03\x04",), "content.xml"),
    ".ods": Kind(f"{ODF}spreadsheet", (b"PK\x03\x04",), "content.xml"),
    ".odp": Kind(f"{ODF}presentation", (b"PK\x03\x04",), "content.xml"),
    ".csv": Kind("text/csv", is_text=True),
    ".txt": Kind("text/plain", is_text=True),
}
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # what office programs write
BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, zlib.error),
    *(OSError, ValueError, RuntimeError, OverflowError),  # of names, dates and offsets that lie
)
ACCEPT = ",".join(KINDS)
NAME_LENGTH = 120


def kind_of(name: str, file: BinaryIO) -> Kind:
    """Recognise a file by its content, and compare that with its name's ending.

    Raises Refused, at the field `file`, for a kind that is not accepted, a content that is not
    what the name says, an empty file, and an archive that is encrypted or unpacks too large.
    """
    ending = PurePath(name).suffix.lower()
    kind = KINDS.get(ending)
    if kind is None:
        raise Refused(
            _("Jenis berkas ini tidak diterima. Unggah salah satu dari: %(kinds)s.")
            % {"kinds": ", ".join(sorted(one.removeprefix(".") for one in KINDS))},
            field="file",
        )
    file.seek(0)
    head = file.read(CHUNK)
    if not head:
        raise Refused(_("Berkas ini kosong. Pilih berkas yang berisi."), field="file")
    if not _looks_like(kind, head):
        raise Refused(
            _("Isi berkas ini bukan %(ending)s. Simpan ulang dalam format itu, lalu unggah lagi.")
            % {"ending": ending.removeprefix(".").upper()},
            field="file",
        )
    if kind.holds:
        _check_archive(kind, file)
    return kind


def safe_name(name: str) -> str:
    """Give a file name that is safe in headers, archives and on any disk."""
    bare = PurePath(name.replace("\\", "/")).name
    kept = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in bare).strip(" .")
    stem, ending = Path(kept).stem, Path(kept).suffix.lower()
    return f"{stem[:NAME_LENGTH] or 'berkas'}{ending}"


def _looks_like(kind: Kind, head: bytes) -> bool:
    if kind.is_text:
        return b"\x00" not in head and head.lstrip()[:1] != b"<" and _decodes(head)
    if kind.media_type == "image/webp":
        return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return head.startswith(kind.magic)


def _decodes(head: bytes) -> bool:
    is_whole = len(head) < CHUNK  # else the last letter may lie across the end of this first look
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=is_whole)
    except UnicodeDecodeError:
        return False
    return True


def _check_archive(kind: Kind, file: BinaryIO) -> None:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise Refused(_("Berkas ini terkunci sandi. Buka kuncinya dahulu."), field="file")
            if len(parts) > ZIP_PARTS or not _unpacks_within(archive, parts):
                raise Refused(
                    _("Isi berkas ini terlalu besar bila dibuka. Kecilkan dahulu."), field="file"
                )
            names = {part.filename for part in parts}
    except BROKEN as error:
        raise Refused(
            _("Berkas ini rusak. Simpan ulang, lalu unggah lagi."), field="file"
        ) from error
    if kind.holds not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(
            _("Isi berkas ini tidak sesuai namanya, atau memuat makro. Simpan ulang tanpa makro."),
            field="file",
        )


def _unpacks_within(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bool:
    """Unpack for real, counting: what an archive says of its own sizes may be a lie.

    Raises BadZipFile for a part that is not as large as it says, or packed in an unusual way.
    """
    total = 0
    for part in parts:
        own, claimed = 0, part.file_size
        part.file_size = ZIP_LIMIT + 1  # else the reader stops where the lie says
        if part.compress_type not in METHODS:
            raise zipfile.BadZipFile(part.filename)
        with archive.open(part) as content:
            while chunk := content.read(CHUNK):
                own += len(chunk)
                total += len(chunk)
                if total > ZIP_LIMIT:
                    return False
                if own > MEBIBYTE and own > ZIP_RATIO * max(part.compress_size, 1):
                    return False
        if own != claimed:
            raise zipfile.BadZipFile(part.filename)
    return True
