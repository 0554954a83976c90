"""How late a customer pays: days beyond terms, their trend, and the late share."""

import narwhals.stable.v2 as nw

from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import steady
from duecourse.values.says import Says

ENOUGH_INVOICES = 3
"""A trend needs at least so many different invoices on each side."""


def population(pieces: Frame, open_parts: Frame, *, as_of: int) -> Frame:
    """Put together what shows how late a customer pays: what was paid, and what is overdue.

    Shapes:
        pieces: ``ledger.pieces``: customer_id invoice_id posted_on due_on amount ...
        open_parts: with days_past_due, open_amount, disputed_amount, is_credit.
        returns: customer_id invoice_id day (posted, or the day itself for what is overdue) weight
            (Float64) days_late single (1 for a part overdue).
    """
    late = nw.col("posted_on") - nw.col("due_on")
    paid = pieces.select(
        "customer_id",
        "currency",
        "invoice_id",
        nw.col("posted_on").cast(nw.Int64()).alias("day"),
        nw.col("amount").cast(nw.Float64()).alias("weight"),
        nw.when(late > 0).then(late).otherwise(nw.lit(0)).cast(nw.Int64()).alias("days_late"),
        nw.lit(False).alias("overdue"),
    )
    owed = nw.col("open_amount") - nw.col("disputed_amount")
    overdue = open_parts.filter(nw.col("days_past_due") > 0, owed > 0).select(
        "customer_id",
        "currency",
        "invoice_id",
        nw.lit(as_of).cast(nw.Int64()).alias("day"),
        owed.cast(nw.Float64()).alias("weight"),
        nw.col("days_past_due").cast(nw.Int64()).alias("days_late"),
        nw.lit(True).alias("overdue"),
    )
    return nw.concat([paid, overdue])


def behaviour(people: Frame, *, as_of: int, year_days: int = 365, recent_days: int = 90) -> Frame:
    """Measure how late each customer pays.

    Shapes:
        people: ``population``, with ``weight`` in one currency per customer, null where a rate is
            unknown: then all is unknown.
        returns: one row per customer with a population: customer_id days_beyond_terms
            days_beyond_terms_recent days_beyond_terms_base days_beyond_terms_change late_share.

    Units:
        days weighted by amount; late_share a share of amount.

    Source: docs/algorithms/days-beyond-terms.md.
    """
    recent = nw.col("day") > as_of - recent_days
    base = ~recent & ~nw.col("overdue")
    rows = people.filter(nw.col("day") > as_of - year_days)
    sides = rows.with_columns(recent=recent, base=base)
    sums = weighted_sums(sides).join(invoice_counts(sides), on="customer_id", how="left")
    enough = (nw.col("recent_invoices") >= ENOUGH_INVOICES) & (
        nw.col("base_invoices") >= ENOUGH_INVOICES
    )
    shares = sums.with_columns(
        days_beyond_terms=ratio("days", "weight"),
        days_beyond_terms_recent=ratio("recent_days", "recent_weight"),
        days_beyond_terms_base=ratio("base_days", "base_weight"),
        late_share=ratio("late_weight", "weight"),
    )
    change = nw.col("days_beyond_terms_recent") - nw.col("days_beyond_terms_base")
    return shares.select(
        "customer_id",
        "days_beyond_terms",
        "days_beyond_terms_recent",
        "days_beyond_terms_base",
        nw.when(enough).then(steady(change)).alias("days_beyond_terms_change"),
        "late_share",
    )


def weighted_sums(sides: Frame) -> Frame:
    """Sum weights and weighted days per customer, whole, recent and base."""
    weight, days = nw.col("weight"), nw.col("weight") * nw.col("days_late")
    nothing = nw.lit(0.0)
    return (
        sides.with_columns(
            days=days,
            unknown=weight.is_null().cast(nw.Int64()),
            late_weight=nw.when(nw.col("days_late") > 0).then(weight).otherwise(nothing),
            recent_weight=nw.when(nw.col("recent")).then(weight).otherwise(nothing),
            recent_days=nw.when(nw.col("recent")).then(days).otherwise(nothing),
            base_weight=nw.when(nw.col("base")).then(weight).otherwise(nothing),
            base_days=nw.when(nw.col("base")).then(days).otherwise(nothing),
        )
        .group_by("customer_id")
        .agg(
            nw.col("unknown").max(),
            *(
                nw.col(name).sum()
                for name in (
                    "weight",
                    "days",
                    "late_weight",
                    "recent_weight",
                    "recent_days",
                    "base_weight",
                    "base_days",
                )
            ),
        )
    )


def invoice_counts(sides: Frame) -> Frame:
    """Count the different invoices on each side of the trend."""
    once = sides.group_by("customer_id", "invoice_id").agg(
        nw.col("recent").cast(nw.Int64()).max().alias("recent_invoices"),
        nw.col("base").cast(nw.Int64()).max().alias("base_invoices"),
    )
    return once.group_by("customer_id").agg(
        nw.col("recent_invoices").sum(), nw.col("base_invoices").sum()
    )


def ratio(part: str, whole: str) -> nw.Expr:
    """Divide two sums; nothing in the window is unknown, not zero."""
    return nw.when((nw.col(whole) > 0) & (nw.col("unknown") == 0)).then(
        steady(nw.col(part) / nw.col(whole))
    )


SPECS = (
    MeasureSpec(
        "days_beyond_terms",
        "days",
        "lower",
        Says(
            "按金额加权的平均逾期天数（一年）", "Days beyond terms over a year, weighted by amount"
        ),
        "days-beyond-terms.md",
    ),
    MeasureSpec(
        "days_beyond_terms_recent",
        "days",
        "lower",
        Says("近三个月平均逾期天数", "Days beyond terms over the last three months"),
        "days-beyond-terms.md",
    ),
    MeasureSpec(
        "days_beyond_terms_base",
        "days",
        "lower",
        Says("此前九个月平均逾期天数", "Days beyond terms over the nine months before"),
        "days-beyond-terms.md",
    ),
    MeasureSpec(
        "days_beyond_terms_change",
        "days",
        "lower",
        Says("付款趋势：近三个月与此前相比", "Trend: the last three months against those before"),
        "days-beyond-terms.md",
    ),
    MeasureSpec(
        "late_share",
        "share",
        "lower",
        Says("逾期金额占比", "Share of the amount that was late"),
        "days-beyond-terms.md",
    ),
)
