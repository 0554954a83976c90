"""What has been settled of each invoice by a day."""

import narwhals.stable.v2 as nw

from duecourse.ledger.tables import PAYING_KINDS, SETTLING_KINDS
from duecourse.values.frames import Frame


def settling(settlements: Frame, *, as_of: int) -> Frame:
    """Return the settlements that are on the books by a day, each in its invoice's currency.

    Shapes:
        settlements: the ledger's table.
        returns: the same rows less pending, later and non-settling ones, with ``applied``
            (the amount in the invoice's currency).
    """
    return settlements.filter(
        nw.col("posted_on") <= as_of,
        nw.col("status") == "posted",
        nw.col("kind").is_in(SETTLING_KINDS),
    ).with_columns(nw.coalesce("applied_amount", "amount").alias("applied"))


def settled_by_invoice(settlements: Frame, *, as_of: int) -> Frame:
    """Sum what was settled of each invoice, with the marks that tell simple ones from others.

    Shapes:
        returns: one row per invoice that has any: invoice_id; settled decimal; paid decimal
            (by paying kinds and discounts alone); lowest decimal (the smallest row);
            first_posted day number; reversing int (1 where a row reverses another).
    """
    amount = nw.col("applied")
    good = nw.col("kind").is_in((*PAYING_KINDS, "discount"))
    reverses = (nw.col("kind") == "reversal") | ~nw.col("reverses").is_null()
    return (
        settling(settlements, as_of=as_of)
        .filter(~nw.col("invoice_id").is_null())
        .with_columns(
            nw.when(good).then(amount).otherwise(amount - amount).alias("paid"),
            nw.when(reverses).then(nw.lit(1)).otherwise(nw.lit(0)).alias("reversing"),
        )
        .group_by("invoice_id")
        .agg(
            amount.sum().alias("settled"),
            nw.col("paid").sum(),
            amount.min().alias("lowest"),
            nw.col("posted_on").min().alias("first_posted"),
            nw.col("reversing").max(),
        )
    )


def repaid_by_invoice(settlements: Frame, *, as_of: int) -> Frame:
    """Sum what paying kinds and discounts settled of invoices that saw a reversal.

    Shapes:
        returns: one row per such invoice: invoice_id, repaid decimal.
    """
    rows = settling(settlements, as_of=as_of).filter(~nw.col("invoice_id").is_null())
    reverses = (nw.col("kind") == "reversal") | ~nw.col("reverses").is_null()
    seen = rows.join(rows.filter(reverses).select("invoice_id"), on="invoice_id", how="semi")
    good = nw.col("kind").is_in((*PAYING_KINDS, "discount"))
    return (
        without_reversals(seen)
        .filter(good)
        .group_by("invoice_id")
        .agg(nw.col("applied").sum().alias("repaid"))
    )


def without_reversals(rows: Frame) -> Frame:
    """Drop each reversed row and its reversal: for behaviour they have never been."""
    reversed_ids = rows.filter(~nw.col("reverses").is_null()).select(
        nw.col("reverses").alias("reversed_id")
    )
    return rows.filter(nw.col("kind") != "reversal", nw.col("reverses").is_null()).join(
        reversed_ids, left_on="settlement_id", right_on="reversed_id", how="anti"
    )
