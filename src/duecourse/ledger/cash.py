"""Cash that no invoice claims: unallocated, or paid ahead for an order."""

import narwhals.stable.v2 as nw

from duecourse.ledger.settled import settling
from duecourse.values.frames import Frame


def cash_without_invoice(settlements: Frame, *, as_of: int) -> Frame:
    """Sum what customers paid without naming an invoice.

    Shapes:
        returns: one row per customer, own company and currency: customer_id, company_id, currency;
            on_account decimal (no order either: it stands under ``unallocated``), prepaid decimal
            (for an order: a prepayment, outside aging and open amounts, inside exposure).
    """
    amount = nw.col("amount")
    for_order = ~nw.col("order_id").is_null()
    return (
        settling(settlements, as_of=as_of)
        .filter(nw.col("invoice_id").is_null())
        .with_columns(
            nw.when(for_order).then(amount - amount).otherwise(amount).alias("on_account"),
            nw.when(for_order).then(amount).otherwise(amount - amount).alias("prepaid"),
        )
        .group_by("customer_id", "company_id", "currency")
        .agg(nw.col("on_account").sum(), nw.col("prepaid").sum())
    )
