from datetime import date
from decimal import Decimal

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest
from typed import ledger, rows

from duecourse.measures.signals import (
    SPECS,
    dishonoured_bills,
    disputed_share_change,
    first_late,
    lost_discount,
    unearned_discounts,
)
from duecourse.values.days import day_number

AS_OF = 20543  # 2026-03-31
PUNCTUAL = "\n".join(f"K1 I{month} 2025-0{month}-15 2025-0{month}-15" for month in range(1, 7))
"""Six invoices, each paid on the day it was due."""


def test_a_good_payers_first_late_payment_rings(engine):
    late = "\nK1 I7 2026-02-20 2026-02-10"

    assert late_first(engine, PUNCTUAL + late) == [("K1", 1)]


def test_a_good_payers_first_overdue_part_rings(engine):
    assert late_first(engine, PUNCTUAL, overdue="K1 2026-03-20 100 0") == [("K1", 1)]


def test_a_part_in_dispute_is_not_late(engine):
    assert late_first(engine, PUNCTUAL, overdue="K1 2026-03-20 100 100") == [("K1", 0)]


def test_who_was_late_before_does_not_ring_again(engine):
    once = "\nK1 I0 2025-12-20 2025-12-10\nK1 I8 2026-02-20 2026-02-10"

    assert late_first(engine, PUNCTUAL + once) == [("K1", 0)]


def test_five_invoices_make_no_good_payer(engine):
    five = "\n".join(PUNCTUAL.splitlines()[:5])

    assert late_first(
        engine, five + "\nK1 I5 2025-05-16 2025-05-16\nK1 I7 2026-02-20 2026-02-10"
    ) == [("K1", 0)]


def test_what_became_late_ninety_days_ago_is_news_no_more(engine):
    assert late_first(engine, PUNCTUAL, overdue="K1 2025-12-30 100 0") == [("K1", 0)]
    assert late_first(engine, PUNCTUAL, overdue="K1 2025-12-31 100 0") == [("K1", 1)]


def test_who_always_paid_in_time_does_not_ring_and_who_never_paid_is_unknown(engine):
    assert late_first(engine, PUNCTUAL) == [("K1", 0)]
    assert late_first(engine, "") == []
    assert late_first(engine, "", overdue="K2 2026-03-20 100 0") == [("K2", 0)]


SETTLED = "settlement_id customer_id invoice_id posted_on currency amount kind reverses\n"


def test_a_lost_discount_rings(engine):
    assert discount_lost(engine, taken("2025-06") + paid("2026-03-01")) == [("K1", 1)]


def test_a_discount_still_taken_now_and_then_is_not_lost(engine):
    now = (
        paid("2026-03-01")
        + "\nD9 K1 I9 2026-03-02 CNY 2 discount -\nP8 K1 I9 2026-03-02 CNY 98 payment -"
    )

    assert discount_lost(engine, taken("2025-06") + now) == [("K1", 0)]


def test_who_paid_nothing_lately_has_not_lost_it(engine):
    assert discount_lost(engine, taken("2025-06")) == [("K1", 0)]


def test_two_discounts_are_no_habit_nor_is_less_than_half(engine):
    two = "\n".join(taken("2025-06").splitlines()[:4])
    others = "".join(f"\nX{n} K1 J{n} 2025-07-01 CNY 100 payment -" for n in range(4))

    assert discount_lost(engine, two + paid("2026-03-01")) == [("K1", 0)]
    assert discount_lost(engine, taken("2025-06") + others + paid("2026-03-01")) == [("K1", 0)]


def test_a_reversed_discount_was_never_taken(engine):
    back = "\nR1 K1 I1 2025-06-20 CNY -2 reversal D1"

    assert discount_lost(engine, taken("2025-06") + back + paid("2026-03-01")) == [("K1", 0)]


def test_a_habit_of_more_than_a_year_ago_is_forgotten(engine):
    assert discount_lost(engine, taken("2025-03") + paid("2026-03-01")) == [("K1", 0)]


INVOICES = """invoice_id customer_id issued_on due_on currency amount cancelled_on
I1 K1 2025-06-01 2025-07-01 CNY 900 -
I2 K1 2025-09-01 2025-10-01 CNY 100 -
I3 K1 2026-02-01 2026-03-01 CNY 200 -
I4 K1 2026-03-01 2026-04-01 CNY 300 -
I5 K1 2026-03-01 2026-04-01 CNY 9999 2026-03-02
I6 K1 2026-03-05 2026-04-01 CNY -50 -"""


def test_rising_disputes_are_a_change_of_shares(engine):
    disputes = """dispute_id invoice_id opened_on amount
    X1 I1 2025-06-10 50
    X2 I3 2026-02-10 -
    X3 I4 2026-03-10 400"""

    # 50 of 1000 before; 200 and 300 (never more than the invoice) of 500 lately
    assert dispute_change(engine, disputes) == [("K1", 0.95)]


def test_without_disputes_nothing_changed(engine):
    assert dispute_change(engine, None) == [("K1", 0.0)]


def test_disputes_of_later_days_or_cancelled_invoices_do_not_count(engine):
    disputes = """dispute_id invoice_id opened_on amount
    X1 I4 2026-04-01 100
    X2 I5 2026-03-02 100
    X3 I1 2025-03-31 100"""

    assert dispute_change(engine, disputes) == [("K1", 0.0)]


def test_with_sales_on_one_side_only_the_change_is_unknown(engine):
    typed = INVOICES.splitlines()

    assert dispute_change(engine, None, invoices="\n".join(typed[:3])) == []
    assert dispute_change(engine, None, invoices="\n".join([typed[0], *typed[3:5]])) == []


