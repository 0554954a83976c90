"""Foreign files through mappings, real ones among them."""

import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sheets import xlsx

from duecourse.engines import opening
from duecourse.engines.reading import read_ledger
from duecourse.sources.mapping_file import read_mapping
from duecourse.values.days import day_number

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
MAPPINGS = ROOT / "docs" / "howto" / "mappings"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not there")


def mapped(engine, name, source, **more):
    mapping = read_mapping((MAPPINGS / f"{name}.toml").read_text("utf-8"))
    return read_ledger(source, engine=engine, mapping=mapping, **more)


def held(engine, read, table):
    return engine.arrow(read.ledger[table]).to_pylist()


@needs_data
def test_the_ibm_ledger_is_read_whole_and_without_a_problem(engine):
    read = mapped(engine, "ibm", DATA / "ibm_late_payment" / "late_payment.csv")

    assert read.problems == ()
    assert (read.kind, read.rows) == (
        "mapped",
        {"invoices": 2466, "settlements": 2466, "customers": 100},
    )
    [first] = [row for row in held(engine, read, "invoices") if row["invoice_id"] == "0000611365"]
    assert first["issued_on"] == day_number(date(2013, 1, 2))
    assert first["amount"] == Decimal("55.94")


@needs_data
def test_gaps_in_columns_that_nobody_needs_cost_no_row(engine):
    read = mapped(engine, "ibm", DATA / "ibm_late_payment" / "late_payment_with_gaps.csv")

    assert read.problems == ()
    assert read.rows["invoices"] == 2586


@needs_data
def test_gaps_in_columns_that_are_needed_are_named_row_by_row(engine, tmp_path):
    lines = (DATA / "ibm_late_payment" / "late_payment.csv").read_text("utf-8").splitlines()
    lines[10] = lines[10].replace(lines[10].split(",")[3], "")
    lines[20] = lines[20].replace(lines[20].split(",")[5], "someday")
    lines.append(lines[30])
    source = tmp_path / "gaps.csv"
    source.write_text("\n".join(lines), "utf-8")

    read = mapped(engine, "ibm", source)

    assert sorted((one.code, one.row, one.column) for one in read.problems) == [
        ("duplicate-row", 2468, "invoiceNumber"),
        ("required-missing", 11, "invoiceNumber"),
        ("unreadable-date", 21, "DueDate"),
    ]
    assert read.rows["invoices"] == read.rows["settlements"] == 2464


@needs_data
def test_cassandra_has_two_styles_of_days_and_payments_in_part(engine):
    read = mapped(engine, "cassandra", DATA / "cassandra" / "invoices.csv")

    assert read.problems == ()
    assert read.rows == {"invoices": 8753, "settlements": 8753, "customers": 3276}
    paid = {row["invoice_id"]: row for row in held(engine, read, "settlements")}
    short = [
        row
        for row in held(engine, read, "invoices")
        if paid[row["invoice_id"]]["amount"] != row["amount"]
    ]
    assert len(short) == 634
    assert paid["R4"]["posted_on"] == day_number(date(2011, 5, 24))


@needs_data
def test_each_firm_of_the_vat_invoices_has_its_customers_and_volumes(engine):
    read = mapped(engine, "cumcm", DATA / "cumcm2020c" / "sales_invoices.parquet")

    invoices = held(engine, read, "invoices")
    assert len(invoices) == read.rows["invoices"] == 88_150
    assert len({row["company_id"] for row in invoices}) == 82
    assert sum(row["amount"] < 0 for row in invoices) > 3_000
    assert {row["due_on"] - row["issued_on"] for row in invoices} == {30}
    codes = Counter(one.code for one in read.problems)
    assert codes == {"duplicate-row": 1000, "many-more": 1, "duplicate-key": 1}


MAPPING = """
[customers]
sheet = "Kunden"
customer_id = "Nr"
name = "Firma"

[invoices]
sheet = "Posten"
invoice_id = "Beleg"
customer_id = "Nr"
issued_on = "Vom"
due_on = "Bis"
amount = { column = "Soll", minus = "Haben" }
currency = { column = "W", values = { "Fr." = "CHF" } }
"""
SHEETS = {
    "Kunden": "Kundenliste\nNr | Firma\n1 | Alder AG",
    "Posten": "Nr | Beleg | Vom | Bis | Soll | Haben | W\n"
    "1 | B1 | 2026-01-01 | 2026-01-31 | 100 | 30 | Fr.\nSumme total | | | | 100 | 30 |",
}


