"""Every way in which sheets write days and amounts, all in one column."""

from datetime import date
from decimal import Decimal

import pytest

from duecourse.engines.reading import read_ledger
from duecourse.sources.mapping_file import read_mapping
from duecourse.values.days import day_of

DAYS = [
    ("2026-03-01", date(2026, 3, 1)),
    ("2026/3/1", date(2026, 3, 1)),
    ("2026.3.1", date(2026, 3, 1)),
    ("20260301", date(2026, 3, 1)),
    ("2026年3月1日", date(2026, 3, 1)),
    ("２０２６年３月１日", date(2026, 3, 1)),
    ("26.3.1", date(2026, 3, 1)),
    ("26-Apr-11", date(2011, 4, 26)),
    ("26 Apr 2011", date(2011, 4, 26)),
    ("Apr 26, 2011", date(2011, 4, 26)),
    ("46082", date(2026, 3, 1)),
    ("46082.5", date(2026, 3, 1)),
    ("2026-03-01 11:50", date(2026, 3, 1)),
    ("2026-03-01T11:50:00Z", date(2026, 3, 1)),
    ("2026/3/1 0:00", date(2026, 3, 1)),
    (" 2026-03-01 ", date(2026, 3, 1)),
]
NOT_DAYS = [
    "3/4/2026",
    "26-04-2011 11:50",
    "2026-13-01",
    "2026-02-30",
    "March",
    "123",
    "0026-01-01",
]
AMOUNTS = [
    ("1234.00", "1234"),
    ("1,234.00", "1234"),
    ("12,345,678.90", "12345678.90"),
    ("¥1,234.00", "1234"),
    ("￥1234", "1234"),
    ("(200.00)", "-200"),
    ("（200.00）", "-200"),
    ("-200", "-200"),
    ("200-", "-200"),
    ("-¥200", "-200"),
    ("1234元", "1234"),
    ("12.3万", "123000"),
    ("-1.5万元", "-15000"),
    ("1.2亿", "120000000"),
    ("１，２３４．５０", "1234.50"),
    ("$ 1,234.50", "1234.50"),
    ("RMB 88", "88"),
    ("1.5E3", "1500"),
    ("0.30000000000000004", "0.3"),
    ("+7", "7"),
    (".5", "0.5"),
    ("0.00", "0"),
]
NOT_AMOUNTS = ["1.234,00", "12,34", "1,2345", "abc", "1 2 x", "9999999999999999999", "NaN(", "1..2"]


def invoices(tmp_path, column, cells):
    """Write invoices that differ in one column; each cell is quoted."""
    row = {"issued_on": "2020-01-01", "due_on": "2100-01-01", "amount": "1"}
    header = "invoice_id,customer_id,currency,issued_on,due_on,amount"
    lines = [header]
    for number, cell in enumerate(cells):
        told = {**row, column: f'"{cell}"'}
        lines.append(f"I{number},K1,CNY,{told['issued_on']},{told['due_on']},{told['amount']}")
    (tmp_path / "invoices.csv").write_text("\n".join(lines), "utf-8")
    return tmp_path


def by_number(engine, read, column):
    found = engine.arrow(read.ledger["invoices"]).to_pylist()
    return {int(row["invoice_id"][1:]): row[column] for row in found}


def test_days_are_read_however_they_are_written(engine, tmp_path):
    read = read_ledger(invoices(tmp_path, "issued_on", [text for text, _ in DAYS]), engine=engine)

    found = by_number(engine, read, "issued_on")
    assert {DAYS[n][0]: day_of(number) for n, number in found.items()} == dict(DAYS)
    assert read.problems == ()


def test_days_that_could_be_mistaken_are_named_and_left_out(engine, tmp_path):
    read = read_ledger(invoices(tmp_path, "issued_on", NOT_DAYS), engine=engine)

    assert by_number(engine, read, "issued_on") == {}
    assert [(one.code, one.row, one.details["value"]) for one in read.problems] == [
        ("unreadable-date", place + 2, text) for place, text in enumerate(NOT_DAYS)
    ]


def test_a_due_day_that_hangs_on_an_unknown_day_of_issue_is_no_second_mistake(engine, tmp_path):
    (tmp_path / "invoices.csv").write_text(
        "invoice_id,customer_id,issued_on,terms,currency,amount\n"
        "I1,K,abc,NET30,CNY,5\n"
        "I2,K,,NET30,CNY,5\n"
        "I3,K,2026-01-01,,CNY,5\n",
        "utf-8",
    )

    read = read_ledger(tmp_path, engine=engine)

    assert [(one.code, one.row, one.column) for one in read.problems] == [
        ("unreadable-date", 2, "issued_on"),
        ("required-missing", 3, "issued_on"),
        ("required-missing", 4, "due_on"),
    ]


