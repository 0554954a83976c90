from datetime import date
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pytest

import duecourse
from duecourse.services.python_face import read_ledger

INVOICES = {
    "invoice_id": ["R-1", "R-2"],
    "customer_id": ["A", "B"],
    "issued_on": [date(2026, 1, 1), date(2026, 2, 1)],
    "due_on": [date(2026, 1, 31), date(2026, 3, 3)],
    "currency": ["CNY", "CNY"],
    "amount": [Decimal("100.00"), Decimal("250.50")],
}


def test_dates_of_frames_handed_over_are_numbered_once_and_not_in_each_plan():
    books = read_ledger({"invoices": pa.table(INVOICES)})

    plan = books["invoices"].explain()

    assert "SEQ_SCAN" in plan or "COLUMN_DATA_SCAN" in plan
    assert "PROJECTION" not in plan and "1970" not in plan


@pytest.mark.parametrize("make", [pa.table, pl.DataFrame, lambda held: pl.DataFrame(held).lazy()])
def test_frames_of_any_library_become_the_same_ledger(make):
    invoices = read_ledger({"invoices": make(INVOICES)}).ledger["invoices"]

    rows = invoices.select("invoice_id", "due_on", "company_id").collect("pyarrow").to_native()

    assert sorted(rows.to_pylist(), key=lambda row: row["invoice_id"]) == [
        {"invoice_id": "R-1", "due_on": 20_484, "company_id": "main"},
        {"invoice_id": "R-2", "due_on": 20_515, "company_id": "main"},
    ]


def test_a_name_that_the_package_lacks_is_refused_by_name():
    with pytest.raises(AttributeError, match="no attribute 'forecast'"):
        _ = duecourse.forecast
