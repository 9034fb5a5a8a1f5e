"""Sheets as people send them, and what comes back as a workbook."""

import csv
import io
from datetime import date, datetime

import xlsxwriter
from python_calamine import CalamineWorkbook


def xlsx(*rows, sheet="Data"):
    """Give a workbook of rows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    for line, row in enumerate(rows):
        for at, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(line, at, cell, moment if isinstance(cell, datetime) else day)
            else:
                page.write(line, at, cell)
    book.close()
    file.seek(0)
    return file


def csv_of(*rows, separator=",", encoding="utf-8"):
    """Give a CSV of rows."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def cells_of(content, sheet=0):
    """Give the rows of a workbook, XLSX or ODS, as lists."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(sheet).to_python()
