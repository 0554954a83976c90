"""What a customer owes today: open, receivable, overdue, disputed, and the oldest of it."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import TOTAL
from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import steady
from duecourse.values.says import Says

OVER = 30
AMOUNTS = ("open_amount", "receivable", "overdue_amount", "unallocated", "disputed", "over_30")


def owing(open_parts: Frame, cash: Frame) -> Frame:
    """Sum open items per customer and currency.

    Shapes:
        open_parts: with days_past_due, disputed_amount, is_credit.
        cash: cash without an invoice.
        returns: customer_id currency open_amount receivable overdue_amount unallocated disputed
            over_30 (undisputed and more than 30 days past due), all decimals;
            largest_days_past_due.

    Source: docs/algorithms/open-items.md, docs/algorithms/exposure.md.
    """
    both = nw.concat([of_parts(open_parts), of_cash(cash)])
    return both.group_by("customer_id", "currency").agg(
        *(nw.col(name).sum() for name in AMOUNTS), nw.col("largest_days_past_due").max()
    )


def of_parts(open_parts: Frame) -> Frame:
    """Split each open part into the amounts it counts for."""
    amount, disputed = nw.col("open_amount"), nw.col("disputed_amount")
    owed = amount - disputed
    is_credit, late = nw.col("is_credit"), nw.col("days_past_due")
    return open_parts.select(
        "customer_id",
        "currency",
        total(amount).alias("open_amount"),
        where(~is_credit, amount).alias("receivable"),
        where(late > 0, amount).alias("overdue_amount"),
        where(is_credit, nothing() - amount).alias("unallocated"),
        total(disputed).alias("disputed"),
        where(late > OVER, owed).alias("over_30"),
        nw.when((late > 0) & (owed > 0))
        .then(late)
        .otherwise(nw.lit(0))
        .cast(nw.Int64())
        .alias("largest_days_past_due"),
    )


def of_cash(cash: Frame) -> Frame:
    """Let cash without an invoice stand against what is open."""
    on_account = nw.col("on_account")
    return cash.select(
        "customer_id",
        "currency",
        total(nothing() - on_account).alias("open_amount"),
        nothing().alias("receivable"),
        nothing().alias("overdue_amount"),
        total(on_account).alias("unallocated"),
        nothing().alias("disputed"),
        nothing().alias("over_30"),
        nw.lit(0).cast(nw.Int64()).alias("largest_days_past_due"),
    )


def shares_of_receivable(amounts: Frame) -> Frame:
    """Add disputed_share and overdue_over_30_share; without a receivable both are 0."""
    return amounts.with_columns(
        share("disputed").alias("disputed_share"), share("over_30").alias("overdue_over_30_share")
    )


def share(name: str) -> nw.Expr:
    """Divide by the receivable; none: 0."""
    whole = nw.col("receivable").cast(nw.Float64())
    part = nw.col(name).cast(nw.Float64())
    return nw.when(whole > 0).then(steady(part / whole)).otherwise(nw.lit(0.0))


def where(condition: nw.Expr, amount: nw.Expr) -> nw.Expr:
    """Take the amount where the condition holds, else nothing."""
    return nw.when(condition).then(total(amount)).otherwise(nothing())


def total(amount: nw.Expr) -> nw.Expr:
    """Bring an amount to the width of sums."""
    return amount.cast(TOTAL)


def nothing() -> nw.Expr:
    """Return zero money."""
    return nw.lit(0).cast(TOTAL)


SPECS = (
    MeasureSpec(
        "open_amount",
        "money",
        "neither",
        Says("未收余额（已扣未核销款）", "Open amount, net of what is unallocated"),
        "open-items.md",
    ),
    MeasureSpec("receivable", "money", "neither", Says("应收账款", "Receivable"), "open-items.md"),
    MeasureSpec(
        "overdue_amount", "money", "lower", Says("逾期金额", "Overdue amount"), "open-items.md"
    ),
    MeasureSpec(
        "unallocated",
        "money",
        "neither",
        Says("未核销款（含预收、贷项）", "Unallocated cash and credits"),
        "open-items.md",
    ),
    MeasureSpec(
        "largest_days_past_due",
        "days",
        "lower",
        Says("最长逾期天数（不含争议）", "Largest days past due, disputes apart"),
        "open-items.md",
    ),
    MeasureSpec(
        "disputed_share",
        "share",
        "lower",
        Says("争议金额占比", "Share of the receivable in dispute"),
        "disputed-share.md",
    ),
    MeasureSpec(
        "overdue_over_30_share",
        "share",
        "lower",
        Says("逾期三十天以上占比", "Share of the receivable over 30 days late"),
        "open-items.md",
    ),
)
