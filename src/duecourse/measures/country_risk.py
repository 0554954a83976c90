"""Country risk: how safe the customer's country is said to be."""

import narwhals.stable.v2 as nw

from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import steady
from duecourse.values.says import Says
from duecourse.values.scales import standing

RATING_AGE = 730


def country_standing(
    customers: Frame, countries: Frame, *, as_of: int, max_age_days: int = RATING_AGE
) -> Frame:
    """Average what the raters last said of each customer's country.

    Each source counts once, by its latest rating within the age.

    Shapes:
        customers: customer_id, country
        countries: the ledger's table
        returns: one row per customer whose country is rated: customer_id, country_standing (0-100,
            100 = safest)

    Source: docs/algorithms/country-risk.md; docs/adr/0082-country-standing.md.
    """
    rated = countries.filter(nw.col("on") <= as_of, nw.col("on") > as_of - max_age_days)
    newest = nw.col("on") == nw.col("on").max().over("country", "source")
    standings = (
        rated.with_columns(standing=standing(), newest=newest)
        .filter(nw.col("newest"))
        .group_by("country")
        .agg(nw.col("standing").mean().alias("country_standing"))
        .filter(~nw.col("country_standing").is_null())
    )
    return (
        customers.select("customer_id", "country")
        .join(standings, on="country", how="inner")
        .select("customer_id", steady(nw.col("country_standing")).alias("country_standing"))
    )


SPECS = (
    MeasureSpec(
        "country_standing",
        "points",
        "higher",
        Says("国别风险评价（0–100）", "Standing of the country (0-100)"),
        "country-risk.md",
    ),
)
