"""High-risk share: how much of the exposure is with customers of grade C."""

import narwhals.stable.v2 as nw

from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import steady
from duecourse.values.says import Says

HIGH_RISK = "C"


def high_risk_share(exposures: Frame) -> Frame:
    """Divide the exposure of grade C by that of all graded customers, in each pool.

    Shapes:
        exposures: pool, customer_id, exposure (Float64; null where a rate is unknown), grade.
        returns: one row per pool: pool, high_risk_share (null where there is no graded exposure or
            one of them is unknown), high_risk_customers_share (by count of customers exposed).

    Source: docs/algorithms/high-risk-share.md.
    """
    graded = exposures.filter(~nw.col("grade").is_null())
    risky = nw.col("grade") == HIGH_RISK
    exposed = (nw.col("exposure") > 0).cast(nw.Float64())
    pools = (
        graded.with_columns(
            unknown=nw.col("exposure").is_null().cast(nw.Int64()),
            exposed=exposed,
            at_risk=nw.when(risky).then(nw.col("exposure")).otherwise(nw.lit(0.0)),
            risky=nw.when(risky).then(exposed).otherwise(nw.lit(0.0)),
        )
        .group_by("pool")
        .agg(
            nw.col("unknown").max(),
            *(nw.col(name).sum() for name in ("exposure", "exposed", "at_risk", "risky")),
        )
    )
    known = (nw.col("unknown") == 0) & (nw.col("exposure") > 0)
    return pools.select(
        "pool",
        nw.when(known)
        .then(steady(nw.col("at_risk") / nw.col("exposure")))
        .alias("high_risk_share"),
        nw.when(nw.col("exposed") > 0)
        .then(steady(nw.col("risky") / nw.col("exposed")))
        .alias("high_risk_customers_share"),
    )


SPECS = (
    MeasureSpec(
        "high_risk_share",
        "share",
        "lower",
        Says("高风险客户敞口占比（C 级）", "High-risk share: exposure in grade C"),
        "high-risk-share.md",
    ),
)
