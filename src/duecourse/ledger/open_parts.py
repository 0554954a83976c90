"""Open items as of a day: what is still owed, part by part, and the credits beside it."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES
from duecourse.ledger.parts import NOTHING, OF_INVOICE, WHOLE, least, parts_of, reaching
from duecourse.values.frames import Frame


def open_parts(state: Frame, due_parts: Frame) -> Frame:
    """Return every part with something open, and credits and overpayments as negative rows.

    Shapes:
        state: ``invoice_state`` on the day.
        due_parts: the ledger's table.
        returns: invoice_id part customer_id company_id currency issued_on due_on amount
            open_amount is_credit.

    Keeps:
        per customer and currency, the sum of open_amount is invoiced less settled.

    Source: docs/algorithms/open-items.md.
    """
    complex_ones = state.filter(~nw.col("simple"))
    return nw.concat(
        [
            open_simple(state.filter(nw.col("simple"))),
            open_complex(complex_ones.filter(nw.col("amount") > 0), due_parts),
            credits(complex_ones),
        ]
    )


def open_simple(state: Frame) -> Frame:
    """Subtract: what is open of invoices in one part, settled by positive rows alone."""
    return state.filter(nw.col("settled") < nw.col("amount")).select(
        *OF_INVOICE,
        WHOLE.alias("part"),
        "due_on",
        money(nw.col("amount")),
        money(nw.col("amount") - nw.col("settled")).alias("open_amount"),
        nw.lit(False).alias("is_credit"),
    )


def open_complex(state: Frame, due_parts: Frame) -> Frame:
    """Settle the earliest due part first and return what stays open of each."""
    left = nw.col("amount") - reaching(nw.col("settled"))
    return (
        parts_of(state, due_parts)
        .with_columns(left=left)
        .filter(nw.col("left") > 0)
        .select(
            *OF_INVOICE,
            "part",
            "due_on",
            "amount",
            money(nw.col("left")).alias("open_amount"),
            nw.lit(False).alias("is_credit"),
        )
    )


def credits(state: Frame) -> Frame:
    """Return credit notes still open, and what was settled beyond an invoice, as negative rows."""
    owed = least(nw.col("amount") - nw.col("settled"), NOTHING)
    other = nw.col("amount") - nw.col("settled")
    left = nw.when(nw.col("amount") > 0).then(owed).otherwise(other)
    return (
        state.with_columns(left=left)
        .filter(nw.col("left") != 0)
        .select(
            *OF_INVOICE,
            WHOLE.alias("part"),
            "due_on",
            money(nw.col("amount")),
            money(nw.col("left")).alias("open_amount"),
            nw.lit(True).alias("is_credit"),
        )
    )


def money(amount: nw.Expr) -> nw.Expr:
    """Bring a decimal back to the ledger's own width."""
    return amount.cast(DTYPES["money"])


def with_days_past_due(parts: Frame, *, as_of: int) -> Frame:
    """Add days_past_due: 0 until late, and 0 for credits, which cannot be late.

    An item due on the day itself is still current: it can be paid before midnight.
    """
    days = nw.lit(as_of) - nw.col("due_on")
    late = ~nw.col("is_credit") & (nw.col("due_on") < as_of)
    return parts.with_columns(
        nw.when(late).then(days).otherwise(nw.lit(0)).cast(nw.Int64()).alias("days_past_due")
    )
