from datetime import date

import narwhals.stable.v2 as nw
from typed import ledger, rows

from duecourse.values.days import day_number


def test_a_ledger_has_every_table_and_fills_defaults(engine):
    books = ledger(
        engine,
        customers="""
        customer_id  name
        K1           Alder
        K2           -
        """,
    )

    assert rows(engine, books["customers"], "customer_id", "name", "company_id") == [
        ("K1", "Alder", "main"),
        ("K2", "K2", "main"),
    ]
    assert rows(engine, books["settlements"], "settlement_id") == []


def test_kept_frames_can_be_read_twice(engine):
    books = ledger(engine, rates="currency on rate\nEUR 2026-03-01 7.8")
    kept = books.keep(books["rates"].filter(nw.col("on") <= day_number(date(2026, 3, 1))))

    assert rows(engine, kept, "rate") == rows(engine, kept, "rate") == [(7.8,)]
