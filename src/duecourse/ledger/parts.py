"""Due parts: instalments and retention, or the whole invoice as one part."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES
from duecourse.values.frames import Frame

OF_INVOICE = ("invoice_id", "customer_id", "company_id", "currency", "issued_on")
WHOLE = nw.lit(1).cast(DTYPES["count"])
NOTHING = nw.lit(0).cast(DTYPES["money"])


def parts_of(state: Frame, due_parts: Frame, *, carried: Sequence[str] = ()) -> Frame:
    """Lay out the parts of the invoices in ``state``, each with the span of money it stands for.

    A settlement pays the earliest due part first: the part from ``lowest`` to ``highest`` is paid
    when so much of the invoice is settled. The last part ends where the invoice does, whatever
    the parts say, so that no money is lost.

    Shapes:
        state: positive invoices (``invoice_state``).
        carried: further columns of the invoice that each part carries.
        returns: one row per part: invoice_id part customer_id company_id currency issued_on
            due_on amount lowest highest settled.
    """
    spans = spans_of(due_parts)
    listed = state.drop("due_on").join(spans, on="invoice_id", how="inner")
    worth = nw.col("amount")
    highest = nw.when(nw.col("later") == 0).then(worth).otherwise(least(nw.col("upper"), worth))
    split = listed.with_columns(highest=highest, floor=least(nw.col("lower"), worth))
    whole = state.join(due_parts.select("invoice_id"), on="invoice_id", how="anti")
    return nw.concat(
        [
            split.select(
                *OF_INVOICE,
                "part",
                "due_on",
                (nw.col("highest") - nw.col("floor")).cast(DTYPES["money"]).alias("amount"),
                nw.col("floor").cast(DTYPES["money"]).alias("lowest"),
                nw.col("highest").cast(DTYPES["money"]),
                nw.col("settled").cast(DTYPES["money"]),
                *carried,
            ),
            whole.select(
                *OF_INVOICE,
                WHOLE.alias("part"),
                "due_on",
                nw.col("amount").cast(DTYPES["money"]),
                NOTHING.alias("lowest"),
                nw.col("amount").cast(DTYPES["money"]).alias("highest"),
                nw.col("settled").cast(DTYPES["money"]),
                *carried,
            ),
        ]
    )


def spans_of(due_parts: Frame) -> Frame:
    """Stack the parts of an invoice by due day: from ``lower`` to ``upper``, ``later`` to come."""
    window = {"order_by": ["due_on", "part"]}
    counted = due_parts.with_columns(one=nw.lit(1))
    return counted.select(
        "invoice_id",
        "part",
        "due_on",
        (nw.col("amount").cum_sum().over("invoice_id", **window) - nw.col("amount")).alias("lower"),
        nw.col("amount").cum_sum().over("invoice_id", **window).alias("upper"),
        (
            nw.col("one").sum().over("invoice_id")
            - nw.col("one").cum_sum().over("invoice_id", **window)
        ).alias("later"),
    )


def least(left: nw.Expr, right: nw.Expr) -> nw.Expr:
    """Return the smaller of two known amounts."""
    return nw.min_horizontal(left, right)


def most(left: nw.Expr, right: nw.Expr) -> nw.Expr:
    """Return the larger of two known amounts."""
    return nw.max_horizontal(left, right)


def reaching(settled: nw.Expr) -> nw.Expr:
    """Express how much of the span ``lowest`` to ``highest`` is covered when so much is settled.

    The first part takes what falls below nothing (a reversal without its payment), so that open
    and settled always add up to invoiced.
    """
    lowest, highest = nw.col("lowest"), nw.col("highest")
    capped = least(settled, highest)
    floored = nw.when((lowest > 0) & (capped < lowest)).then(lowest).otherwise(capped)
    return floored - lowest
