"""The figures show each behaviour; a company of a thousand customers keeps chance small."""

from datetime import date

import polars as pl
import pytest

from duecourse.simulator.behaviours import BEHAVIOURS
from duecourse.simulator.company import CompanySpec, simulate, true_behaviours

LAST = date(2026, 3, 31)
SPEC = CompanySpec(seed=5, customers=1_000, invoices=60_000)


@pytest.fixture(scope="module")
def tables():
    parts = {}
    for name, chunk in simulate(SPEC):
        parts.setdefault(name, []).append(pl.DataFrame(chunk))
    return {name: pl.concat(chunks) for name, chunks in parts.items()} | {
        "truth": pl.DataFrame(true_behaviours(SPEC))
    }


@pytest.fixture(scope="module")
def payments(tables):
    """Payments of invoices due at once, with days late and the payer's behaviour."""
    invoices = tables["invoices"].filter(pl.col("terms") != "30/60/10")
    paid = tables["settlements"].filter(pl.col("kind") == "payment", pl.col("status") == "posted")
    return (
        paid.join(invoices.select("invoice_id", "due_on", "issued_on"), on="invoice_id")
        .join(tables["truth"], on="customer_id")
        .with_columns(late=(pl.col("posted_on") - pl.col("due_on")).dt.total_days())
    )


@pytest.fixture(scope="module")
def open_items(tables):
    """Invoices with what is open of them and the customer's behaviour."""
    posted = tables["settlements"].filter(
        (pl.col("status") == "posted") & ~pl.col("kind").is_in(["recovery", "indemnity"])
    )
    sums = posted.group_by("invoice_id").agg(
        pl.coalesce("applied_amount", "amount").sum().alias("settled")
    )
    return (
        tables["invoices"]
        .filter(pl.col("cancelled_on").is_null())
        .join(sums, on="invoice_id", how="left")
        .join(tables["truth"], on="customer_id")
        .with_columns(open=pl.col("amount") - pl.col("settled").fill_null(0))
    )


def mean_late(payments, behaviour, since=date(2000, 1, 1), until=LAST):
    """Return the mean days late of a behaviour's payments in a span of days, early ones as 0."""
    spell = payments.filter(
        pl.col("behaviour") == behaviour, pl.col("posted_on").is_between(since, until)
    )
    return spell["late"].clip(0).mean()


def test_every_behaviour_has_its_share_of_the_customers(tables):
    counts = dict(tables["truth"]["behaviour"].value_counts().iter_rows())

    assert sum(behaviour.share for behaviour in BEHAVIOURS) == pytest.approx(1.0)
    for behaviour in BEHAVIOURS:
        assert counts[behaviour.name] == pytest.approx(1_000 * behaviour.share, abs=1)


def test_prompt_customers_pay_earlier_than_slow_and_erratic_ones(payments):
    assert mean_late(payments, "prompt") < 3
    assert mean_late(payments, "slow") > 15
    assert mean_late(payments, "erratic") > 10


def test_erratic_customers_pay_on_time_and_very_late_by_turns(payments):
    late = payments.filter(pl.col("behaviour") == "erratic")["late"]

    assert (late <= 0).mean() > 0.4
    assert (late > 30).mean() > 0.15


def test_deteriorating_customers_get_slower_and_improving_ones_faster(payments):
    old, new = date(2025, 3, 31), date(2025, 12, 31)

    assert mean_late(payments, "deteriorating", since=new) > 15 + mean_late(
        payments, "deteriorating", until=old
    )
    assert mean_late(payments, "improving", since=new) < mean_late(
        payments, "improving", until=date(2024, 9, 30)
    )


def test_disputing_customers_dispute_a_fifth_of_their_invoices(tables):
    disputed = (
        tables["invoices"]
        .filter(pl.col("issued_on") < date(2026, 1, 1), pl.col("terms") != "30/60/10")
        .join(tables["truth"], on="customer_id")
        .with_columns(
            disputed=pl.col("invoice_id").is_in(tables["disputes"]["invoice_id"].implode())
        )
    )
    shares = dict(disputed.group_by("behaviour").agg(pl.col("disputed").mean()).iter_rows())

    assert shares["disputing"] == pytest.approx(0.2, abs=0.04)
    assert shares["prompt"] < 0.02


