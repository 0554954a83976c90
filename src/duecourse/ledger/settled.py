"""What has been settled of each invoice by a day."""

import narwhals.stable.v2 as nw

from duecourse.ledger.tables_trade import PAYING_KINDS, SETTLING_KINDS
from duecourse.values.frames import Frame

PLAIN, UNPAID, UNUSUAL = 0, 1, 2
"""Rows that pay; that settle without paying (credit notes, write-offs); that are neither."""


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
        returns: one row per invoice that has any: invoice_id; settled decimal; first_posted day
            number; unusual int (that of its most unusual row: ``PLAIN``, ``UNPAID``, ``UNUSUAL``).
    """
    return (
        settling(settlements, as_of=as_of)
        .filter(~nw.col("invoice_id").is_null())
        .with_columns(unusual=how_unusual())
        .group_by("invoice_id")
        .agg(
            nw.col("applied").sum().alias("settled"),
            nw.col("posted_on").min().alias("first_posted"),
            nw.col("unusual").max(),
        )
    )


def how_unusual() -> nw.Expr:
    """Say whether a row pays, settles without paying, or takes an invoice out of the simple ones.

    The last: it reverses another, is negative, or was paid in another currency.
    """
    reverses = (nw.col("kind") == "reversal") | ~nw.col("reverses").is_null()
    unusual = reverses | (nw.col("applied") < 0) | ~nw.col("applied_amount").is_null()
    pays = nw.col("kind").is_in((*PAYING_KINDS, "discount"))
    return (
        nw.when(unusual)
        .then(nw.lit(UNUSUAL))
        .otherwise(nw.when(pays).then(nw.lit(PLAIN)).otherwise(nw.lit(UNPAID)))
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