def test_amounts_are_read_however_they_are_written(engine, tmp_path):
    folder = invoices(tmp_path, "amount", [text for text, _ in AMOUNTS])

    read = read_ledger(folder, engine=engine)

    found = by_number(engine, read, "amount")
    assert {AMOUNTS[n][0]: value for n, value in found.items()} == {
        text: Decimal(value) for text, value in AMOUNTS
    }
    assert {one.code for one in read.problems} == {"zero-amount"}


def test_what_is_no_amount_is_named_and_left_out(engine, tmp_path):
    read = read_ledger(invoices(tmp_path, "amount", NOT_AMOUNTS), engine=engine)

    assert by_number(engine, read, "amount") == {}
    assert [(one.code, one.details["value"]) for one in read.problems] == [
        ("unreadable-amount", text) for text in NOT_AMOUNTS
    ]


@pytest.mark.parametrize("nothing", ["-", "—", "/", "无", "N/A", " "])
def test_a_lone_dash_is_nothing_and_no_mistake(engine, tmp_path, nothing):
    (tmp_path / "invoices.csv").write_text(
        "invoice_id,customer_id,currency,issued_on,due_on,amount,tax_amount,cancelled_on\n"
        f"A,K1,CNY,2026-01-01,2026-02-01,100,{nothing},{nothing}\n",
        "utf-8",
    )

    read = read_ledger(tmp_path, engine=engine)

    assert read.problems == ()
    assert by_number_text(engine, read) == [("A", None, None)]


def by_number_text(engine, read):
    found = engine.arrow(read.ledger["invoices"]).to_pylist()
    return [(row["invoice_id"], row["tax_amount"], row["cancelled_on"]) for row in found]


COMMAS = [("1.234,00", "1234"), ("12,5", "12.5"), ("1234", "1234"), ("(7,50)", "-7.5")]


def test_decimal_commas_and_day_first_are_read_where_the_mapping_says_so(engine, tmp_path):
    source = tmp_path / "export.csv"
    rows = [f"I{n};K1;{text};3/4/2026;5.4.2026" for n, (text, _) in enumerate(COMMAS)]
    source.write_text("\n".join(["Nr;Kunde;Betrag;Vom;Bis", *rows]), "utf-8")
    mapping = read_mapping(
        """
        [invoices]
        decimal = ","
        date_format = ["d/m/yyyy", "d.m.yyyy"]
        invoice_id = "Nr"
        customer_id = "Kunde"
        amount = "Betrag"
        issued_on = "Vom"
        due_on = "Bis"
        currency = { constant = "EUR" }
        """
    )

    read = read_ledger(source, engine=engine, mapping=mapping)

    assert read.problems == ()
    assert list(by_number(engine, read, "amount").values()) == [Decimal(v) for _, v in COMMAS]
    assert day_of(by_number(engine, read, "issued_on")[0]) == date(2026, 4, 3)
    assert day_of(by_number(engine, read, "due_on")[0]) == date(2026, 4, 5)


def test_words_of_closed_lists_are_understood(engine, tmp_path):
    (tmp_path / "customers.csv").write_text(
        "customer_id,country,currency,debtor_class,language\n"
        "K1,中国,人民币,SME,ZH\n"
        "K2,de,eur,Large,en\n"
        "K3,Atlantis,Taler,tiny,xx\n",
        "utf-8",
    )

    read = read_ledger(tmp_path, engine=engine)

    found = engine.arrow(read.ledger["customers"]).to_pylist()
    names = ("customer_id", "country", "currency", "debtor_class", "language")
    assert sorted(tuple(row[name] or "" for name in names) for row in found) == [
        ("K1", "CN", "CNY", "sme", "zh"),
        ("K2", "DE", "EUR", "large", "en"),
        ("K3", "", "", "", ""),
    ]
    assert sorted(one.code for one in read.problems) == [
        "bad-choice",
        "bad-choice",
        "bad-country",
        "bad-currency",
    ]


def test_numbers_counts_and_flags_are_read(engine, tmp_path):
    (tmp_path / "contracts.csv").write_text(
        "contract_id,customer_id,late_interest,retention_of_title,limit_clause\n"
        "C1,K1,18%,是,no\nC2,K1,0.05,maybe,true\n",
        "utf-8",
    )
    (tmp_path / "reports.csv").write_text(
        "customer_id,reported_on,provider,scale,value,adverse_events\n"
        'K1,2026-01-01,b,0-100,"1,000.5",2\nK2,2026-01-01,b,0-100,inf,1.5\n',
        "utf-8",
    )

    read = read_ledger(tmp_path, engine=engine)

    contracts = engine.arrow(read.ledger["contracts"]).sort_by("contract_id").to_pylist()
    reports = engine.arrow(read.ledger["reports"]).sort_by("customer_id").to_pylist()
    assert [(c["late_interest"], c["retention_of_title"]) for c in contracts] == [
        (0.18, True),
        (0.05, None),
    ]
    assert [(r["value"], r["adverse_events"]) for r in reports] == [(1000.5, 2), (None, None)]
    assert sorted(one.code for one in read.problems) == [
        "unreadable-flag",
        "unreadable-number",
        "unreadable-number",
    ]
