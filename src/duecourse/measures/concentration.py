"""Concentration: how much of all exposure hangs on few customers."""

import narwhals.stable.v2 as nw

from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import steady
from duecourse.values.says import Says

LARGEST = 10


def concentration(exposures: Frame, *, largest: int = LARGEST) -> Frame:
    """Divide the exposure of the largest customers by all exposure, in each pool.

    Shapes:
        exposures: pool (a currency, or one word for all), customer_id, exposure (in the pool's
            own currency; null where a rate is unknown)
        returns: one row per pool: pool, concentration (null where there is no exposure, or one
            of them is unknown)

    Source: docs/algorithms/concentration.md.
    """
    size = nw.col("exposure").cast(nw.Float64)
    place = nw.col("size").fill_null(0.0).rank("ordinal", descending=True).over("pool")
    top = nw.when(nw.col("place") <= largest).then(nw.col("size")).otherwise(nw.lit(0.0))
    pools = (
        exposures.select("pool", size=size, unknown=size.is_null().cast(nw.Int64))
        .with_columns(place=place)
        .with_columns(top=top)
        .group_by("pool")
        .agg(nw.col("top").sum(), nw.col("size").sum(), nw.col("unknown").max())
    )
    known = (nw.col("unknown") == 0) & (nw.col("size") > 0)
    return pools.select(
        "pool", concentration=nw.when(known).then(steady(nw.col("top") / nw.col("size")))
    )


def exposure_share(exposures: Frame) -> Frame:
    """Divide each customer's exposure by that of all customers of its pool.

    Shapes:
        exposures: as in ``concentration``
        returns: pool, customer_id, exposure_share (null where there is no exposure, or one of
            them is unknown)

    Source: docs/algorithms/concentration.md.
    """
    size = nw.col("exposure").cast(nw.Float64)
    sized = exposures.select("pool", "customer_id", size=size).with_columns(
        whole=nw.col("size").sum().over("pool"),
        unknown=nw.col("size").is_null().cast(nw.Int64).max().over("pool"),
    )
    known = (nw.col("unknown") == 0) & (nw.col("whole") > 0)
    return sized.select(
        "pool",
        "customer_id",
        exposure_share=nw.when(known).then(steady(nw.col("size") / nw.col("whole"))),
    )


SPECS = (
    MeasureSpec(
        "exposure_share",
        "share",
        "lower",
        Says("占全部敞口的比例", "Share of all exposure"),
        "concentration.md",
    ),
)
