"""The money of each customer, per currency and pooled in the customer's own."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import TOTAL
from duecourse.measures.exposure import (
    bills_at_risk,
    in_force,
    open_orders,
    prepayments,
    with_exposure,
)
from duecourse.measures.owing import AMOUNTS, owing
from duecourse.pipeline.books import Books
from duecourse.policy.shapes import BillShares
from duecourse.values.frames import Frame

AT_RISK = ("uninvoiced_orders", "bills_at_risk", "prepayments", "securities", "covers")
ALL = (*AMOUNTS, *AT_RISK, "credit_sales")


def amounts_by_currency(books: Books, trade: Frame, *, shares: BillShares) -> Frame:
    """Put a customer's amounts side by side, one row per customer and currency.

    Shapes:
        returns: customer_id currency and every column of ``ALL``, decimals, 0 where there is
            nothing; largest_days_past_due; exposure net_exposure secured_amount in that currency.
    """
    owed = owing(books.open_parts, books.cash)
    singles = at_risk(books, trade, shares=shares)
    rows = [
        owed.select(
            "customer_id",
            "currency",
            *(nw.col(name) if name in AMOUNTS else nothing(name) for name in ALL),
            "largest_days_past_due",
        ),
        *(alone(frame, name) for name, frame in singles.items()),
    ]
    summed = (
        nw.concat(rows)
        .group_by("customer_id", "currency")
        .agg(*(nw.col(name).sum() for name in ALL), nw.col("largest_days_past_due").max())
    )
    wide = summed.with_columns(*(nw.col(name).cast(TOTAL) for name in ALL))
    return with_exposure(wide)


def at_risk(books: Books, trade: Frame, *, shares: BillShares) -> dict[str, Frame]:
    """Return each further kind of amount on its own: customer_id currency amount."""
    ledger, as_of = books.ledger, books.as_of
    return {
        "uninvoiced_orders": open_orders(ledger["orders"], ledger["invoices"], as_of=as_of),
        "bills_at_risk": bills_at_risk(ledger["bills"], as_of=as_of, shares=shares),
        "prepayments": prepayments(books.cash),
        "securities": in_force(
            ledger["securities"], as_of=as_of, since="valid_from", until="valid_until"
        ),
        "covers": in_force(ledger["covers"], as_of=as_of, since="effective_on", until="until_on"),
        "credit_sales": trade.select(
            "customer_id", "currency", nw.col("credit_sales").alias("amount")
        ),
    }


def alone(frame: Frame, name: str) -> Frame:
    """Widen a single amount to all columns, the others nothing."""
    return frame.select(
        "customer_id",
        "currency",
        *(
            nw.col("amount").cast(TOTAL).alias(column) if column == name else nothing(column)
            for column in ALL
        ),
        nw.lit(0).cast(nw.Int64()).alias("largest_days_past_due"),
    )


def nothing(name: str) -> nw.Expr:
    """Return zero money under a name."""
    return nw.lit(0).cast(TOTAL).alias(name)
