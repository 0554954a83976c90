"""Credit sales by currency and calendar month, and over windows of days."""

from collections.abc import Mapping

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import TOTAL
from duecourse.values.calendar import with_civil
from duecourse.values.frames import Frame


def sales_by_month(state: Frame, *, as_of: int, windows: Mapping[str, int]) -> Frame:
    """Sum credit sales per currency and calendar month, and what of them lies in each window.

    Positive gross invoices issued by the day and not cancelled by it; credit notes are not
    deducted (dilution is shown apart).

    Shapes:
        state: ``ledger.invoice_state``, whose amounts are 0 where cancelled.
        windows: name of the window -> its days, (as_of - days, as_of].
        returns: currency month (year x 12 + month - 1) sales and, per window, a decimal column
            ``<name>_sales``.

    Source: docs/algorithms/credit-sales.md.
    """
    amount = nw.col("amount").cast(TOTAL)
    nothing = nw.lit(0).cast(TOTAL)
    within = {
        f"{name}_sales": nw.when(nw.col("issued_on") > as_of - days).then(amount).otherwise(nothing)
        for name, days in windows.items()
    }
    by_day = (
        state.filter(nw.col("issued_on") <= as_of, nw.col("amount") > 0)
        .with_columns(sales=amount, **within)
        .group_by("currency", "issued_on")
        .agg(nw.col("sales").sum(), *(nw.col(name).sum() for name in within))
    )
    return (
        with_civil(by_day, "issued_on")
        .with_columns(month=nw.col("year") * 12 + nw.col("month") - 1)
        .group_by("currency", "month")
        .agg(nw.col("sales").sum(), *(nw.col(name).sum() for name in within))
    )
