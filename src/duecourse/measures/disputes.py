"""Open disputes: how many invoices of a customer are in dispute."""

import narwhals.stable.v2 as nw

from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says


def open_disputes(open_parts: Frame) -> Frame:
    """Count the different invoices of each customer with something in open dispute.

    Shapes:
        open_parts: customer_id, invoice_id, disputed_amount.
        returns: one row per customer that has any: customer_id, open_disputes.

    Source: docs/algorithms/disputed-share.md.
    """
    return (
        open_parts.filter(nw.col("disputed_amount") > 0)
        .group_by("customer_id")
        .agg(nw.col("invoice_id").n_unique().cast(nw.Int64()).alias("open_disputes"))
    )


SPECS = (
    MeasureSpec(
        "open_disputes",
        "count",
        "lower",
        Says("未结争议发票数", "Invoices in open dispute"),
        "disputed-share.md",
    ),
)
