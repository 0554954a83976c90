"""Points: what one measure is worth under one criterion."""

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import compared
from duecourse.assess.expressions import UNKNOWN, first_of
from duecourse.policy.shapes import Criterion
from duecourse.values.frames import Frame


def points_of(criterion: Criterion) -> nw.Expr:
    """Return the points of the first band that reaches the value.

    A bound belongs to its band; beyond the last, none. An unknown value earns what the policy
    says: points, or null where the criterion is skipped.

    Source: docs/algorithms/points-and-score.md.
    """
    value = nw.col(compared(criterion.measure))
    bands = [(value <= float(up_to), nw.lit(float(earned))) for up_to, earned in criterion.bands]
    return (
        nw.when(value.is_null())
        .then(points_unknown(criterion))
        .otherwise(first_of(bands, nw.lit(0.0)))
    )


def points_unknown(criterion: Criterion) -> nw.Expr:
    """Return what an unknown value earns: points, or null where it is skipped."""
    if criterion.when_unknown is None:
        return UNKNOWN
    return nw.lit(float(criterion.when_unknown))


def column_of(criterion: Criterion) -> str:
    """Name the column that holds a criterion's points while a profile is assessed."""
    return f"points of {criterion.measure}"


def with_points(profile: Frame, criteria: tuple[Criterion, ...]) -> Frame:
    """Add one column of points per criterion; reads the columns of ``conditions.with_compared``."""
    return profile.with_columns(
        *(points_of(criterion).alias(column_of(criterion)) for criterion in criteria)
    )
