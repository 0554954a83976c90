"""Where the exposure of the company sits: in few customers, in grade C."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw

from duecourse.measures.concentration import concentration
from duecourse.measures.high_risk import high_risk_share
from duecourse.values.frames import Frame

AT_HOME = "all, at home"


@dataclass(frozen=True, slots=True)
class Risk:
    """Shares of exposure per currency and at home (None as currency); owing customers in all."""

    shares: dict[str, dict[str, float | None]]
    owing_customers: int

    def of(self, currency: str | None) -> dict[str, float | None]:
        """Return the shares of one currency, or of all at home; unknown where nothing is."""
        nothing: dict[str, float | None] = {
            "concentration": None,
            "high_risk_share": None,
            "high_risk_customers_share": None,
        }
        return {**nothing, **self.shares.get(currency or AT_HOME, {})}


def risk_of(by_currency: Frame, decided: Frame) -> Risk:
    """Compute concentration and high-risk share, per currency and at home.

    Shapes:
        by_currency: customer_id, currency, exposure, receivable.
        decided: one row per customer: customer_id, grade, exposure, receivable, to_home.
    """
    pools = with_grade(nw.concat([in_currencies(by_currency), at_home(decided)]), decided)
    shares: dict[str, dict[str, float | None]] = {}
    for frame in (concentration(pools), high_risk_share(pools)):
        for row in frame.collect().iter_rows(named=True):
            pool = str(row.pop("pool"))
            shares.setdefault(pool, {}).update(row)
    owing = by_currency.filter(nw.col("receivable") > 0).select("customer_id")
    [count] = owing.unique().select(nw.len().alias("owing")).collect().rows()
    return Risk(shares, int(count[0]))


def in_currencies(by_currency: Frame) -> Frame:
    """Lay out exposures in their own currencies: pool, customer_id, exposure."""
    return by_currency.select(
        nw.col("currency").alias("pool"),
        "customer_id",
        nw.col("exposure").cast(nw.Float64()).alias("exposure"),
    )


def with_grade(pools: Frame, decided: Frame) -> Frame:
    """Add each customer's grade."""
    return pools.join(decided.select("customer_id", "grade"), on="customer_id", how="left")


def at_home(profile: Frame) -> Frame:
    """Lay out exposures in the home currency: nothing needs no rate."""
    exposure = nw.col("exposure").cast(nw.Float64())
    converted = nw.when(exposure == 0).then(nw.lit(0.0)).otherwise(exposure * nw.col("to_home"))
    return profile.select(nw.lit(AT_HOME).alias("pool"), "customer_id", converted.alias("exposure"))
