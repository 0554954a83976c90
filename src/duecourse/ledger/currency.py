"""Rates to the home currency as of a day; a stale rate is unknown, never the last one."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES
from duecourse.values.frames import Frame
from duecourse.values.rounding import half_up

MONEY_DIGITS = 4


def rates_on(rates: Frame, *, as_of: int, max_age_days: int) -> Frame:
    """Return the latest rate of each currency on a day.

    Shapes:
        rates: the ledger's table; currency str, on day number, rate to the home currency.
        returns: one row per currency: currency, rate (null where it is older than
            ``max_age_days``), rate_on.

    Source: docs/algorithms/currency.md.
    """
    known = rates.filter(nw.col("on") <= as_of)
    latest = known.group_by("currency").agg(nw.col("on").max().alias("rate_on"))
    fresh = nw.col("rate_on") >= as_of - max_age_days
    return (
        latest.join(
            known.group_by("currency", "on").agg(nw.col("rate").max()),
            left_on=["currency", "rate_on"],
            right_on=["currency", "on"],
            how="inner",
        )
        .with_columns(nw.when(fresh).then(nw.col("rate")).alias("rate"))
        .select("currency", "rate", "rate_on")
    )


def with_home_rate(
    frame: Frame, rates: Frame, *, home: str, currency: str = "currency", name: str = "to_home"
) -> Frame:
    """Add the rate that turns a currency into the home currency: 1 at home, else known or null."""
    columns = frame.collect_schema().names()
    sides = rates.select(nw.col("currency").alias("rate_currency"), nw.col("rate").alias(name))
    at_home = nw.when(nw.col(currency) == home).then(nw.lit(1.0)).otherwise(nw.col(name))
    return frame.join(sides, left_on=currency, right_on="rate_currency", how="left").select(
        *columns, at_home.alias(name)
    )


def converted(amount: str, *, from_rate: str, to_rate: str) -> nw.Expr:
    """Express a decimal in another currency through the home currency, rounded to 4 decimals."""
    value = nw.col(amount).cast(nw.Float64()) * nw.col(from_rate) / nw.col(to_rate)
    return half_up(value, MONEY_DIGITS).cast(DTYPES["money"])


def in_currency_of(
    amounts: Frame, owners: Frame, rates: Frame, *, home: str, columns: tuple[str, ...]
) -> Frame:
    """Pool the amounts of each customer in the customer's own currency.

    Shapes:
        amounts: customer_id, currency and the decimal ``columns``; several rows a customer.
        owners: one row per customer: customer_id, currency, to_home.
        returns: one row per customer that has any: customer_id, columns; an amount is null where
            a rate that it needed is unknown. Nothing needs no rate.

    Keeps:
        amounts already in the customer's currency, to the last digit.
    """
    own = owners.select(
        "customer_id", nw.col("currency").alias("own"), nw.col("to_home").alias("own_to_home")
    )
    rated = with_home_rate(amounts, rates, home=home).join(own, on="customer_id", how="inner")
    same = nw.col("currency") == nw.col("own")
    pooled = rated.select(
        "customer_id",
        *(
            nw.when(same | (nw.col(name) == 0))
            .then(nw.col(name))
            .otherwise(converted(name, from_rate="to_home", to_rate="own_to_home"))
            .alias(name)
            for name in columns
        ),
    )
    summed = pooled.group_by("customer_id").agg(
        *(nw.col(name).sum() for name in columns),
        *(nw.col(name).count().alias(f"known_{name}") for name in columns),
        nw.len().alias("rows"),
    )
    return summed.select(
        "customer_id",
        *(
            nw.when(nw.col(f"known_{name}") == nw.col("rows")).then(nw.col(name)).alias(name)
            for name in columns
        ),
    )
