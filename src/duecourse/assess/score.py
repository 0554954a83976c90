"""Score: the weighted mean of points, and how much of the weight rests on known facts."""

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import compared
from duecourse.assess.expressions import UNKNOWN
from duecourse.assess.points import column_of
from duecourse.policy.shapes import Criterion
from duecourse.values.rounding import half_up, steady

SCORE_DIGITS = 2


def score(criteria: tuple[Criterion, ...]) -> nw.Expr:
    """Return the mean of points by weight, half up to two decimals.

    Skipped criteria have no weight. Where nothing counts the score is unknown.

    Shapes:
        reads the columns of ``points.with_points``

    Source: docs/algorithms/points-and-score.md.
    """
    weight = weight_counted(criteria)
    earned = nw.sum_horizontal(
        nw.lit(0.0), *(nw.col(column_of(one)) * float(one.weight) for one in criteria)
    )
    return nw.when(weight > 0).then(half_up(earned / weight, SCORE_DIGITS)).otherwise(UNKNOWN)


def weight_counted(criteria: tuple[Criterion, ...]) -> nw.Expr:
    """Sum the weights of the criteria that earned points, known or not."""
    return nw.sum_horizontal(
        nw.lit(0.0), *(weight_where(~nw.col(column_of(one)).is_null(), one) for one in criteria)
    )


def known_weight(criteria: tuple[Criterion, ...]) -> nw.Expr:
    """Return the share of all weights whose measure is known.

    Points given for the unknown do not make it known.
    """
    whole = float(sum(one.weight for one in criteria))
    known = nw.sum_horizontal(
        nw.lit(0.0),
        *(weight_where(~nw.col(compared(one.measure)).is_null(), one) for one in criteria),
    )
    return steady(known / whole) if whole else nw.lit(0.0)


def weight_where(counts: nw.Expr, criterion: Criterion) -> nw.Expr:
    """Return the criterion's weight where it counts, else nothing."""
    return nw.when(counts).then(nw.lit(float(criterion.weight))).otherwise(nw.lit(0.0))
