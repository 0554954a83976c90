"""Payments in another currency than their invoice."""

from decimal import Decimal

from duecourse.engines.reading import read_ledger

INVOICES = """\
invoice_id,customer_id,issued_on,due_on,currency,amount
A,K1,2026-01-01,2026-01-31,CNY,700
B,K1,2026-01-01,2026-01-31,CNY,700
C,K1,2026-01-01,2026-01-31,USD,100
"""
SETTLEMENTS = """\
settlement_id,customer_id,invoice_id,posted_on,currency,amount,applied_amount
S1,K1,A,2026-02-01,USD,100,710
S2,K1,B,2026-02-01,USD,100,
S3,K1,C,2026-02-01,CNY,700,
S4,K1,C,2026-02-01,USD,50,
S5,K1,Z,2026-02-01,USD,10,
"""


def test_a_payment_that_does_not_say_what_it_pays_is_unallocated(engine, tmp_path):
    (tmp_path / "invoices.csv").write_text(INVOICES, "utf-8")
    (tmp_path / "settlements.csv").write_text(SETTLEMENTS, "utf-8")

    read = read_ledger(tmp_path, engine=engine)

    found = engine.arrow(read.ledger["settlements"]).sort_by("settlement_id").to_pylist()
    assert [(row["invoice_id"], row["amount"]) for row in found] == [
        ("A", Decimal(100)),
        (None, Decimal(100)),
        (None, Decimal(700)),
        ("C", Decimal(50)),
        (None, Decimal(10)),
    ]
    assert sorted((one.code, one.row) for one in read.problems) == [
        ("applied-amount-missing", 3),
        ("applied-amount-missing", 4),
        ("unknown-invoice", 6),
    ]


def test_without_a_column_for_it_no_foreign_payment_says_what_it_pays(engine, tmp_path):
    lines = [line.rpartition(",")[0] for line in SETTLEMENTS.splitlines()]
    (tmp_path / "invoices.csv").write_text(INVOICES, "utf-8")
    (tmp_path / "settlements.csv").write_text("\n".join(lines), "utf-8")

    read = read_ledger(tmp_path, engine=engine)

    assert sum(one.code == "applied-amount-missing" for one in read.problems) == 3
