"""Files of every kind, good and bad, made on the spot."""

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
HOLDS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "content.xml",
    "ods": "content.xml",
    "odp": "content.xml",
}


def archive(parts, method=zipfile.ZIP_DEFLATED):
    """Give a ZIP with parts by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def office(kind="docx", **parts):
    """Give an office file with its main part, and others by name."""
    return archive({HOLDS[kind]: "<xml/>", **parts})


def bomb(size=30 * 1024 * 1024):
    """Give an office file that unpacks to a great many zeros."""
    return office("docx", **{"word/media/image1.png": b"\0" * size})


def lying(content, says=b"\0" * 10):
    """Have an archive claim, of its last part, that it holds these few bytes and no more."""
    lie = struct.pack("<I", zlib.crc32(says)), struct.pack("<I", len(says))
    changed = bytearray(content)
    for mark, crc in ((b"PK\x01\x02", 16), (b"PK\x03\x04", 14)):
        at = content.rindex(mark) + crc
        changed[at : at + 4], changed[at + 8 : at + 12] = lie
    return bytes(changed)


def encrypted(content):
    """Mark every part of an archive as locked by a password."""
    changed = bytearray(content)
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + flags] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def broken(content):
    """Spoil the packed bytes of an archive's first part; its lists stay whole."""
    changed = bytearray(content)
    name, extra = struct.unpack("<HH", changed[26:30])
    begin = 30 + name + extra
    changed[begin : begin + 4] = b"\xff\xff\xff\xff"
    return bytes(changed)