def test_sheets_of_a_workbook_are_named_in_the_mapping(engine, tmp_path):
    source = xlsx(tmp_path / "book.xlsx", SHEETS)

    read = read_ledger(source, engine=engine, mapping=read_mapping(MAPPING))

    [invoice] = held(engine, read, "invoices")
    assert (invoice["amount"], invoice["currency"]) == (Decimal(70), "CHF")
    assert [(one.code, one.row) for one in read.problems] == [("not-counted", 3)]
    assert {one.how for one in read.taken} == {"mapping"}


def test_what_a_mapping_names_and_the_file_lacks_is_a_problem(engine, tmp_path):
    source = xlsx(tmp_path / "book.xlsx", SHEETS)
    wrong = MAPPING.replace('"Soll"', '"Sol"').replace('"Kunden"', '"Kundn"')

    read = read_ledger(source, engine=engine, mapping=read_mapping(wrong))

    assert [(one.code, one.column) for one in read.problems] == [
        ("no-such-table", None),
        ("not-counted", None),
        ("mapped-column-absent", "Sol"),
    ]
    assert read.problems[2].details["nearest"] == "Soll"


def test_files_of_a_folder_are_named_in_the_mapping(engine, tmp_path):
    (tmp_path / "kunden.csv").write_text("Nr;Firma\n1;Alder\n", "utf-8")
    (tmp_path / "posten.csv").write_text(
        "Nr;Beleg;Vom;Bis;Soll;Haben;W\n1;B1;2026-01-01;2026-01-31;100;;EUR\n", "utf-8"
    )
    text = MAPPING.replace('sheet = "Kunden"', 'file = "kunden.csv"').replace(
        'sheet = "Posten"', 'file = "posten"'
    )

    read = read_ledger(tmp_path, engine=engine, mapping=read_mapping(text))

    assert read.problems == ()
    assert read.rows == {"customers": 1, "invoices": 1}


def test_a_sheet_without_the_mapped_headers_is_a_problem(engine, tmp_path):
    source = xlsx(tmp_path / "book.xlsx", {"Kunden": "a | b", "Posten": "c | d"})

    read = read_ledger(source, engine=engine, mapping=read_mapping(MAPPING))

    assert [one.code for one in read.problems] == ["no-mapped-header", "no-mapped-header"]


def test_an_absent_column_without_constant_is_named(engine, tmp_path):
    (tmp_path / "a.csv").write_text("Nr,Kunde,Am,Summe\n1,K,2026-01-01,5\n", "utf-8")
    text = '[invoices]\ninvoice_id="Nr"\ncustomer_id="Kunde"\nissued_on="Am"\namount="Summe"'

    read = read_ledger(
        tmp_path / "a.csv", engine=engine, mapping=read_mapping(text), currency="EUR"
    )

    assert [(one.code, one.column) for one in read.problems] == [("column-absent", "due_on")]


def test_a_large_csv_is_scanned_with_its_rows_and_broken_lines_named(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "SMALL", 10)
    lines = ["发票号码;客户编码;开票日期;到期日;币种;价税合计"]
    lines += [f"I{n};K1;2026-01-01;2026-01-31;CNY;{n}.5" for n in range(1, 40)]
    lines[5] = "I5;K1;2026-01-01;soon;CNY;5"
    lines[7] += ";more;and more"
    lines[9] = lines[9].replace("9.5", "much")
    (tmp_path / "invoices.csv").write_text("\n".join(lines) + "\n", "gb18030")

    read = read_ledger(tmp_path, engine=engine)

    assert [(one.code, one.row) for one in read.problems] == [
        ("broken-row", 8),
        ("unreadable-date", 6),
        ("unreadable-amount", 10),
    ]
    assert read.rows["invoices"] == 36


def test_a_large_sheet_of_a_small_firm_is_scanned_too(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "SMALL", 10)
    (tmp_path / "export.csv").write_text(
        "Customer,Invoice Date,Due Date,Amount\nAlder,2026-01-01,2026-01-31,$5\n", "utf-8"
    )

    read = read_ledger(tmp_path / "export.csv", engine=engine)

    [invoice] = held(engine, read, "invoices")
    assert (invoice["invoice_id"], invoice["currency"]) == ("R2", "USD")


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_example_mapping_is_valid_and_explains_itself(path):
    text = path.read_text("utf-8")

    assert read_mapping(text).tables
    assert text.startswith("# ")
    assert tomllib.loads(text)
