"""Month by month through a year: what was planned is sent, and the next month knows it."""

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
WARNINGS = {"order-surge", "near-limit"}
A_FORTNIGHT, A_MONTH = 14, 30


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
    earlier = 0
    for customer in behaving("deteriorating"):
        grades = year.customer(customer, "grade")
        if grades[0] != "A":
            continue
        without = [score_without(month, customer, TREND) for month in year.months]
        least = policy_of().grades["A"].score
        fell = falls(grade != "A" for grade in grades)
        shown = falls(score < least for score in without)

        # An A that gets worse is no A at the end of the year, or by a hair, and then it rings. It
        # fell no later than without the trend, while the average of the year was still fair.
        assert grades[-1] != "A" or "slower-payment" in rules_of(year.months[-1], customer)
        assert fell <= shown
        earlier += fell < shown
        average = year.customer(customer, "days_beyond_terms")
        assert average[min(fell, len(average) - 1)] < A_FORTNIGHT

    # Some lost it while all other criteria together would still have kept it.
    assert earlier


def falls(marks):
    """Return the month from which a mark stays to the end, the number of months if none."""
    marks = list(marks)
    return max((place for place, mark in enumerate(marks) if not mark), default=-1) + 1


def score_without(month, customer, criterion):
    """Work out a customer's score from all criteria but one."""
    own = month.points.filter(
        pl.col("customer_id") == customer,
        pl.col("criterion") != criterion,
        pl.col("points").is_not_null(),
    )
    return (own["points"] * own["weight"]).sum() / own["weight"].sum()


def test_a_bust_out_rings_before_its_default_shows(year):
    busts = {
        customer: stopped
        for customer, stopped in behaving("bust_out").items()
        if MONTH_ENDS[0] < stopped < MONTH_ENDS[-1]
    }
    assert busts
    for customer, stopped in busts.items():
        days_late = year.customer(customer, "largest_days_past_due")
        months = [month.day for month in year.months]
        rang = [bool(rules_of(month, customer) & WARNINGS) for month in year.months]

        # The first month end after it stopped paying: it has taken what it could get, and nothing
        # of that is a month late. It rings.
        seen = next(place for place, day in enumerate(months) if day >= stopped)
        assert days_late[seen] < A_MONTH
        assert rang[seen]


def rules_of(month, customer):
    """Return what rings for a customer."""
    return set(month.alerts.filter(pl.col("customer_id") == customer)["rule"])
