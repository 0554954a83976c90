"""Financial statements as of a day: the latest of each customer, the year before beside it."""

import narwhals.stable.v2 as nw

from duecourse.ledger.tables_standing import STATEMENT_AMOUNTS
from duecourse.values.frames import Frame

A_YEAR = (335, 397)
"""Two year ends lie so many days apart at least and at most: twelve months, a month either way."""


def latest_statements(statements: Frame, *, as_of: int) -> Frame:
    """Return one row per customer: its latest statement, and the one of the year before.

    The year before is the statement that ends about twelve months earlier, so that half-years in
    between and gaps of several years are not taken for it.

    Shapes:
        statements: the ledger's table, those that are known; later ones are left out
        returns: customer_id, period_end, statement_currency, the amounts as Float64, and
            previous_currency, previous_revenue, previous_operating_cash_flow,
            previous_current_liabilities (null where there is no year before)

    Source: docs/algorithms/ratios.md.
    """
    ended = statements.filter(nw.col("period_end") <= as_of).select(
        "customer_id",
        "period_end",
        nw.col("currency").alias("statement_currency"),
        *(nw.col(name).cast(nw.Float64) for name in STATEMENT_AMOUNTS),
    )
    latest = newest(ended)
    return latest.join(year_before(ended, latest), on="customer_id", how="left")


def newest(statements: Frame) -> Frame:
    """Keep the row of each customer whose period ended last."""
    place = nw.col("period_end").rank("ordinal", descending=True).over("customer_id")
    return statements.with_columns(place=place).filter(nw.col("place") == 1).drop("place")


def year_before(statements: Frame, latest: Frame) -> Frame:
    """Return what is compared with the latest statement: the same, about a year earlier."""
    ends = latest.select("customer_id", latest_end=nw.col("period_end"))
    days = nw.col("latest_end") - nw.col("period_end")
    earlier = statements.join(ends, on="customer_id", how="inner").filter(
        days >= A_YEAR[0], days <= A_YEAR[1]
    )
    return newest(earlier).select(
        "customer_id",
        nw.col("statement_currency").alias("previous_currency"),
        *(
            nw.col(name).alias(f"previous_{name}")
            for name in ("revenue", "operating_cash_flow", "current_liabilities")
        ),
    )
