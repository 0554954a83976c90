"""Month by month through a year: what was planned is sent, and the next month knows it."""

from itertools import pairwise

import polars as pl
import pytest
from scenarios.a_year import (
    MONTH_ENDS,
    behaving,
    invoiced_by,
    settled_by,
    summed,
    year_of,
)
from scenarios.judged import policy_of

pytestmark = pytest.mark.slow

LADDER = [level.id for level in policy_of().dunning.levels]
TREND = "days_beyond_terms_change"
A_WEEK = 7


@pytest.fixture(scope="module")
def year(polars):
    """The year as it passed."""
    return year_of(polars)


def test_the_ladder_never_sends_twice_never_skips_and_sends_again_what_failed(year):
    steps, failed = {}, {}
    for notice in year.notices:
        key = notice["invoice_id"], notice["part"]
        if notice["status"] == "failed":
            failed.setdefault(key, []).append(notice["level"])
        else:
            steps.setdefault(key, []).append(notice["level"])

    # What was sent to a part is the ladder from its first rung on, each rung once.
    assert all(sent == LADDER[: len(sent)] for sent in steps.values())
    assert {len(sent) for sent in steps.values()} == {1, 2, 3}
    # What failed is the rung after those sent: it was tried again, or paid, and never passed over.
    assert all(
        set(levels) <= set(LADDER[: len(steps.get(key, [])) + 1]) for key, levels in failed.items()
    )
    assert any(level in steps.get(key, []) for key, levels in failed.items() for level in levels)


def test_nobody_is_written_to_about_what_is_paid(year):
    for month in year.months:
        settled = summed(settled_by(year, month.day), "invoice_id", "amount")
        invoices = invoiced_by(year, month.day)
        billed = dict(invoices.select("invoice_id", "amount").rows())

        asked = summed(month.dunning, "invoice_id", "chase_amount")
        assert asked
        for invoice, amount in asked.items():
            assert 0 < amount <= billed[invoice] - settled.get(invoice, 0)


def test_the_buckets_add_up_to_invoiced_less_settled_in_every_month(year):
    for month in year.months:
        owed = summed(invoiced_by(year, month.day), "currency", "amount")
        for currency, amount in summed(settled_by(year, month.day), "currency", "amount").items():
            owed[currency] = owed.get(currency, 0) - amount

        in_buckets = summed(month.aging, "currency", "open_amount")
        assert in_buckets == {currency: amount for currency, amount in owed.items() if amount}


def test_who_gets_worse_loses_its_grade_before_its_average_shows_it(year):
    by_trend_alone = set()
    for customer in behaving("deteriorating"):
        grades = year.customer(customer, "grade")
        first = grades[0]
        fell = max(place for place, grade in enumerate(grades) if grade == first) + 1
        assert grades[-1] > first
        assert all(after >= before for before, after in pairwise(grades[fell:]))
        # It fell while the average of the year was not yet a week.
        assert year.customer(customer, "days_beyond_terms")[fell] < A_WEEK
        by_trend_alone |= {
            customer
            for month in year.months[fell:]
            if score_without(month, customer, TREND) >= policy_of().grades[first].score
        }

    # Some would still have the grade they began with, were it not for the trend.
    assert by_trend_alone


def score_without(month, customer, criterion):
    """Work out a customer's score from all criteria but one."""
    own = month.points.filter(
        pl.col("customer_id") == customer,
        pl.col("criterion") != criterion,
        pl.col("points").is_not_null(),
    )
    return (own["points"] * own["weight"]).sum() / own["weight"].sum()


def test_a_bust_out_rings_before_it_defaults_and_before_anything_is_late(year):
    busts = {
        customer: stopped
        for customer, stopped in behaving("bust_out").items()
        if MONTH_ENDS[0] < stopped < MONTH_ENDS[-1]
    }
    assert busts
    for customer, stopped in busts.items():
        rang = {month.day: rules_of(month, customer) for month in year.months}
        before = [day for day in rang if day < stopped]
        assert any(rang[day] & {"order-surge", "near-limit"} for day in before)
        # In the month in which it takes what it never means to pay, its orders are far from usual,
        # while nothing of it is late yet.
        late = dict(zip(rang, year.customer(customer, "largest_days_past_due"), strict=True))
        surged = next(day for day in rang if "order-surge" in rang[day] and day >= stopped)
        assert (surged - stopped).days < 31
        assert late[surged] == 0
        assert late[MONTH_ENDS[-1]] > 0


def rules_of(month, customer):
    """Return what rings for a customer."""
    return set(month.alerts.filter(pl.col("customer_id") == customer)["rule"])
