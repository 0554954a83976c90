from collections import defaultdict
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typed import rows

from duecourse.measures.aging import aging, bucket_labels, with_bucket


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (0, "current"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, "90+"),
        (4_000, "90+"),
    ],
)
def test_each_number_of_days_is_in_one_bucket(engine, days, bucket):
    assert rows(engine, with_bucket(parts(engine, [("Alder", days, 10, False)])), "bucket") == [
        (bucket,)
    ]


def test_credits_and_cash_are_unallocated_and_negative(engine):
    owed = parts(
        engine, [("Alder", 19, 150, False), ("Alder", 0, 60, False), ("Alder", 0, -5, True)]
    )
    cash = on_account(engine, [("Birch", 7)])

    assert written(engine, aging(with_bucket(owed), cash)) == [
        ("Alder", "1-30", 150),
        ("Alder", "current", 60),
        ("Alder", "unallocated", -5),
        ("Birch", "unallocated", -7),
    ]


def test_a_bucket_that_holds_nothing_is_not_shown(engine):
    owed = parts(engine, [("Alder", 0, -7, True)])
    cash = on_account(engine, [("Alder", -7)])

    assert written(engine, aging(with_bucket(owed), cash)) == []


def test_other_edges_make_other_buckets(engine):
    owed = parts(engine, [("Alder", 8, 10, False), ("Alder", 7, 10, False)])

    assert rows(engine, with_bucket(owed, edges=(0, 7)), "days_past_due", "bucket") == [
        (7, "1-7"),
        (8, "7+"),
    ]


def test_edges_that_do_not_ascend_are_refused():
    with pytest.raises(ValueError, match=r"edges must ascend, got \(0, 30, 30\)"):
        bucket_labels((0, 30, 30))


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("AB"), st.integers(0, 200), st.integers(-999, 999), st.booleans()
        ),
        max_size=30,
    )
)
def test_aging_neither_loses_nor_invents_money(engine, drawn):
    found = aging(with_bucket(parts(engine, drawn)), on_account(engine, [("A", 3)]))

    sums, agreed = defaultdict(Decimal), defaultdict(Decimal, {"A": Decimal(-3)})
    for customer, _, amount in written(engine, found):
        sums[customer] += amount
    for customer, _, amount, _ in drawn:
        agreed[customer] += amount
    assert {k: v for k, v in sums.items() if v} == {k: v for k, v in agreed.items() if v}


def parts(engine, typed):
    """Make open parts of (customer, days past due, amount, is credit)."""
    return engine.frame(
        pa.table(
            {
                "customer_id": pa.array([row[0] for row in typed], pa.string()),
                "currency": pa.array(["CNY"] * len(typed), pa.string()),
                "days_past_due": pa.array([row[1] for row in typed], pa.int64()),
                "open_amount": money([row[2] for row in typed]),
                "is_credit": pa.array([row[3] for row in typed], pa.bool_()),
            }
        )
    )


def on_account(engine, typed):
    """Make cash of (customer, amount)."""
    return engine.frame(
        pa.table(
            {
                "customer_id": [row[0] for row in typed],
                "currency": ["CNY"] * len(typed),
                "on_account": money([row[1] for row in typed]),
            }
        )
    )


def money(amounts):
    return pa.array([Decimal(amount) for amount in amounts], pa.decimal128(18, 4))


def written(engine, frame):
    return rows(engine, frame, "customer_id", "bucket", "open_amount")
