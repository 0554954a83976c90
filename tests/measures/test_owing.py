from decimal import Decimal

import pyarrow as pa
import pytest
from typed import rows

from duecourse.measures.disputes import open_disputes
from duecourse.measures.owing import AMOUNTS, owing, shares_of_receivable

BIRCH = [
    ("B1", 120, 50_000, 0, False),
    ("B2", 55, 90_000, 30_000, False),
    ("B3", 0, 40_000, 0, False),
    ("N1", 0, -5_000, 0, True),
]


def test_what_birch_owes_by_hand(engine):
    [found] = rows(engine, owed(engine, BIRCH, cash=7_000), *AMOUNTS, "largest_days_past_due")

    assert found == (168_000, 180_000, 140_000, 12_000, 30_000, 110_000, 120)


def test_shares_are_of_the_receivable(engine):
    found = shares_of_receivable(owed(engine, BIRCH, cash=7_000))

    assert rows(engine, found, "disputed_share", "overdue_over_30_share") == [
        (pytest.approx(30 / 180, abs=1e-9), pytest.approx(110 / 180, abs=1e-9))
    ]


def test_without_a_receivable_shares_are_nothing(engine):
    found = shares_of_receivable(owed(engine, [], cash=7_000))

    assert rows(engine, found, "open_amount", "disputed_share", "overdue_over_30_share") == [
        (-7_000, 0.0, 0.0)
    ]


@pytest.mark.parametrize(
    ("part", "oldest", "over_30"),
    [
        (("A", 30, 100, 0, False), 30, 0),
        (("A", 31, 100, 0, False), 31, 100),
        (("A", 80, 100, 100, False), 0, 0),
        (("A", 80, 100, 99, False), 80, 1),
    ],
)
def test_the_oldest_is_of_what_is_not_in_dispute(engine, part, oldest, over_30):
    found = owed(engine, [part], cash=0)

    assert rows(engine, found, "largest_days_past_due", "over_30") == [(oldest, over_30)]


def test_disputes_are_counted_by_invoice_not_by_part(engine):
    two = [("B2", 5, 90, 30, False), ("B2", 1, 90, 10, False), ("B3", 0, 40, 0, False)]

    assert rows(engine, open_disputes(parts(engine, two)), "customer_id", "open_disputes") == [
        ("Birch", 1)
    ]


def owed(engine, typed, *, cash):
    """Sum parts of (invoice, days, open, disputed, is credit) and cash on account."""
    paid = {
        "customer_id": ["Birch"],
        "currency": ["CNY"],
        "on_account": money([cash]),
    }
    return owing(parts(engine, typed), engine.frame(pa.table(paid)))


def parts(engine, typed):
    """Make open parts of Birch."""
    return engine.frame(
        pa.table(
            {
                "customer_id": pa.array(["Birch"] * len(typed), pa.string()),
                "currency": pa.array(["CNY"] * len(typed), pa.string()),
                "invoice_id": pa.array([row[0] for row in typed], pa.string()),
                "days_past_due": pa.array([row[1] for row in typed], pa.int64()),
                "open_amount": money([row[2] for row in typed]),
                "disputed_amount": money([row[3] for row in typed]),
                "is_credit": pa.array([row[4] for row in typed], pa.bool_()),
            }
        )
    )


def money(amounts):
    return pa.array([Decimal(amount) for amount in amounts], pa.decimal128(18, 4))
