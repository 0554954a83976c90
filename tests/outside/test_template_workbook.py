"""The workbook to fill in reads back without a problem."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from duecourse.engines.reading import read_ledger
from duecourse.outside.template_workbook import COLUMNS, FIRST_ROW, write_template
from duecourse.values.days import day_number

AS_OF = date(2026, 3, 31)
ROWS = [
    ("Alder", "A1", date(2026, 1, 5), "terms", None, "EUR", 100, None, None),
    ("Alder", "A2", date(2026, 1, 5), None, date(2026, 2, 4), "EUR", 200, 50, None),
    (
        "Birch",
        "B1",
        date(2026, 2, 1),
        None,
        date(2026, 3, 3),
        "USD",
        300,
        300,
        date(2026, 3, 9),
    ),
]


def filled(path, language):
    write_template(path, language, as_of=AS_OF)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    terms = {"zh": "月结30天", "en": "EOM+30"}[language]
    for number, cells in enumerate(ROWS, start=FIRST_ROW + 1):
        for place, cell in enumerate(cells, start=2):
            if cell is not None:
                sheet.cell(number, place, terms if cell == "terms" else cell)
    book.save(path)
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_filled_template_reads_back_without_a_problem(engine, tmp_path, language):
    read = read_ledger(filled(tmp_path / "t.xlsx", language), engine=engine)

    assert read.problems == ()
    invoices = engine.arrow(read.ledger["invoices"]).sort_by("invoice_id").to_pylist()
    names = ("invoice_id", "customer_id", "due_on", "currency", "amount", "open_amount")
    assert [tuple(row[name] for name in names) for row in invoices] == [
        ("A1", "Alder", day_number(date(2026, 3, 2)), "EUR", Decimal(100), Decimal(100)),
        ("A2", "Alder", day_number(date(2026, 2, 4)), "EUR", Decimal(200), Decimal(150)),
        ("B1", "Birch", day_number(date(2026, 3, 3)), "USD", Decimal(300), None),
    ]
    assert {row["balance_on"] for row in invoices} == {day_number(AS_OF)}
    assert read.rows["settlements"] == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_untouched_template_holds_no_invoice_and_no_problem(engine, tmp_path, language):
    path = write_template(tmp_path / "t.xlsx", language, as_of=AS_OF)

    read = read_ledger(path, engine=engine)

    assert read.problems == ()
    assert read.rows["invoices"] == 0


def test_every_column_has_a_header_and_the_aging_is_made_of_formulas(tmp_path):
    book = openpyxl.load_workbook(write_template(tmp_path / "t.xlsx", "zh", as_of=AS_OF))

    assert book.sheetnames == ["应收台账", "账龄汇总", "填写说明"]
    headers = [cell.value for cell in book["应收台账"][4]]
    assert len(headers) == len(COLUMNS)
    assert all(headers)
    assert book["账龄汇总"]["B3"].value.startswith("=SUMPRODUCT(")
    assert len(book["应收台账"].data_validations.dataValidation) == 7
