"""Exit tests: whether a new customer has shown enough to leave observation."""

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import Specs, all_of, met
from duecourse.policy.shapes import Observation

REVIEW_MONTHS = 3
"""How long the end of observation stays a task; then a quarterly review has seen it."""


def passed(observation: Observation, specs: Specs) -> nw.Expr:
    """Say whether every exit test is met; an unknown measure passes none."""
    return all_of(met(test, specs) for test in observation.exit_tests)


def is_new() -> nw.Expr:
    """Say whether the customer started while we kept this ledger."""
    return nw.col("is_new").fill_null(False)


def months() -> nw.Expr:
    """Count whole months since the start; who has not started stands at zero."""
    return nw.col("months_known").fill_null(0)


def ended_unpassed(observation: Observation, specs: Specs) -> nw.Expr:
    """Say whether observation ended lately without the tests passed and nobody has decided yet.

    A limit granted by a person is that decision.
    """
    _, last = observation.months
    return (
        is_new()
        & (months() >= last)
        & (months() < last + REVIEW_MONTHS)
        & ~passed(observation, specs)
        & nw.col("granted_limit").is_null()
    )
