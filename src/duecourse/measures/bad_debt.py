"""Bad debt: what was written off, less what came back, against sales."""

from decimal import Decimal

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import TOTAL
from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says

YEAR_DAYS = 365


def losses(settlements: Frame, invoices: Frame, *, as_of: int) -> Frame:
    """Sum write-offs, recoveries and indemnities of a year, per currency.

    A write-off is net of its reversals, each on its own day. It counts in the currency of its
    invoice.

    Shapes:
        returns: currency written_off recovered indemnified, decimals.
    """
    year = settlements.filter(
        nw.col("posted_on") <= as_of,
        nw.col("posted_on") > as_of - YEAR_DAYS,
        nw.col("status") == "posted",
        nw.col("kind").is_in(("write_off", "reversal", "recovery", "indemnity")),
    )
    written = settlements.filter(nw.col("kind") == "write_off").select(
        nw.col("settlement_id").alias("written_id"), nw.lit(True).alias("of_write_off")
    )
    foreign = year.filter(~nw.col("applied_amount").is_null()).select("invoice_id")
    own = invoices.select("invoice_id", nw.col("currency").alias("of_invoice")).join(
        foreign, on="invoice_id", how="semi"
    )
    rows = year.join(written, left_on="reverses", right_on="written_id", how="left").join(
        own, on="invoice_id", how="left"
    )
    off = (nw.col("kind") == "write_off") | (
        (nw.col("kind") == "reversal") & nw.coalesce(nw.col("of_write_off"), nw.lit(False))
    )
    stated = nw.col("applied_amount").is_null()
    return (
        rows.with_columns(
            currency=nw.when(stated)
            .then(nw.col("currency"))
            .otherwise(nw.coalesce("of_invoice", "currency")),
            counted=nw.coalesce("applied_amount", "amount").cast(TOTAL),
        )
        .with_columns(
            written_off=counted_where(off),
            recovered=counted_where(nw.col("kind") == "recovery"),
            indemnified=counted_where(nw.col("kind") == "indemnity"),
        )
        .group_by("currency")
        .agg(nw.col("written_off", "recovered", "indemnified").sum())
    )


def counted_where(condition: nw.Expr) -> nw.Expr:
    """Take the counted amount where the condition holds, else nothing."""
    return nw.when(condition).then(nw.col("counted")).otherwise(nw.lit(0).cast(TOTAL))


def bad_debt_rate(
    written_off: Decimal, recovered: Decimal, *, credit_sales: Decimal
) -> Decimal | None:
    """Return (written off - recovered) / credit sales, a share; None without sales.

    Indemnities of an insurer are shown apart: the debt was bad all the same.

    Source: docs/algorithms/bad-debt-rate.md.

    >>> bad_debt_rate(Decimal(200), Decimal(50), credit_sales=Decimal(10_000))
    Decimal('0.015')
    """
    return (written_off - recovered) / credit_sales if credit_sales > 0 else None


SPECS = (
    MeasureSpec(
        "bad_debt_rate",
        "share",
        "lower",
        Says("坏账率（净额）", "Net bad-debt rate"),
        "bad-debt-rate.md",
    ),
)
