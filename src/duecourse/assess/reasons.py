"""Reasons: what each criterion cost the score, from the same points that made it."""

import narwhals.stable.v2 as nw

from duecourse.assess.expressions import UNKNOWN
from duecourse.assess.points import column_of
from duecourse.policy.shapes import Criterion
from duecourse.values.frames import Frame

FULL_POINTS = 100.0
COUNTED = "weight in the score"


def reasons(pointed: Frame, criteria: tuple[Criterion, ...]) -> Frame:
    """List points by customer and criterion.

    Shapes:
        pointed: a profile with the columns of ``points.with_points`` and ``COUNTED``
        returns: customer_id, criterion (its measure), value as it stands, points (null where
            skipped), weight, cost (points of the score lost to it, null where skipped)

    Keeps:
        the costs of a customer add up to 100 less its score, before rounding.
    """
    return nw.concat([reason(pointed, criterion) for criterion in criteria])


def reason(pointed: Frame, criterion: Criterion) -> Frame:
    """Select one criterion's points and cost."""
    earned, own, weight = nw.col(column_of(criterion)), float(criterion.weight), nw.col(COUNTED)
    cost = nw.when(weight > 0).then(own * (FULL_POINTS - earned) / weight).otherwise(UNKNOWN)
    return pointed.select(
        "customer_id",
        criterion=nw.lit(criterion.measure),
        value=nw.col(criterion.measure).cast(nw.Float64),
        points=earned,
        weight=nw.lit(own),
        cost=cost,
    )
