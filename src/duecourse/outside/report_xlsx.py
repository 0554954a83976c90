"""report.xlsx: the report as a workbook, one sheet a table, to be filtered and summed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from duecourse.present.digits import decimals
from duecourse.present.kpi_text import COUNTS, DAYS, MONEY, SHARES
from duecourse.present.listing import Column, Listing
from duecourse.present.people import in_words
from duecourse.present.report import Report
from duecourse.values.money import decimals_of

EXCEL_ROWS = 1_048_576
"""What a sheet can hold, header and note included."""
EXCEL_EPOCH = 25_569
"""The number of 1970-01-01 in a spreadsheet, which counts from 1899-12-30."""
MOST_ROWS = 2_000
"""What a person can open without waiting; every row is in the CSV file."""
WIDTHS: Mapping[str, int] = {"text": 16, "code": 10, "day": 12, "amount": 16, "days": 11}
WIDE = {"name": 26, "reasons": 70, "problem": 50, "what to do": 50, "says": 24, "limit_rule": 18}
DECISIONS = {"what": 22, "name": 28, "grade": 7, "why": 60, "stake": 18, "stake_is": 14}
MORE_DECISIONS = {"step": 44, "who": 10, "also": 30}
FIGURES = {"figure": 26, "today": 18, "means": 70, "sum": 60}
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Formats:
    """How cells are set; one object per look, shared by all sheets."""

    head: Format
    text: Format
    wrapped: Format
    day: Format
    count: Format
    days: Format
    share: Format
    digits: Format
    amounts: Mapping[int, Format]


def write_xlsx(report: Report, path: Path, *, most: int = MOST_ROWS) -> Path:
    """Write the report as a workbook, a row at a time, so that large tables take no memory."""
    path.parent.mkdir(parents=True, exist_ok=True)
    most = min(most, EXCEL_ROWS - 2)
    font = "Microsoft YaHei" if report.language == "zh" else "Calibri"
    options = {
        "constant_memory": True,
        "default_format_properties": {"font_name": font, "font_size": 10},
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        made_on = datetime.combine(report.as_of, datetime.min.time())
        book.set_properties({"title": report.word("report.title"), "created": made_on})
        formats = formats_of(book)
        write_decisions(report, new_sheet(book, report, "decisions"), formats)
        write_figures(report, new_sheet(book, report, "figures"), formats)
        for name, listing in report.listings.items():
            sheet = new_sheet(book, report, name)
            write_listing(listing, report, sheet=sheet, formats=formats, most=most)
    return path


def formats_of(book: Workbook) -> Formats:
    """Make the formats of a workbook; text never becomes a formula, even when edited."""
    top = {"valign": "top"}
    text = {**top, "quote_prefix": True}
    return Formats(
        head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, **top}),
        text=book.add_format(text),
        wrapped=book.add_format({**text, "text_wrap": True}),
        day=book.add_format({**top, "num_format": "yyyy-mm-dd"}),
        count=book.add_format({**top, "num_format": "#,##0"}),
        days=book.add_format({**top, "num_format": "#,##0.00"}),
        share=book.add_format({**top, "num_format": "0.0#%"}),
        digits=book.add_format({**top, "num_format": "General"}),
        amounts={
            digits: book.add_format({**top, "num_format": number_format(digits)})
            for digits in (0, 2, 3)
        },
    )


def number_format(digits: int) -> str:
    """Spell how an amount with so many decimals is shown."""
    return "#,##0" + (f".{'0' * digits}" if digits else "")


def new_sheet(book: Workbook, report: Report, name: str) -> Worksheet:
    """Add a sheet that keeps its header in sight and prints on one page's width."""
    sheet: Worksheet = book.add_worksheet(report.word(f"section.{name}")[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return sheet


def write_header(
    report: Report, sheet: Worksheet, columns: Iterable[tuple[str, int]], formats: Formats
) -> None:
    """Write the headings and set the widths."""
    for place, (name, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, report.word(f"column.{name}"), formats.head)


def write_decisions(report: Report, sheet: Worksheet, formats: Formats) -> None:
    """Write the decisions; money in full, in the home currency."""
    write_header(report, sheet, (DECISIONS | MORE_DECISIONS).items(), formats)
    money = formats.amounts[decimals_of(report.home_currency)]
    comma, lines = report.word("word.comma"), "\n"
    for row, one in enumerate(report.decisions, start=1):
        before = (one.title, one.customer, one.grade, lines.join(one.why))
        after = (one.stake_is, one.step, one.who, comma.join(one.also))
        write_texts(sheet, row, before, formats)
        if one.stake is not None:
            sheet.write_number(row, len(before), one.stake, money)
        write_texts(sheet, row, after, formats, first=len(before) + 1)


def write_texts(
    sheet: Worksheet, row: int, texts: Iterable[str], formats: Formats, *, first: int = 0
) -> None:
    """Write texts side by side, broken into lines where they are long."""
    for place, text in enumerate(texts, start=first):
        sheet.write_string(row, place, text, formats.wrapped)


def write_figures(report: Report, sheet: Worksheet, formats: Formats) -> None:
    """Write the figures with their definitions and sums."""
    write_header(report, sheet, FIGURES.items(), formats)
    money = formats.amounts[decimals_of(report.home_currency)]
    looks = {
        **dict.fromkeys(MONEY, money),
        **dict.fromkeys(DAYS, formats.days),
        **dict.fromkeys(SHARES, formats.share),
        **dict.fromkeys(COUNTS, formats.count),
    }
    for row, one in enumerate(report.figures, start=1):
        write_texts(sheet, row, (one.name,), formats)
        if one.number is not None:
            sheet.write_number(row, 1, one.number, looks[one.key])
        write_texts(sheet, row, (one.means, one.sum), formats, first=2)


def write_listing(
    listing: Listing, report: Report, *, sheet: Worksheet, formats: Formats, most: int
) -> None:
    """Write a table with filters; what a sheet cannot take is named in its last row."""
    shown = Listing(listing.name, listing.columns, listing.rows.slice(0, most))
    worded = in_words(shown, report.levels, report.language)
    widths = [(one.name, width_of(one)) for one in listing.columns]
    write_header(report, sheet, widths, formats)
    cells = [cells_of(worded, one) for one in listing.columns]
    writers = [writer(one, sheet, formats) for one in listing.columns]
    for row, values in enumerate(zip(*cells, strict=True), start=1):
        for place, (value, write) in enumerate(zip(values, writers, strict=True)):
            if value is not None:
                write(row, place, value)
    sheet.autofilter(0, 0, max(len(shown), 1), len(listing.columns) - 1)
    if len(listing) > len(shown):
        told = {"shown": f"{len(shown):,}", "total": f"{len(listing):,}"}
        note = report.word("report.sheet_cut", file=f"{listing.name}.csv", **told)
        sheet.write_string(len(shown) + 1, 0, note)


def width_of(column: Column) -> int:
    """Say how wide a column is set."""
    return WIDE.get(column.name, WIDTHS.get(column.kind, 10))


def cells_of(listing: Listing, column: Column) -> list[Any]:
    """Take a column's values, ready to be written.

    An amount is rounded half up and comes with the decimals of its currency; a day is the number
    that a spreadsheet knows it by.
    """
    values = listing.rows[column.name].combine_chunks()
    if column.kind == "day":
        return [None if day is None else day + EXCEL_EPOCH for day in values.to_pylist()]
    if column.kind != "amount":
        return list(values.to_pylist())
    currencies = listing.rows[column.currency].to_pylist()
    digits = [decimals_of(currency or "") for currency in currencies]
    rounded = {n: decimals(values, n).cast(pa.float64()).to_pylist() for n in set(digits)}
    return [
        None if rounded[n][row] is None else (rounded[n][row], n) for row, n in enumerate(digits)
    ]


def writer(column: Column, sheet: Worksheet, formats: Formats) -> Any:
    """Choose how a column's cells are written."""
    looks = {
        "count": formats.count,
        "days": formats.days,
        "score": formats.days,
        "share": formats.share,
        "digits": formats.digits,
        "day": formats.day,
    }
    if column.kind == "amount":
        return partial(write_amount, sheet, formats.amounts)
    if column.kind in looks:
        return partial(write_number, sheet, looks[column.kind])
    return partial(write_text, sheet, formats.wrapped if column.name in WIDE else formats.text)


def write_amount(
    sheet: Worksheet, looks: Mapping[int, Format], row: int, place: int, value: tuple[float, int]
) -> None:
    """Write an amount with its currency's decimals."""
    amount, digits = value
    sheet.write_number(row, place, amount, looks[digits])


def write_number(sheet: Worksheet, look: Format, row: int, place: int, value: float | str) -> None:
    """Write a number as it is; its look rounds it."""
    sheet.write_number(row, place, float(value), look)


def write_text(sheet: Worksheet, look: Format, row: int, place: int, value: object) -> None:
    """Write a text, never a formula."""
    sheet.write_string(row, place, str(value), look)
