"""Exit tests: whether a new customer has shown enough to leave observation."""

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import met
from duecourse.assess.expressions import all_of
from duecourse.policy.shapes import Observation

REVIEW_MONTHS = 3
"""How long the end of observation stays a task; then a quarterly review has seen it."""


def passed(observation: Observation) -> nw.Expr:
    """Say whether every exit test is met; an unknown measure passes none."""
    return all_of(met(test) for test in observation.exit_tests)


def is_new() -> nw.Expr:
    """Say whether the customer started while we kept this ledger."""
    return nw.col("is_new").fill_null(False)


def months() -> nw.Expr:
    """Count whole months since the start; who has not started stands at zero."""
    return nw.col("months_known").fill_null(0)


def ended_unpassed(observation: Observation) -> nw.Expr:
    """Say whether observation ended lately without the tests passed and nobody has decided yet.

    A limit granted by a person is that decision.
    """
    _, last = observation.months
    return (
        is_new()
        & (months() >= last)
        & (months() < last + REVIEW_MONTHS)
        & ~passed(observation)
        & nw.col("granted_limit").is_null()
    )