def test_with_an_unknown_rate_the_change_is_unknown(engine):
    foreign = INVOICES + "\nI7 K1 2026-03-05 2026-04-01 XXX 50 -"

    assert dispute_change(engine, None, invoices=foreign) == []


def test_bills_dishonoured_within_a_year_are_counted(engine):
    bills = """bill_id customer_id amount currency received_on matures_on dishonoured_on
    P1 K1 100 CNY 2025-09-01 2025-12-01 2025-12-02
    P2 K1 100 CNY 2025-12-01 2026-03-31 2026-03-31
    P3 K1 100 CNY 2024-12-01 2025-03-31 2025-03-31
    P4 K1 100 CNY 2025-12-01 2026-04-01 2026-04-01
    P5 K1 100 CNY 2025-12-01 2026-03-01 -"""
    books = ledger(engine, customers="customer_id\nK1\nK2", bills=bills)
    found = dishonoured_bills(books["customers"], books["bills"], as_of=AS_OF)

    assert rows(engine, found, "customer_id", "dishonoured_bills") == [("K1", 2), ("K2", 0)]


def test_a_discount_taken_after_its_days_is_unearned(engine):
    invoices = """invoice_id customer_id issued_on due_on currency amount terms
    I1 K1 2026-03-01 2026-03-31 CNY 100 2/10-net-30
    I2 K1 2026-03-01 2026-03-31 CNY 100 2.5%/10,n/30
    I3 K1 2026-03-01 2026-03-05 CNY 100 30/60/10
    I4 K1 2026-03-01 2026-03-05 CNY 100 -
    I5 K1 2026-03-01 2026-03-31 CNY 100 2/10-net-30
    I6 K1 2025-12-01 2025-12-31 CNY 100 2/10-net-30"""
    settlements = """
    D1 K1 I1 2026-03-11 CNY 2 discount -
    D2 K1 I2 2026-03-12 CNY 2 discount -
    D3 K1 I3 2026-03-05 CNY 2 discount -
    D4 K1 I4 2026-03-06 CNY 2 discount -
    D5 K1 I5 2026-03-20 CNY 2 discount -
    R5 K1 I5 2026-03-21 CNY -2 reversal D5
    D6 K1 I6 2025-12-31 CNY 2 discount -
    D7 K1 I1 2026-04-01 CNY 2 discount -"""
    books = ledger(
        engine,
        customers="customer_id\nK1\nK2",
        invoices=invoices,
        settlements=SETTLED + settlements.strip(),
    )
    found = unearned_discounts(
        books["customers"], books["settlements"], books["invoices"], as_of=AS_OF
    )

    # D2 a day late by its terms, D4 a day after it was due
    assert rows(engine, found, "customer_id", "unearned_discounts") == [("K1", 2), ("K2", 0)]


def test_every_measure_is_described():
    assert [spec.name for spec in SPECS] == [
        "first_late",
        "lost_discount",
        "disputed_share_change",
        "dishonoured_bills",
        "unearned_discounts",
    ]


PIECES = pa.schema(
    [
        ("customer_id", pa.string()),
        ("invoice_id", pa.string()),
        ("posted_on", pa.int32()),
        ("due_on", pa.int32()),
    ]
)
PARTS = pa.schema(
    [
        ("customer_id", pa.string()),
        ("due_on", pa.int32()),
        ("days_past_due", pa.int64()),
        ("open_amount", pa.decimal128(18, 4)),
        ("disputed_amount", pa.decimal128(18, 4)),
    ]
)


def late_first(engine, paid_pieces, overdue=""):
    pieces = [
        dict(zip(PIECES.names, (customer, invoice, day(posted), day(due)), strict=True))
        for customer, invoice, posted, due in map(str.split, paid_pieces.splitlines())
    ]
    parts = [
        dict(
            zip(
                PARTS.names,
                (customer, day(due), AS_OF - day(due), Decimal(amount), Decimal(disputed)),
                strict=True,
            )
        )
        for customer, due, amount, disputed in map(str.split, overdue.splitlines())
    ]
    found = first_late(
        engine.frame(pa.Table.from_pylist(pieces, schema=PIECES)),
        engine.frame(pa.Table.from_pylist(parts, schema=PARTS)),
        as_of=AS_OF,
    )
    return rows(engine, found, "customer_id", "first_late")


def taken(month):
    """Three invoices paid with a discount in a month."""
    return "\n".join(
        f"D{n} K1 I{n} {month}-1{n} CNY 2 discount -\nP{n} K1 I{n} {month}-1{n} CNY 98 payment -"
        for n in range(1, 4)
    )


def paid(on):
    return f"\nP9 K1 I8 {on} CNY 100 payment -"


def discount_lost(engine, settlements):
    table = ledger(engine, settlements=SETTLED + settlements)["settlements"]
    return rows(engine, lost_discount(table, as_of=AS_OF), "customer_id", "lost_discount")


def dispute_change(engine, disputes, invoices=INVOICES):
    tables = {"invoices": invoices} | ({"disputes": disputes} if disputes else {})
    books = ledger(engine, **tables)
    rate = nw.when(nw.col("currency") == "CNY").then(nw.lit(1.0))
    found = disputed_share_change(
        books["invoices"].with_columns(to_home=rate), books["disputes"], as_of=AS_OF
    )
    return [
        (customer, pytest.approx(change, abs=1e-9))
        for customer, change in rows(engine, found, "customer_id", "disputed_share_change")
    ]


def day(text):
    return day_number(date.fromisoformat(text))
