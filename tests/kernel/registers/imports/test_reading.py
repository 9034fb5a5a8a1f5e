"""Sheets as they come: encodings, separators, heads anywhere; what harms is refused."""

import io
import zipfile
from contextlib import ExitStack
from datetime import date

import pytest
import xlsxwriter

from caruban.kernel.errors import Refused
from caruban.kernel.registers.imports import limits, reading
from caruban.kernel.registers.imports.csvs import encoding_of, separator_of
from caruban.kernel.registers.imports.guessing import bare, decimal_of, guessed, head_row
from caruban.kernel.registers.imports.reading import first_rows, recognised, rows
from tests.kernel.registers.sheets import csv_of, xlsx
from tests.toys.registers import ToyRegister


def read(file, name="a.csv"):
    return list(rows(file, recognised(name, file)))


@pytest.fixture
def on_disk(tmp_path):
    """Give a function that puts content where another process can read it."""

    with ExitStack() as opened:

        def put(content):
            path = tmp_path / "sheet"
            path.write_bytes(content)
            return opened.enter_context(path.open("rb"))

        yield put


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encoding_and_separator_are_found_out(encoding, separator):
    given = [("kode", "nama"), ("K-1", "Café, atau; kopi"), ("K-2", "dua\nbaris")]
    file = csv_of(*given, separator=separator, encoding=encoding)

    assert read(file) == [(at, list(row)) for at, row in enumerate(given, start=1)]


def test_excels_own_hint_names_the_separator():
    file = io.BytesIO(b"sep=;\r\nkode;nama\r\nK,1;Kuda\r\n")

    assert read(file) == [(2, ["kode", "nama"]), (3, ["K,1", "Kuda"])]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"kode,nama\nK-1,\x00\n", "bukan teks"),
        (b'kode,nama\nK-1,"Kuda\n', "tanda kutip"),
        (b"kode,nama\nK-1," + b"x" * 200_000, "terlalu panjang"),
        (b"kode,nama\n\x81\x8d\n", "Simpan ulang sebagai UTF-8"),
    ],
)
def test_what_is_no_csv_is_refused_with_a_sentence(content, said):
    with pytest.raises(Refused, match=said) as refusal:
        read(io.BytesIO(content))

    assert refusal.value.field == "file"


def test_another_kind_of_file_is_refused():
    with pytest.raises(Refused, match="XLSX, ODS, atau CSV"):
        recognised("laporan.pdf", io.BytesIO(b"%PDF-"))


def test_a_workbook_keeps_its_types_and_the_numbers_of_its_rows(on_disk):
    file = on_disk(xlsx((), ("kode", "hari", "jumlah"), (), ("K-1", date(2026, 1, 2), 3)).read())

    assert read(file, "a.xlsx") == [
        (2, ["kode", "hari", "jumlah"]),
        (4, ["K-1", date(2026, 1, 2), 3.0]),
    ]


def test_formulas_are_read_as_their_values(on_disk):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    book.add_worksheet().write_formula(0, 0, '=CMD|"/C calc"!A0', None, "hasil")
    book.close()

    assert read(on_disk(content.getvalue()), "a.xlsx") == [(1, ["hasil"])]


def test_a_sheet_that_claims_the_whole_grid_takes_no_memory_of_ours(on_disk):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    page = book.add_worksheet()
    page.write_string(0, 0, "a")
    page.write_string(1_048_575, 16_383, "z")
    book.close()

    with pytest.raises(Refused, match="terlalu besar untuk dibaca"):
        read(on_disk(content.getvalue()), "a.xlsx")


def test_a_megabyte_that_unpacks_to_a_thousand_are_refused(on_disk):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(10):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 100_000_000)

    with pytest.raises(Refused, match="terlalu besar bila dibuka"):
        recognised("bom.xlsx", on_disk(content.getvalue()))


def test_an_archive_that_is_no_workbook_is_refused(on_disk):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", "<x/>")

    with pytest.raises(Refused, match="rusak"):
        read(on_disk(content.getvalue()), "a.ods")


@pytest.mark.parametrize(
    ("limit", "most", "said"),
    [("MOST_ROWS", 2, "2 baris"), ("MOST_COLUMNS", 1, "1 kolom"), ("MOST_CELLS", 3, "3 sel")],
)
def test_too_many_rows_columns_or_cells_are_refused(monkeypatch, limit, most, said):
    monkeypatch.setattr(limits, limit, most)

    with pytest.raises(Refused, match=said):
        read(csv_of(*[("a", "b")] * 4))


def test_the_first_rows_are_given_without_reading_all(on_disk):
    file = on_disk(xlsx(*[(one,) for one in range(500)]).read())

    found = first_rows(file, recognised("a.xlsx", file), 2)

    assert found == [(1, [0.0]), (2, [1.0])]


def test_the_head_is_the_row_that_names_the_most_fields():
    found = [(1, ["Laporan", None]), (3, ["Kode", "Nama"]), (4, ["K-1", "Nama"])]

    assert head_row(ToyRegister, found) == 3


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (("KODE*", "Nama ", "Tinggi"), ("code", "name", "height")),
        (("code", "made_on", "unit"), ("code", "made_on", "organisation")),
        (("Kode", "Kode", "Alasan ditolak"), ("code", "", "")),
        (("status", "", "NIK Pemilik"), ("", "", "nik")),
    ],
)
def test_columns_are_guessed_by_label_or_name_once_each(heads, columns):
    assert guessed(ToyRegister, heads) == columns


def test_heads_are_compared_without_accents_signs_and_units():
    assert bare(" Tinggi (cm) *") == bare("TINGGI") == "tinggi"


@pytest.mark.parametrize(
    ("cells", "sign"),
    [(["1.5", "1.234"], "."), (["1,5"], ","), (["1.234", "2.345"], ","), (["1,234.5"], "."),
     (["1.234,50"], ","), ([], ",")],
)  # fmt: skip
def test_the_decimal_sign_is_found_out(cells, sign):
    assert decimal_of([(1, cells)]) == sign


def test_the_reader_of_spreadsheets_ends_when_nobody_listens(on_disk):
    file = on_disk(xlsx(*[("x" * 50,)] * 20_000).read())

    assert len(first_rows(file, recognised("a.xlsx", file), 1)) == 1
    assert reading.PROCESS.exists()


def test_one_column_is_a_csv_too():
    file = io.BytesIO(b"kode\nK-1\n")

    assert (encoding_of(file), separator_of(file, "utf-8")) == ("utf-8", ",")
    assert read(file) == [(1, ["kode"]), (2, ["K-1"])]


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>x&b;</t></is></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("entity", "harm"),
    [
        ('<!ENTITY b SYSTEM "file:///etc/passwd">', "root:"),
        ('<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">', "hahahaha"),
    ],
    ids=["of another file", "that grow"],
)
def test_entities_of_a_sheet_are_never_filled_in(on_disk, entity, harm):
    """Neither read from this machine nor multiplied: the sheet is refused, or has none of it."""
    plain, spoilt = xlsx(("y",)).read(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(spoilt, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = f"<!DOCTYPE worksheet [{entity}]>{SHEET}".encode()
            target.writestr(name, content)

    try:
        found = str(read(on_disk(spoilt.getvalue()), "a.xlsx"))
    except Refused as refusal:
        found = str(refusal)

    assert found
    assert harm not in found


def test_a_sheet_with_a_million_columns_is_refused(on_disk):
    wide = b"a," * 1_000_000 + b"a\n"

    with pytest.raises(Refused, match="kolom"):
        read(on_disk(wide), "a.csv")
