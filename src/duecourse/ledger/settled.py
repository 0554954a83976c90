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
            first_posted day number; unusual int (1 where a row reverses another, or was paid in
            another currency).
    """
    amount = nw.col("applied")
    good = nw.col("kind").is_in((*PAYING_KINDS, "discount"))
    reverses = (nw.col("kind") == "reversal") | ~nw.col("reverses").is_null()
    unusual = reverses | ~nw.col("applied_amount").is_null()
    return (
        settling(settlements, as_of=as_of)
        .filter(~nw.col("invoice_id").is_null())
        .with_columns(
            nw.when(good).then(amount).otherwise(amount - amount).alias("paid"),
            nw.when(unusual).then(nw.lit(1)).otherwise(nw.lit(0)).alias("unusual"),
        )
        .group_by("invoice_id")
        .agg(
            amount.sum().alias("settled"),
            nw.col("paid").sum(),
            amount.min().alias("lowest"),
            nw.col("posted_on").min().alias("first_posted"),
            nw.col("unusual").max(),
        )
    )


def rows_of_others(settlements: Frame, state: Frame, *, as_of: int) -> Frame:
    """Return what was settled of the invoices that are not simple; they are few.

    Shapes:
        state: ``invoice_state`` on the day, kept.
        returns: settlement_id invoice_id customer_id currency posted_on kind reverses applied.
    """
    rows = settling(settlements, as_of=as_of).filter(~nw.col("invoice_id").is_null())
    others = state.filter(~nw.col("simple")).select("invoice_id")
    return rows.join(others, on="invoice_id", how="semi").select(
        "settlement_id",
        "invoice_id",
        "customer_id",
        "currency",
        "posted_on",
        "kind",
        "reverses",
        "applied",
    )


def paid_of_others(rows: Frame) -> Frame:
    """Sum what paying kinds and discounts settled, reversals undone.

    Shapes:
        rows: ``rows_of_others``.
        returns: one row per invoice that has any: invoice_id, paid decimal.
    """
    good = nw.col("kind").is_in((*PAYING_KINDS, "discount"))
    return (
        without_reversals(rows)
        .filter(good)
        .group_by("invoice_id")
        .agg(nw.col("applied").sum().alias("paid"))
    )


def without_reversals(rows: Frame) -> Frame:
    """Drop each reversed row and its reversal: for behaviour they have never been."""
    reversed_ids = rows.filter(~nw.col("reverses").is_null()).select(
        nw.col("reverses").alias("reversed_id")
    )
    return rows.filter(nw.col("kind") != "reversal", nw.col("reverses").is_null()).join(
        reversed_ids, left_on="settlement_id", right_on="reversed_id", how="anti"
    )
