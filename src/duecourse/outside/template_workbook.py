"""The workbook that a small firm fills in: a guide, a ledger by invoice, an aging that follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from duecourse.present.wording import Words, texts_of
from duecourse.values.says import Language

COLUMNS = (
    *("number", "customer", "invoice", "issued", "terms", "due"),
    *("currency", "amount", "paid", "paid_on", "salesperson", "remark"),
)
DAYS = ("issued", "due", "paid_on")
MONEY = ("amount", "paid")
WIDTHS = {"number": 8, "customer": 34, "invoice": 22, "terms": 12, "remark": 34}
USUAL_WIDTH = 14
AS_OF_ROW, HEADER_ROW, EXAMPLE_ROW, FIRST_ROW = 1, 3, 4, 5
ROWS = 1_000
"""Rows made ready to be filled; more may follow."""
CURRENCIES = ["CNY", "USD", "EUR", "HKD", "GBP", "JPY"]
FIRST_DAY = date(2000, 1, 1)
BUCKETS = (("b30", 1, 30), ("b60", 31, 60), ("b90", 61, 90))
EXAMPLE_AMOUNT, EXAMPLE_DAYS = 11_300, 30


@dataclass(frozen=True, slots=True)
class Looks:
    """How cells are set."""

    title: Format
    head: Format
    example: Format
    example_day: Format
    day: Format
    money: Format
    plain: Format


def write_template(path: Path, language: Language, *, as_of: date) -> Path:
    """Write the workbook in one language; ``as_of`` stands in it as the day to age by."""
    path.parent.mkdir(parents=True, exist_ok=True)
    words = Words(language, texts_of("template"))
    font = "Microsoft YaHei" if language == "zh" else "Calibri"
    properties = {"default_format_properties": {"font_name": font, "font_size": 10}}
    with xlsxwriter.Workbook(str(path), properties) as book:
        looks = looks_of(book)
        ledger = book.add_worksheet(words("sheet.ledger"))
        write_ledger(ledger, looks, words, as_of)
        write_aging(book.add_worksheet(words("sheet.aging")), looks, words)
        write_guide(book.add_worksheet(words("sheet.guide")), looks, words)
        ledger.activate()
    return path


def looks_of(book: Workbook) -> Looks:
    """Make the formats of the workbook."""
    grey: Mapping[str, Any] = {"italic": True, "font_color": "#777777", "bg_color": "#F3F3F3"}
    day = {"num_format": "yyyy-mm-dd", "align": "left"}
    return Looks(
        title=book.add_format({"bold": True, "font_size": 14}),
        head=book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"}),
        example=book.add_format(grey),
        example_day=book.add_format({**grey, **day}),
        day=book.add_format(day),
        money=book.add_format({"num_format": "#,##0.00"}),
        plain=book.add_format({"text_wrap": True, "valign": "top"}),
    )


def write_ledger(sheet: Worksheet, looks: Looks, words: Words, as_of: date) -> None:
    """Write the ledger: title, day, header, a marked example, and rows ready to be filled."""
    sheet.write(0, 0, words("title.ledger"), looks.title)
    sheet.write(AS_OF_ROW, 0, words("title.as_of"))
    sheet.write_datetime(AS_OF_ROW, 1, as_of, looks.day)
    for place, name in enumerate(COLUMNS):
        sheet.write(HEADER_ROW, place, words(f"header.{name}"), looks.head)
        cell_look = looks.day if name in DAYS else looks.money if name in MONEY else None
        sheet.set_column(place, place, WIDTHS.get(name, USUAL_WIDTH), cell_look)
        write_example(sheet, looks, words, as_of, (place, name))
    sheet.freeze_panes(FIRST_ROW, 2)
    validate(sheet, words)


def write_example(
    sheet: Worksheet, looks: Looks, words: Words, as_of: date, column: tuple[int, str]
) -> None:
    """Write one cell of the example row."""
    place, name = column
    issued = as_of - timedelta(days=EXAMPLE_DAYS)
    days = {"issued": issued, "due": issued + timedelta(days=EXAMPLE_DAYS)}
    if name in days:
        sheet.write_datetime(EXAMPLE_ROW, place, days[name], looks.example_day)
    elif name == "amount":
        sheet.write_number(EXAMPLE_ROW, place, EXAMPLE_AMOUNT, looks.example)
    else:
        sheet.write(EXAMPLE_ROW, place, words.known(f"example.{name}", ""), looks.example)


def validate(sheet: Worksheet, words: Words) -> None:
    """Let each column take what it should; terms and currencies are offered, not imposed."""
    day = {"validate": "date", "criteria": ">=", "value": FIRST_DAY}
    amount = {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12}
    rules = {
        **{name: {**day, "error_message": words("check.day")} for name in DAYS},
        **{name: {**amount, "error_message": words("check.amount")} for name in MONEY},
        "terms": offered(list(words.group("choices").values()), words("check.terms")),
        "currency": offered(CURRENCIES, words("check.currency")),
    }
    for name, rule in rules.items():
        place = COLUMNS.index(name)
        asked = {**rule, "error_title": words("check.title"), "ignore_blank": True}
        sheet.data_validation(EXAMPLE_ROW, place, EXAMPLE_ROW + ROWS, place, asked)


def offered(choices: list[str], message: str) -> dict[str, Any]:
    """Offer a list, and warn of anything else without refusing it."""
    return {
        "validate": "list",
        "source": choices,
        "error_type": "warning",
        "error_message": message,
    }


def write_aging(sheet: Worksheet, looks: Looks, words: Words) -> None:
    """Write what is open by lateness, as formulas over the ledger."""
    sheet.write(0, 0, words("title.aging"), looks.title)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 18, looks.money)
    for row, (name, formula) in enumerate(aging_formulas(words("sheet.ledger")), start=2):
        sheet.write(row, 0, words(f"bucket.{name}"))
        sheet.write_formula(row, 1, formula, looks.money)


def aging_formulas(ledger: str) -> list[tuple[str, str]]:
    """Spell the sum of each bucket: open amounts whose due date is so many days back."""
    due, amount, paid = (filled_cells(ledger, name) for name in ("due", "amount", "paid"))
    late = f"('{ledger}'!$B${AS_OF_ROW + 1}-{due})"
    dated = f'({due}<>"")'
    sums = [
        ("current", f"{dated}*({late}<=0)"),
        *((name, f"{dated}*({late}>={low})*({late}<={high})") for name, low, high in BUCKETS),
        ("over", f"{dated}*({late}>90)"),
        ("no_due", f'({due}="")'),
        ("all", "1"),
    ]
    return [(name, f"=SUMPRODUCT({test}*({amount}-{paid}))") for name, test in sums]


def filled_cells(ledger: str, name: str) -> str:
    """Name the cells of a column that are to be filled."""
    letter = xl_col_to_name(COLUMNS.index(name))
    return f"'{ledger}'!${letter}${FIRST_ROW + 1}:${letter}${EXAMPLE_ROW + ROWS + 1}"


def write_guide(sheet: Worksheet, looks: Looks, words: Words) -> None:
    """Write how to fill the workbook in."""
    sheet.write(0, 0, words("sheet.guide"), looks.title)
    sheet.set_column(0, 0, 100)
    for row, line in enumerate(words.group("guide").values(), start=2):
        sheet.write(row, 0, line, looks.plain)
