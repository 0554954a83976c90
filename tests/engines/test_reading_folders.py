"""Folders of tables: what is wrong is named, what is right survives."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from duecourse.engines.engine import engine_named
from duecourse.engines.reading import read_ledger

CUSTOMERS = "customer_id,name\nK1,Alder\nK2,Birch\n"
INVOICES = """\
invoice_id,customer_id,issued_on,due_on,currency,amount,tax_amount
A,K1,2026-01-01,2026-01-31,CNY,100,13
B,K2,2026-01-01,soon,CNY,200,
C,,2026-01-01,2026-01-31,CNY,300,
D,K2,2026-01-01,2026-01-31,CNY,400,plenty
A,K1,2026-01-01,2026-01-31,CNY,100,13
D,K2,2026-01-01,2026-01-31,CNY,401,
E,K9,2026-02-01,2026-01-31,CNY,0,
F,K1,2026-01-01,2026-01-31,Taler,5,
"""
SETTLEMENTS = """\
settlement_id,customer_id,invoice_id,posted_on,currency,amount,kind,reverses
S1,K1,A,2026-02-01,CNY,50,,
S2,K1,Z,2026-02-01,CNY,60,payment,
S3,K1,,2026-02-01,CNY,70,gift,
S4,K1,A,2026-02-01,CNY,-50,reversal,S9
"""
DISPUTES = "dispute_id,invoice_id,opened_on\nX1,A,2026-02-01\nX2,Z,2026-02-01\n"
PARTS = "invoice_id,part,due_on,amount\nA,1,2026-01-31,60\nA,2,2026-02-28,50\n"
ALL = {
    "customers": CUSTOMERS,
    "invoices": INVOICES,
    "settlements": SETTLEMENTS,
    "disputes": DISPUTES,
    "due_parts": PARTS,
}


def folder(path, **tables):
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, "utf-8")
    return path


def as_parquet(path, **tables):
    """Write the tables typed as DuckDB reads them."""
    for name, text in tables.items():
        (path / "source.csv").write_text(text, "utf-8")
        duckdb.connect().execute(
            f"COPY (FROM read_csv('{path / 'source.csv'}', header=true))"
            f" TO '{path / name}.parquet' (FORMAT parquet)"
        )
        (path / "source.csv").unlink()
    return path


def told(read):
    return sorted((one.file.split(".")[0], one.row or 0, one.code) for one in read.problems)


def held(engine, read, table, *names):
    rows = engine.arrow(read.ledger[table]).to_pylist()
    return sorted(tuple(row[name] for name in names) for row in rows)


@pytest.mark.parametrize("write", [folder, as_parquet])
def test_every_bad_row_is_named_and_good_rows_survive(engine, tmp_path, write):
    read = read_ledger(write(tmp_path, **ALL), engine=engine)

    assert told(read) == [
        ("disputes", 3, "unknown-invoice"),
        ("invoices", 2, "parts-do-not-add-up"),
        ("invoices", 3, "unreadable-date"),
        ("invoices", 4, "required-missing"),
        ("invoices", 5, "unreadable-amount"),
        ("invoices", 6, "duplicate-row"),
        ("invoices", 7, "duplicate-key"),
        ("invoices", 8, "due-before-issue"),
        ("invoices", 8, "unknown-customer"),
        ("invoices", 8, "zero-amount"),
        ("invoices", 9, "bad-currency"),
        ("settlements", 3, "unknown-invoice"),
        ("settlements", 4, "bad-choice"),
        ("settlements", 5, "unknown-reference"),
    ]
    assert held(engine, read, "invoices", "invoice_id", "amount") == [
        ("A", Decimal(100)),
        ("D", Decimal(400)),
        ("E", Decimal(0)),
    ]
    assert read.rows == {
        "customers": 3,
        "invoices": 3,
        "settlements": 3,
        "disputes": 1,
        "due_parts": 2,
    }


def test_a_payment_of_an_unknown_invoice_is_kept_as_unallocated_cash(engine, tmp_path):
    read = read_ledger(folder(tmp_path, **ALL), engine=engine)

    assert [
        (one, invoice or "", amount, kind)
        for one, invoice, amount, kind in sorted(
            (row["settlement_id"], row["invoice_id"], row["amount"], row["kind"])
            for row in engine.arrow(read.ledger["settlements"]).to_pylist()
        )
    ] == [
        ("S1", "A", Decimal(50), "payment"),
        ("S2", "", Decimal(60), "payment"),
        ("S4", "A", Decimal(-50), "reversal"),
    ]


def test_customers_that_nobody_listed_are_added(engine, tmp_path):
    read = read_ledger(folder(tmp_path, **ALL), engine=engine)

    assert held(engine, read, "customers", "customer_id", "name") == [
        ("K1", "Alder"),
        ("K2", "Birch"),
        ("K9", "K9"),
    ]


def test_without_a_table_of_customers_they_come_from_the_invoices_in_silence(engine, tmp_path):
    good = "\n".join(INVOICES.splitlines()[:2])

    read = read_ledger(folder(tmp_path, invoices=good), engine=engine)

    assert held(engine, read, "customers", "customer_id") == [("K1",)]
    assert read.problems == ()


def test_very_many_problems_of_one_kind_are_listed_up_to_a_thousand(engine, tmp_path):
    bad = "".join(f"I{n},K1,x,2026-01-31,CNY,1,\n" for n in range(1_200))

    read = read_ledger(
        folder(tmp_path, invoices=INVOICES.splitlines()[0] + "\n" + bad), engine=engine
    )

    assert len(read.problems) == 1_001
    last = read.problems[-1]
    assert (last.code, last.row, last.column) == ("many-more", None, "issued_on")
    assert last.details == {"count": "200", "listed": "1000", "kind": "unreadable-date"}


def test_parquet_parts_of_one_table_are_one_table_with_their_own_rows(engine, tmp_path):
    (tmp_path / "invoices").mkdir()
    lines = INVOICES.splitlines()
    for number, rows in enumerate((lines[1:2], [lines[1], lines[8].replace("Taler", "EUR")])):
        part = tmp_path / f"part{number}"
        part.mkdir()
        as_parquet(part, invoices="\n".join([lines[0], *rows]))
        (part / "invoices.parquet").rename(tmp_path / "invoices" / f"{number}.parquet")
        part.rmdir()

    read = read_ledger(tmp_path, engine=engine)

    assert held(engine, read, "invoices", "invoice_id") == [("A",), ("F",)]
    assert [(one.file, one.row, one.code) for one in read.problems] == [
        ("1.parquet", 2, "duplicate-row")
    ]


def test_an_unknown_name_is_told_the_nearest_table(engine, tmp_path):
    (tmp_path / "invoice.csv").write_text(INVOICES, "utf-8")
    (tmp_path / "README.md").write_text("notes", "utf-8")

    [problem] = read_ledger(tmp_path, engine=engine).problems

    assert (problem.code, problem.file) == ("unknown-table", "invoice.csv")
    assert problem.details["nearest"] == "invoices"


def test_an_absent_column_is_named_once_and_the_other_tables_are_read(engine, tmp_path):
    read = read_ledger(
        folder(tmp_path, customers=CUSTOMERS, invoices="invoice_id,customer_id\nA,K1\n"),
        engine=engine,
    )

    assert [(one.code, one.column) for one in read.problems] == [
        ("column-absent", "issued_on"),
        ("column-absent", "due_on"),
        ("column-absent", "currency"),
        ("column-absent", "amount"),
    ]
    assert read.rows == {"customers": 2}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("invoices.csv", b"", "empty-file"),
        ("invoices.csv", b"\n\n,,\n", "empty-file"),
        ("invoices.csv", b"one,two\n1,2\n", "nothing-recognised"),
        ("invoices.parquet", b"rubbish", "unreadable-file"),
        ("book.xlsx", b"rubbish", "unreadable-file"),
        ("invoices.xlsx", b"rubbish", "unreadable-file"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(engine, tmp_path, name, data, code):
    (tmp_path / name).write_bytes(data)
    source = tmp_path if name.startswith("invoices") else tmp_path / name

    read = read_ledger(source, engine=engine)

    assert [one.code for one in read.problems] == [code]
    assert read.rows == {}


def test_nothing_at_all_is_a_problem(engine, tmp_path):
    assert [one.code for one in read_ledger(tmp_path, engine=engine).problems] == ["empty-folder"]
    absent = read_ledger(tmp_path / "absent.csv", engine=engine)
    assert [one.code for one in absent.problems] == ["no-such-file"]


def test_a_table_by_itself_is_read_as_that_table(engine, tmp_path):
    folder(tmp_path, invoices="\n".join(INVOICES.splitlines()[:2]))

    read = read_ledger(tmp_path / "invoices.csv", engine=engine)

    assert (read.kind, read.rows) == ("folder", {"invoices": 1, "customers": 1})


def test_headers_in_chinese_are_understood_in_a_folder_of_tables(engine, tmp_path):
    (tmp_path / "invoices.csv").write_text(
        "发票号码,客户编码,开票日期,到期日,币种,价税合计(万元)\n1,K1,2026.1.1,2026.2.1,人民币,1.5\n",
        "gb18030",
    )
    read = read_ledger(tmp_path, engine=engine)

    assert held(engine, read, "invoices", "invoice_id", "amount") == [("1", Decimal(15000))]
    assert {one.how for one in read.taken} == {"dictionary"}


def test_progress_is_told_each_file(engine, tmp_path):
    seen = []

    read_ledger(folder(tmp_path, customers=CUSTOMERS), engine=engine, progress=seen.append)

    assert "customers.csv" in seen


GOLDEN = Path(__file__).parents[3] / "shared" / "golden" / "ledger"


@pytest.mark.skipif(not GOLDEN.exists(), reason="the golden ledger is not beside the checkout")
def test_the_golden_ledger_has_no_problem(engine):
    read = read_ledger(GOLDEN, engine=engine)

    assert read.problems == ()
    assert (read.rows["invoices"], read.rows["settlements"]) == (50, 44)


def test_typed_columns_that_do_not_fit_are_named_like_text(engine, tmp_path):
    duckdb.connect().execute(
        "COPY (SELECT * FROM (VALUES"
        " (' A', 'K1', DATE '2026-01-01', DATE '2026-01-31', 'CNY', 1.5::DOUBLE),"
        " ('B', 'K1', DATE '2026-01-01', 'infinity'::DATE, 'CNY', 2),"
        " ('C', 'K1', DATE '0026-01-01', DATE '2026-01-31', 'CNY', 3),"
        " ('D', 'K1', DATE '2026-01-01', DATE '2026-01-31', 'cny', 4),"
        " ('E', 'K1', DATE '2026-01-01', DATE '2026-01-31', 'CNY', 'nan'))"
        " AS t(invoice_id, customer_id, issued_on, due_on, currency, amount))"
        f" TO '{tmp_path / 'invoices.parquet'}' (FORMAT parquet)"
    )

    read = read_ledger(tmp_path, engine=engine)

    assert held(engine, read, "invoices", "invoice_id", "currency") == [("A", "CNY"), ("D", "CNY")]
    assert told(read) == [
        ("invoices", 3, "unreadable-date"),
        ("invoices", 4, "unreadable-date"),
        ("invoices", 6, "required-missing"),
    ]


def test_a_tidy_parquet_table_is_read_where_it_lies(tmp_path):
    started = engine_named("duckdb")
    as_parquet(tmp_path, invoices="\n".join(INVOICES.splitlines()[:2]))

    read_ledger(tmp_path, engine=started)

    kinds = started.connection.execute(
        "SELECT table_type FROM information_schema.tables WHERE table_name LIKE 'invoices from%'"
    ).fetchall()
    started.close()
    assert kinds == [("VIEW",)]


def test_two_ledgers_can_be_read_with_one_engine(engine, tmp_path):
    first = folder(tmp_path, customers=CUSTOMERS)
    one = read_ledger(first, engine=engine)
    two = read_ledger(first, engine=engine)

    assert held(engine, one, "customers", "name") == held(engine, two, "customers", "name")
