from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.measures.dso import (
    MonthSales,
    average_days_delinquent,
    dso_best_possible,
    dso_countback,
    dso_simple,
)

amounts = st.decimals(0, 10**9, places=2)


def months(*sales, days=30):
    """Lay out the sales of months, the latest first."""
    return [MonthSales(days, Decimal(each)) for each in sales]


def test_simple_best_possible_and_the_days_between_by_hand():
    simple, best = dso_simple(Decimal(400), Decimal(900)), dso_best_possible(300, Decimal(900))

    assert (simple, best, average_days_delinquent(simple, best)) == (40, 30, 10)


def test_other_windows_count_other_days():
    assert dso_simple(Decimal(400), Decimal(900), days=45) == 20


def test_without_sales_they_are_unknown():
    assert dso_simple(Decimal(400), Decimal(0)) is None
    assert average_days_delinquent(None, Decimal(1)) is None
    assert average_days_delinquent(Decimal(1), None) is None


@pytest.mark.parametrize(
    ("receivable", "sales", "expected"),
    [
        (0, (100,), "0"),
        (-5, (100,), "0"),
        (50, (100, 100), "15"),
        (100, (100, 100), "30"),
        (150, (100, 100), "45"),
        (150, (0, 100, 100), "75"),
        (201, (100, 100), None),
        (1, (), None),
    ],
)
def test_countback_by_hand(receivable, sales, expected):
    found = dso_countback(Decimal(receivable), months(*sales))

    assert found == (None if expected is None else Decimal(expected))


def test_countback_gives_the_published_example():
    found = dso_countback(Decimal(212_000), months(100_000, 80_000, 70_000))

    assert round(found, 2) == Decimal("73.71")


@given(st.lists(amounts, max_size=12), amounts, amounts)
def test_owing_more_never_counts_fewer_days(sales, receivable, more):
    less, greater = (
        dso_countback(each, months(*sales)) for each in (receivable, receivable + more)
    )

    assert greater is None or (less is not None and less <= greater)
    assert less is None or 0 <= less <= 30 * len(sales)
