"""Bands of a criterion: which way they run, and whether they reach the best customer."""

from decimal import Decimal
from itertools import pairwise

from duecourse.policy.shapes import Criterion
from duecourse.values.measure_spec import Unit

BEST_POSSIBLE: dict[Unit, Decimal] = {
    "points": Decimal(100),
    "share": Decimal(1),
    "months": Decimal(600),
}
"""Customers do not go beyond this, by unit."""
FAR = Decimal(9)
"""Nor beyond this, where the unit sets no end: ratios and scores."""


def direction(rule: Criterion) -> int | None:
    """Say whether points rise (1) or fall (-1) with the value, 0 when flat; None: both."""
    steps = [after[1] - before[1] for before, after in pairwise(rule.bands)]
    rises, falls = any(step > 0 for step in steps), any(step < 0 for step in steps)
    return None if rises and falls else int(rises) - int(falls)


def reaches_the_best(rule: Criterion, unit: Unit | None) -> bool:
    """Say whether the last band ends beyond what any customer can reach.

    Where more is better and it does not, the very best customers earn nothing.
    """
    end = FAR if unit is None else BEST_POSSIBLE.get(unit, FAR)
    return rule.bands[-1][0] >= end