def test_a_bust_out_buys_in_a_surge_and_never_pays_for_it(tables, open_items):
    known = open_items.filter(
        pl.col("behaviour") == "bust_out", pl.col("defaulted_on").is_not_null()
    ).with_columns(
        days=(pl.col("issued_on") - pl.col("defaulted_on")).dt.total_days(),
        value=pl.col("amount").cast(float),
    )
    calm = known.filter(pl.col("days").is_between(-195, -16))["value"].sum() / 180
    surge = known.filter(pl.col("days").is_between(0, 59))
    written_off = tables["settlements"].filter(pl.col("kind") == "write_off")
    paid = surge.filter(pl.col("open") < pl.col("amount")).filter(
        ~pl.col("invoice_id").is_in(written_off["invoice_id"].implode())
    )

    assert surge["value"].sum() / 60 > 3 * calm
    assert paid.filter(pl.col("amount") > 0).height <= 0.02 * surge.height


def test_a_fraud_is_under_way_on_the_last_day(tables):
    busts = tables["truth"].filter(pl.col("behaviour") == "bust_out")
    recent = busts.filter(pl.col("defaulted_on") > date(2026, 1, 1))
    bought = tables["invoices"].join(recent, on="customer_id", how="semi")

    assert recent.height == 1
    assert bought["issued_on"].max() >= date(2026, 3, 20)


def test_who_defaults_pays_no_more_and_is_written_off_in_time(tables, payments, open_items):
    after = payments.filter(
        pl.col("posted_on") >= pl.col("defaulted_on"), pl.col("behaviour") == "defaulting"
    )
    moved = tables["settlements"].filter(pl.col("reverses").is_not_null())["posted_on"]
    lost = open_items.filter(pl.col("defaulted_on") < date(2025, 6, 30), pl.col("amount") > 0)

    assert after.height <= moved.len()
    assert (lost["open"] <= 0).all()


def test_back_from_a_write_off_comes_less_than_was_written_off(tables):
    rows = tables["settlements"]
    back = rows.filter(pl.col("kind").is_in(["recovery", "indemnity"]))
    pairs = back.join(rows.filter(pl.col("kind") == "write_off"), on="invoice_id")

    assert pairs.height == back.height > 0
    assert (pairs["amount"] < pairs["amount_right"]).all()
    assert (pairs["posted_on"] > pairs["posted_on_right"]).all()


def test_bad_payers_have_weaker_statements_and_reports(tables):
    latest = tables["statements"].filter(pl.col("period_end") == date(2024, 12, 31))
    ratios = latest.join(tables["truth"], on="customer_id").with_columns(
        debt=pl.col("total_liabilities").cast(float) / pl.col("total_assets").cast(float)
    )
    debt = dict(ratios.group_by("behaviour").agg(pl.col("debt").mean()).iter_rows())
    scores = (
        tables["reports"].filter(pl.col("scale") == "0-100").join(tables["truth"], on="customer_id")
    )
    score = dict(scores.group_by("behaviour").agg(pl.col("value").mean()).iter_rows())

    assert debt["prompt"] < debt["slow"] < debt["defaulting"]
    assert score["prompt"] > score["slow"] > score["defaulting"]


def test_good_payers_are_inside_their_limits(tables, open_items):
    owed = open_items.group_by("customer_id", "behaviour").agg(pl.col("open").sum())
    limits = tables["limits"].filter(pl.col("customer_id").is_not_null())
    newest = limits.sort("from_on").group_by("customer_id").agg(pl.col("amount").last())
    prompt = owed.join(newest, on="customer_id").filter(pl.col("behaviour") == "prompt")

    assert prompt.height > 400
    assert (prompt["open"] > prompt["amount"]).mean() <= 0.05


def test_sales_dip_at_the_spring_festival_and_grow_over_the_years(tables):
    months = dict(
        tables["invoices"].group_by(pl.col("issued_on").dt.strftime("%Y-%m")).len().iter_rows()
    )

    assert months["2025-02"] < 0.85 * months["2025-03"]
    assert months["2026-02"] < 0.7 * months["2026-03"]
    assert months["2025-06"] > 1.1 * months["2023-06"]


def test_the_money_looks_like_that_of_a_real_company(open_items):
    rows = open_items.filter(pl.col("amount") > 0).with_columns(
        home=pl.when(pl.col("currency") == "CNY").then(pl.col("open")).otherwise(0).cast(float),
        late=pl.col("due_on") < LAST,
    )
    recent = rows.filter(pl.col("currency") == "CNY", pl.col("issued_on") > date(2025, 12, 31))
    receivable = rows["home"].clip(0).sum()
    dso = receivable / float(recent["amount"].sum()) * 90
    overdue = rows.filter("late")["home"].clip(0).sum() / receivable

    assert 48 < dso < 68
    assert 0.15 < overdue < 0.30
