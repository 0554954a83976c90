"""A day in the middle of each month of 30 days stands for that month."""

import narwhals.stable.v2 as nw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typed import ledger, rows

from duecourse.measures.order_surge import SPECS, order_surge
from duecourse.values.days import day_of

AS_OF = 20543  # 2026-03-31
YEAR = [100, 130, 70, 110, 90, 100, 150, 50, 100, 120, 80, 100]
"""Median 100; the distances from it have the median 15 and the mean 220 / 12."""
SPREAD = 1.2533 * 220 / 12


def test_the_worked_example_of_the_page(engine):
    assert surge(engine, orders=orders(190, *YEAR)) == [
        ("K1", pytest.approx(90 / SPREAD, abs=1e-9))
    ]


def test_where_most_months_are_alike_and_some_are_not_the_mean_distance_counts(engine):
    assert surge(engine, orders=orders(200, *[100] * 9, 250, 40, 100)) == [
        ("K1", pytest.approx(100 / (1.2533 * 210 / 12), abs=1e-9))
    ]


def test_where_half_the_months_are_far_off_the_median_distance_counts(engine):
    months = [60, 140] * 6
    assert surge(engine, orders=orders(180, *months)) == [
        ("K1", pytest.approx(80 / (40 / 0.6745), abs=1e-9))
    ]


def test_a_usual_month_is_no_surge_and_an_empty_one_is_the_opposite(engine):
    assert surge(engine, orders=orders(100, *YEAR)) == [("K1", 0.0)]
    assert surge(engine, orders=orders(0, *YEAR))[0][1] < -3.5


def test_who_orders_the_same_every_month_is_measured_against_a_share_of_it(engine):
    assert surge(engine, orders=orders(150, *[100] * 12)) == [
        ("K1", pytest.approx(50 / 15, abs=1e-9))
    ]


def test_an_order_in_its_turn_of_who_orders_every_third_month_is_no_surge(engine):
    every_third = [0, 0, 90] * 4
    in_turn = surge(engine, orders=orders(90, *every_third))
    twice_as_much = surge(engine, orders=orders(180, *every_third))

    assert in_turn == [("K1", pytest.approx(90 / (1.2533 * 30), abs=1e-9))]
    assert in_turn[0][1] < 3.5 < twice_as_much[0][1]


def test_who_orders_less_often_has_no_usual_month(engine):
    assert surge(engine, orders=orders(90, *[0, 0, 0, 90] * 3)) == [("K1", None)]


def test_less_than_six_months_of_history_is_too_little(engine):
    assert surge(engine, orders=orders(500, *[100] * 6)) == [
        ("K1", pytest.approx(400 / 15, abs=1e-9))
    ]
    assert surge(engine, orders=orders(500, *[100] * 5)) == [("K1", None)]


def test_a_month_is_complete_when_its_first_day_is_known(engine):
    first = "customer_id order_id ordered_on currency amount\nK1 O1 {} CNY 100\n"
    now = f"K1 O2 {day_of(AS_OF)} CNY 100\nK1 O3 {day_of(AS_OF - 99)} CNY 100"

    assert surge(engine, orders=first.format(day_of(AS_OF - 209)) + now)[0][1] is not None
    assert surge(engine, orders=first.format(day_of(AS_OF - 208)) + now) == [("K1", None)]


def test_an_order_after_a_silent_year_cannot_be_compared(engine):
    assert surge(engine, orders=orders(500, *[0] * 14, 100)) == [("K1", None)]


def test_what_is_older_than_a_year_does_not_count(engine):
    assert surge(engine, orders=orders(100, *[100] * 12, 9000, 9000)) == [("K1", 0.0)]


def test_cancelled_orders_and_those_of_later_days_do_not_count(engine):
    more = f"""
    K1 O90 {day_of(AS_OF)} CNY 900 {day_of(AS_OF)}
    K1 O91 {day_of(AS_OF + 1)} CNY 900 -"""
    typed = orders(100, *YEAR).replace("amount\n", "amount cancelled_on\n")
    lines = [line + " -" if line.startswith("K1") else line for line in typed.splitlines()]

    assert surge(engine, orders="\n".join(lines) + more) == [("K1", 0.0)]


def test_without_orders_or_with_too_few_of_them_invoices_are_taken(engine):
    invoices = (
        orders(180, *YEAR)
        .replace("order_id ordered_on", "invoice_id issued_on due_on")
        .replace(" CNY", " 2027-01-01 CNY")
    )
    expected = [("K1", pytest.approx(80 / SPREAD, abs=1e-9))]

    assert surge(engine, invoices=invoices) == expected
    assert surge(engine, orders=orders(1, 1), invoices=invoices) == expected


def test_a_rate_that_is_unknown_makes_the_surge_unknown(engine):
    typed = orders(180, *YEAR) + f"\nK1 O99 {day_of(AS_OF - 40)} XXX 5"

    assert surge(engine, orders=typed) == [("K1", None)]


def test_a_customer_without_any_sales_is_unknown(engine):
    assert surge(engine) == [("K1", None)]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(0, 10_000), min_size=8, max_size=13), st.sampled_from([10, 100]))
def test_the_unit_of_the_amounts_does_not_matter(polars, months, unit):
    [(_, plain)] = surge(polars, orders=orders(*months, 1))
    [(_, scaled)] = surge(polars, orders=orders(*(month * unit for month in months), unit))

    assert plain == (None if scaled is None else pytest.approx(scaled, abs=1e-6))


def test_the_measure_is_described():
    assert [spec.name for spec in SPECS] == ["order_surge"]


def orders(*months):
    """Type one order a month, the last 30 days first; 0 is no order."""
    lines = [
        f"K1 O{ago} {day_of(AS_OF - 30 * ago - 29)} CNY {amount}"
        for ago, amount in enumerate(months)
        if amount
    ]
    return "\n".join(["customer_id order_id ordered_on currency amount", *lines])


def surge(engine, **tables):
    books = ledger(engine, customers="customer_id\nK1", **tables)
    rate = nw.when(nw.col("currency") == "CNY").then(nw.lit(1.0))
    found = order_surge(
        books["customers"],
        books["orders"].with_columns(to_home=rate),
        books["invoices"].with_columns(to_home=rate),
        as_of=AS_OF,
        keep=books.keep,
        make=books.make,
    )
    return rows(engine, found, "customer_id", "order_surge")
