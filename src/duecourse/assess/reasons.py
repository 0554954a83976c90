"""Reasons: what each criterion cost the score, from the same points that made it."""

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import raw
from duecourse.assess.points import UNKNOWN, column_of
from duecourse.assess.score import weight_counted
from duecourse.policy.shapes import Criterion
from duecourse.values.frames import Frame
from duecourse.values.rounding import steady

FULL_POINTS = 100.0


def reasons(pointed: Frame, criteria: tuple[Criterion, ...]) -> Frame:
    """List points by customer and criterion.

    Shapes:
        pointed: a profile with the columns of ``points.with_points``
        returns: customer_id, criterion (its measure), value as it stands, points (null where
            skipped), weight, cost (points of the score lost to it, null where skipped)

    Keeps:
        the costs of a customer add up to 100 less its score, before rounding.
    """
    weight = weight_counted(criteria)
    return nw.concat([reason(pointed, criterion, weight) for criterion in criteria])


def reason(pointed: Frame, criterion: Criterion, weight: nw.Expr) -> Frame:
    """Select one criterion's points and cost."""
    earned, own = nw.col(column_of(criterion)), float(criterion.weight)
    cost = nw.when(weight > 0).then(own * (FULL_POINTS - earned) / weight).otherwise(UNKNOWN)
    return pointed.select(
        "customer_id",
        criterion=nw.lit(criterion.measure),
        value=raw(criterion.measure),
        points=earned,
        weight=nw.lit(own),
        cost=steady(cost),
    )
