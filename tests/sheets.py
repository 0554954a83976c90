"""Sheets as a clerk keeps them, typed as text and written as workbooks."""

from datetime import date, datetime

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P


def grid(text):
    """Split a typed sheet: cells by ``|``, one row a line."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]


def typed(cell):
    """Turn ``d:2026-03-01`` into a date cell and ``n:12.5`` into a number; all else is text."""
    if cell.startswith("d:"):
        return datetime.fromisoformat(cell[2:])
    return float(cell[2:]) if cell.startswith("n:") else cell


def xlsx(path, sheets, merged=()):
    """Write sheets ``{name: text}`` as .xlsx; ``merged`` are ranges of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(grid(text), start=1):
            for place, cell in enumerate(row, start=1):
                if cell:
                    sheet.cell(number, place, typed(cell))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def xls(path, name, text):
    """Write one sheet as .xls."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    days = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for number, row in enumerate(grid(text)):
        for place, cell in enumerate(row):
            value = typed(cell)
            if value != "":
                sheet.write(number, place, value, *([days] if isinstance(value, date) else []))
    book.save(str(path))
    return path


def ods(path, name, text):
    """Write one sheet as .ods."""
    book = OpenDocumentSpreadsheet()
    table = Table(name=name)
    for row in grid(text):
        line = TableRow()
        for cell in row:
            line.addElement(ods_cell(typed(cell)))
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def ods_cell(value):
    """Write one cell of .ods with its type."""
    if isinstance(value, datetime):
        return TableCell(valuetype="date", datevalue=value.date().isoformat())
    if isinstance(value, float):
        return TableCell(valuetype="float", value=str(value))
    cell = TableCell(valuetype="string")
    cell.addElement(P(text=value))
    return cell
