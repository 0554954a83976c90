"""How long a customer is known, what it buys a month, how many invoices it has paid."""

from datetime import date

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import TOTAL
from duecourse.ledger.ledger import Keep, as_it_is
from duecourse.ledger.settled import paid_of_others
from duecourse.values.calendar import with_months_since
from duecourse.values.days import day_of
from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import steady
from duecourse.values.says import Says

LEAST_MONTHS, MOST_MONTHS = 3, 12
YEAR_DAYS = 365
TRADED_BEFORE_DAYS = 60
"""Who traded within so many days of the ledger's first day is not new: the ledger is."""


def trade(state: Frame, others: Frame, *, as_of: int) -> Frame:
    """Sum what each customer bought and paid, per customer and currency.

    Shapes:
        state: ``ledger.invoice_state``, kept.
        others: ``ledger.settled.rows_of_others``, kept.
        returns: customer_id currency first_invoice_on; credit_sales decimal (positive invoices of
            the last 365 days, not cancelled); invoices int; invoices_paid int (fully settled, by
            paying kinds and discounts alone).
    """
    amount = nw.col("amount").cast(TOTAL)
    sold = (nw.col("issued_on") > as_of - YEAR_DAYS) & (nw.col("amount") > 0)
    return (
        with_fully_paid(state, others)
        .filter(nw.col("issued_on") <= as_of, nw.col("amount") != 0)
        .with_columns(sold=nw.when(sold).then(amount).otherwise(nw.lit(0).cast(TOTAL)))
        .group_by("customer_id", "currency")
        .agg(
            nw.col("issued_on").min().alias("first_invoice_on"),
            nw.col("sold").sum().alias("credit_sales"),
            nw.len().alias("invoices"),
            nw.col("fully").sum().alias("invoices_paid"),
        )
    )


def with_fully_paid(state: Frame, others: Frame) -> Frame:
    """Mark invoices that were settled in full by paying kinds and discounts alone (1 or 0).

    Simple ones: nothing else settled them. The others: what paid them, reversals undone.
    """
    columns = ("customer_id", "currency", "issued_on", "amount")
    simple, amount = nw.col("simple"), nw.col("amount")
    rest = state.filter(~simple).join(paid_of_others(others), on="invoice_id", how="left")
    settled = nw.col("only_paid") & (nw.col("settled") >= amount)
    paid = (amount > 0) & (nw.col("paid") >= amount)
    return nw.concat(
        [
            state.filter(simple).select(*columns, flag(settled).alias("fully")),
            rest.select(*columns, flag(paid).alias("fully")),
        ]
    )


def flag(condition: nw.Expr) -> nw.Expr:
    """Return 1 where a condition holds, else 0."""
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))


def with_relationship(
    customers: Frame, *, as_of: int, beginning: Frame, keep: Keep = as_it_is
) -> Frame:
    """Add months_known, monthly_purchases, started_on and is_new.

    Shapes:
        customers: customer_id, onboarded_on, first_invoice_on, credit_sales (in the
            customer's currency).
        beginning: one row: first_day, the earliest issue in the ledger; settled, whether any
            settlement is in it. A ledger of balances begins with what is open: it tells nobody's
            start, so that only ``onboarded_on`` can make a customer new.

    Units:
        months_known whole months elapsed; monthly_purchases decimal money, floats inside.

    Source: docs/algorithms/relationship.md.
    """
    days = keep(months_of(keep(started(customers)), until=day_of(as_of)))
    traded_before = nw.col("first_invoice_on") <= nw.col("first_day") + TRADED_BEFORE_DAYS
    told = nw.col("settled") | ~nw.col("onboarded_on").is_null()
    purchases = nw.col("credit_sales").cast(nw.Float64()) / nw.col("months")
    known = customers.join(days, on="customer_id", how="left").join(beginning, how="cross")
    return known.with_columns(
        monthly_purchases=steady(purchases),
        is_new=told & ~nw.coalesce(traded_before, nw.lit(False)),
    ).drop("months", "first_day", "settled")


def started(customers: Frame) -> Frame:
    """Return on which days each customer began: customer_id first_invoice_on started_on."""
    first = nw.coalesce("onboarded_on", "first_invoice_on")
    return customers.select("customer_id", "first_invoice_on", started_on=first)


def months_of(started: Frame, *, until: date) -> Frame:
    """Count the months of each customer: since it started, and since its first invoice.

    Shapes:
        returns: customer_id started_on months_known months (at least 3, at most 12).
    """
    dated = with_months_since(started, "started_on", until=until, name="months_known")
    bought = with_months_since(dated, "first_invoice_on", until=until, name="months")
    return bought.select(
        "customer_id",
        "started_on",
        at_least_none(nw.col("months_known")).alias("months_known"),
        within_a_year(nw.col("months")).alias("months"),
    )


def at_least_none(months: nw.Expr) -> nw.Expr:
    """Take no month for who starts after the day; unknown stays unknown."""
    return nw.when(months < 0).then(nw.lit(0)).otherwise(months)


def within_a_year(months: nw.Expr) -> nw.Expr:
    """Take at least three months and at most twelve."""
    return (
        nw.when(months < LEAST_MONTHS)
        .then(nw.lit(LEAST_MONTHS))
        .when(months > MOST_MONTHS)
        .then(nw.lit(MOST_MONTHS))
        .otherwise(months)
    )


SPECS = (
    MeasureSpec(
        "months_known",
        "months",
        "higher",
        Says("合作月数", "Months known"),
        "relationship.md",
    ),
    MeasureSpec(
        "invoices_paid",
        "count",
        "higher",
        Says("已付清发票数", "Invoices paid in full"),
        "relationship.md",
    ),
    MeasureSpec(
        "monthly_purchases",
        "money",
        "higher",
        Says("月均采购额", "Purchases a month"),
        "relationship.md",
    ),
    MeasureSpec(
        "credit_sales",
        "money",
        "higher",
        Says("一年赊销额", "Credit sales over a year"),
        "credit-sales.md",
    ),
)
