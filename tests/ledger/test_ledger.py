"""A ledger is made of frames as they come: dates, gaps, absent columns and tables."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from typed import rows

from duecourse.ledger.ledger import ledger_of
from duecourse.ledger.tables import TABLE, TABLES
from duecourse.values.days import day_number


def test_dates_become_numbers_and_absent_columns_come_empty_or_with_their_default(engine):
    frame = pa.table(
        {
            "settlement_id": ["S1", "S2"],
            "customer_id": ["Alder", "Birch"],
            "posted_on": [date(2026, 3, 1), None],
            "currency": ["CNY", "CNY"],
            "amount": pa.array([Decimal("1.5"), Decimal(2)], pa.decimal128(10, 2)),
            "kind": ["bill", None],
        }
    )

    told = made(engine, settlements=frame)["settlements"]

    assert rows(engine, told, "settlement_id", "posted_on", "amount", "kind", "status") == [
        ("S1", day_number(date(2026, 3, 1)), Decimal("1.5000"), "bill", "posted"),
        ("S2", None, 2, "payment", "posted"),
    ]
    assert rows(engine, told, "company_id", "invoice_id") == [("main", None), ("main", None)]


def test_a_customer_is_named_by_its_id_where_it_has_no_name(engine):
    told = made(engine, customers=pa.table({"customer_id": ["Alder"]}))["customers"]

    assert rows(engine, told, "customer_id", "name") == [("Alder", "Alder")]


def test_every_table_is_there_with_every_column(engine):
    told = made(engine)

    assert set(told.tables) == {table.name for table in TABLES}
    for name, frame in told.tables.items():
        assert frame.collect_schema().names() == list(TABLE[name].schema)


def test_a_stranger_among_the_tables_is_refused(engine):
    with pytest.raises(KeyError, match=r"no such tables: \['invoice'\]; the ledger has"):
        made(engine, invoice=pa.table({"invoice_id": ["A1"]}))


def made(engine, **tables):
    """Make a ledger of Arrow tables."""
    frames = {name: engine.frame(table) for name, table in tables.items()}
    return ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)
