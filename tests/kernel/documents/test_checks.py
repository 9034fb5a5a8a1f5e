"""What may be uploaded is told by its content, never by its name alone."""

import io
import zipfile
from contextlib import suppress

import pytest

from caruban.kernel.documents.checks import CHUNK, KINDS, kind_of, safe_name
from caruban.kernel.errors import Refused
from tests.kernel.documents import files

GOOD = {
    "a.pdf": files.PDF,
    "a.PDF": files.PDF,
    "a.jpg": b"\xff\xd8\xff\xe0rest",
    "a.jpeg": b"\xff\xd8\xff\xe0rest",
    "a.png": files.PNG,
    "a.webp": b"RIFF\0\0\0\0WEBPVP8 ",
    "a.csv": "kode;nama\n1;Bulaxk Ö\n".encode(),
    "a.txt": b"catatan rapat",
    **{f"a.{kind}": files.office(kind) for kind in files.HOLDS},
}


def read(name, content):
    return kind_of(name, io.BytesIO(content))


def refusal(name, content):
    with pytest.raises(Refused) as refused:
        read(name, content)
    assert refused.value.field == "file"
    return str(refused.value)


@pytest.mark.parametrize("name", GOOD)
def test_each_accepted_kind_is_recognised(name):
    assert read(name, GOOD[name]).media_type


def test_every_kind_is_tried_above():
    assert {name[1:].lower() for name in GOOD} == set(KINDS)


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.docm", "a", ".pdf", "a.pdf.exe"])
def test_other_endings_are_refused_with_those_that_are_accepted(name):
    assert "docx, jpeg, jpg" in refusal(name, files.PDF)


@pytest.mark.parametrize("name", [name for name in GOOD if not name.endswith((".csv", ".txt"))])
@pytest.mark.parametrize("content", [b"MZ\x90\0 not it", b"<html><script>", b"\0", b"RIFF....AVI "])
def test_a_content_that_is_not_what_the_name_says_is_refused(name, content):
    assert "bukan" in refusal(name, content)


def test_an_empty_file_is_refused():
    assert "kosong" in refusal("a.pdf", b"")


@pytest.mark.parametrize(
    "content",
    [b"a\0b", b"  <html>", b"<svg onload=alert(1)>", b"\xff\xfe\0a", b"caf\xe9", b"ab\xc3"],
)
def test_text_is_text_and_no_page(content):
    assert "bukan TXT" in refusal("a.txt", content)


@pytest.mark.parametrize("before", range(CHUNK - 6, CHUNK + 1))
@pytest.mark.parametrize("letter", ["é", "–", "😀"])
def test_a_letter_that_lies_across_the_first_look_is_no_mistake(before, letter):
    text = b"a" * before + letter.encode() + b"b" * 10

    assert read("a.txt", text).is_text


def test_a_zip_of_one_office_kind_is_not_another():
    assert "tidak sesuai namanya" in refusal("a.docx", files.office("xlsx"))


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "xl/VBAPROJECT.BIN"])
def test_macros_are_refused(part):
    assert "makro" in refusal("a.docx", files.office("docx", **{part: b"x"}))


def test_a_locked_archive_is_refused():
    assert "terkunci sandi" in refusal("a.docx", files.encrypted(files.office()))


@pytest.mark.parametrize(
    "content", [files.bomb(), files.lying(files.bomb())], ids=["plain", "lying"]
)
def test_an_archive_that_explodes_is_refused(content):
    assert len(content) < 100_000
    refusal("a.docx", content)


def test_many_parts_that_are_small_each_and_large_together_are_refused(monkeypatch):
    monkeypatch.setattr("caruban.kernel.documents.checks.ZIP_LIMIT", 50_000)
    parts = {f"word/{number}.xml": b"x" * 1000 for number in range(60)}

    assert "terlalu besar" in refusal("a.docx", files.office("docx", **parts))


def test_too_many_parts_are_refused():
    parts = {f"word/{number}.xml": b"" for number in range(5001)}

    assert "terlalu besar" in refusal("a.docx", files.office("docx", **parts))


@pytest.mark.parametrize(
    "content",
    [
        files.office()[:-30],
        files.office()[:60],
        b"PK\x03\x04" + b"\0" * 100,
        files.broken(files.office("docx", **{"word/other.xml": "kata " * 500})),
        files.lying(files.office("docx", **{"word/other.xml": "kata " * 500}), says=b"kata"),
        files.archive({"word/document.xml": "<xml/>"}, method=zipfile.ZIP_LZMA),
    ],
    ids=["no list", "cut", "zeros", "spoilt", "lying", "lzma"],
)
def test_a_broken_archive_is_refused(content):
    assert "rusak" in refusal("a.docx", content)


@pytest.mark.parametrize("at", range(0, 400, 7))
def test_whatever_byte_is_spoilt_an_archive_is_read_or_refused(at):
    content = bytearray(files.office("docx", **{"word/other.xml": "kata lain " * 50}))
    content[at % len(content)] ^= 0xFF
    with suppress(Refused):
        read("a.docx", bytes(content))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("SK Tim SPBE (2021).pdf", "SK Tim SPBE (2021).pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\SK.PDF", "SK.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a__Set-Cookie_ x.pdf"),
        ('a"; filename="b.pdf', "a__ filename=_b.pdf".replace("=", "_")),
        ("laporan\u202egpj.pdf", "laporan_gpj.pdf"),
        ("..pdf", "pdf"),
        ("", "berkas"),
        ("Ä" * 300 + ".pdf", "Ä" * 120 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_for_headers_archives_and_disks(name, kept):
    assert safe_name(name) == kept
