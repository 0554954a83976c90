"""The shared golden ledger as typed tables; tests skip where it is absent."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from act.open_parts import SCHEMA
from typed import value

from duecourse.engines.arrow import ARROW
from duecourse.ledger.ledger import ledger_of
from duecourse.ledger.tables import TABLE
from duecourse.values.days import day_number

GOLDEN = Path(__file__).parents[3] / "shared" / "golden"
HOME = {"CNY": 1.0, "EUR": 7.8, "USD": 7.1}
AS_OF = day_number(date(2026, 3, 31))


def read(path):
    if not GOLDEN.is_dir():
        pytest.skip("needs ../shared/golden, which is not here")
    with (GOLDEN / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def golden_ledger(engine, *names):
    frames = {name: engine.frame(typed_table(name)) for name in names}
    return ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)


def typed_table(name):
    table, rows = TABLE[name], read(f"ledger/{name}.csv")
    columns = [table.column(column) for column in rows[0]]
    return pa.table(
        {
            column.name: pa.array(
                [value(row[column.name] or "-", column.kind) for row in rows], ARROW[column.kind]
            )
            for column in columns
        }
    )


def golden_open_parts(engine):
    """Build the open parts from the expected invoices, the disputes and the pending cash."""
    disputed, pending = open_disputes(), pending_cash()
    rows = [
        {
            "invoice_id": row["invoice_id"],
            "part": int(row["part"]),
            "customer_id": row["customer_id"],
            "company_id": "main",
            "currency": row["currency"],
            "due_on": day_number(date.fromisoformat(row["due_on"])),
            "open_amount": Decimal(row["open_amount"]),
            "disputed_amount": disputed.get(row["invoice_id"], Decimal(0)),
            "pending_amount": pending.get(row["invoice_id"], Decimal(0)),
            "days_past_due": int(row["days_past_due"]),
            "bucket": row["bucket"],
            "to_home": HOME[row["currency"]],
        }
        for row in read("expected/invoices.csv")
    ]
    rows.append(unallocated_cash())
    return engine.frame(pa.Table.from_pylist(rows, schema=SCHEMA))


def unallocated_cash():
    """The one payment of the ledger that names no invoice: 7,000 of K02."""
    return {
        "customer_id": "K02",
        "company_id": "main",
        "currency": "CNY",
        "open_amount": Decimal(-7000),
        "days_past_due": 0,
        "bucket": "unallocated",
    }


def open_disputes():
    return {
        row["invoice_id"]: Decimal(row["amount"])
        for row in read("ledger/disputes.csv")
        if not row["closed_on"]
    }


def pending_cash():
    return {
        row["invoice_id"]: Decimal(row["amount"])
        for row in read("ledger/settlements.csv")
        if row["status"] == "pending"
    }
