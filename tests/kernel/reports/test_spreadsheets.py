"""Workbooks: values as they are, text never run."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from caruban.kernel.reports.spreadsheets import Column, Sheet, sheet_name, write

COLUMNS = (
    Column("Nama"),
    Column("Nilai", "value"),
    Column("Hari", "day"),
    Column("Saat", "moment"),
)


def written(*rows, name="Lembar"):
    file = BytesIO()
    write(file, [Sheet(name, COLUMNS, rows)], title="Judul", author="Instansi")
    file.seek(0)
    return file


def test_values_come_back_as_they_were():
    moment = datetime(2026, 1, 1, 17, 30, tzinfo=UTC)
    file = written(("Satu", Decimal("1.91"), date(2026, 1, 2), moment), ("Dua", None, None, None))

    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_name("Lembar").to_python()

    assert rows[0] == ["Nama", "Nilai", "Hari", "Saat"]
    assert rows[1] == ["Satu", 1.91, date(2026, 1, 2), datetime(2026, 1, 2, 0, 30)]  # noqa: DTZ001
    assert rows[2] == ["Dua", "", "", ""]


def test_text_that_looks_like_a_formula_stays_text():
    file = written(*((text, None, None, None) for text in ("=1+1", "+1", "-1", "@x", "http://x")))

    sheet = ZipFile(file).read("xl/worksheets/sheet1.xml").decode()

    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    file.seek(0)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["=1+1", "+1", "-1", "@x", "http://x"]


def test_control_characters_and_long_texts_do_not_break_the_file():
    file = written(("a\x00b\x1f" + "x" * 40_000, None, None, None))

    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()

    assert rows[1][0].startswith("abx")


def test_a_sheet_is_named_as_excel_accepts():
    assert sheet_name("Domain/aspek: [semua]*? yang panjang sekali") == (
        "Domain aspek   semua    yang pa"
    )
