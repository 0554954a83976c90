"""Observation: how a new customer starts, when that ends, and who must then decide."""

import narwhals.stable.v2 as nw

from duecourse.assess.exit_tests import ended_unpassed, is_new, months, passed
from duecourse.policy.shapes import Observation

NORMAL = "normal"
OBSERVED = "observation"


def observed(observation: Observation | None) -> nw.Expr:
    """Say whether a customer is under observation.

    From its start until the exit tests pass, not before the least months, and never beyond the
    most. Who already traded when the ledger began is not new.

    Source: docs/algorithms/observation.md.
    """
    if observation is None:
        return nw.lit(False)
    least, most = observation.months
    left = (months() >= least) & passed(observation)
    return is_new() & (months() < most) & ~left


def stage(observation: Observation | None) -> nw.Expr:
    """Name the stage: observation or normal."""
    return nw.when(observed(observation)).then(nw.lit(OBSERVED)).otherwise(nw.lit(NORMAL))


def observation_task(observation: Observation | None) -> nw.Expr:
    """Say whether a person must decide: observation ended and the tests are not passed."""
    if observation is None or observation.at_the_end != "decide":
        return nw.lit(False)
    return ended_unpassed(observation)


def under_observation() -> nw.Expr:
    """Say whether the stage, once decided, is observation."""
    return nw.col("stage") == OBSERVED
