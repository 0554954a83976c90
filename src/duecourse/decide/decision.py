"""Decision: an assessed profile and a policy -> limit, terms, security, headroom, status."""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from duecourse.assess.assessment import measures_of
from duecourse.assess.conditions import Specs, require
from duecourse.assess.specs import ASSESSED
from duecourse.decide.discount import discount_days, discount_share
from duecourse.decide.effective import effective_limit, proposed_limit
from duecourse.decide.headroom import headroom, limit_use
from duecourse.decide.holds import holds, status
from duecourse.decide.limit import limit_rule, option_taken, recommended_limit
from duecourse.decide.observation import observation_task, stage
from duecourse.decide.options import offers_of
from duecourse.decide.security import security
from duecourse.decide.specs import DECIDED
from duecourse.decide.terms import recommended_terms, terms
from duecourse.policy.shapes import Policy
from duecourse.values.frames import Frame

MODELLED = "probability_of_default"
"""A column that a profile carries where a model exists."""


def decide(profile: Frame, policy: Policy, *, specs: Specs) -> Frame:
    """Decide for every customer what it gets today.

    Shapes:
        profile: an assessed profile (``assess.assessment``); all members of a group are there
        returns: the profile with stage, observation_task, option, recommended_limit, limit_rule,
            recommended_terms, discount_share, discount_days, security, effective_limit,
            proposed_limit, terms, headroom, limit_use, holds, status

    Units:
        limits and headroom: Float64, in the customer's currency, not yet rounded

    Raises:
        IncompleteFrame: the policy names a measure that the profile lacks.

    Source: docs/algorithms/credit-limit.md, effective-limit.md, headroom.md, holds.md.
    """
    own = ASSESSED + DECIDED
    known = {**{spec.name: spec for spec in own}, **specs}
    require(profile, set(named_measures(policy)) - {spec.name for spec in own})
    offers, observation = offers_of(policy), policy.observation
    return (
        with_model(profile)
        .with_columns(
            stage=stage(observation, known),
            observation_task=observation_task(observation, known),
            option=option_taken(offers),
        )
        .with_columns(
            recommended_limit=recommended_limit(offers, observation),
            recommended_terms=recommended_terms(offers, observation),
            discount_share=discount_share(offers),
            discount_days=discount_days(offers),
            security=security(offers),
        )
        .with_columns(
            limit_rule=limit_rule(offers, observation),
            effective_limit=effective_limit(policy.change, known),
            proposed_limit=proposed_limit(policy.change),
            terms=terms(),
        )
        .with_columns(headroom=headroom(), limit_use=limit_use())
        .with_columns(holds=holds(policy.holds, policy.terms, known))
        .with_columns(status=status(policy.terms))
    )


def with_model(profile: Frame) -> Frame:
    """Give the profile the column of a model where there is none: unknown."""
    if MODELLED in profile.collect_schema().names():
        return profile
    return profile.with_columns(nw.lit(None, nw.Float64()).alias(MODELLED))


def named_measures(policy: Policy) -> Iterator[str]:
    """List the measures that stage, cuts and holds read."""
    if policy.observation is not None:
        yield from measures_of(*policy.observation.exit_tests)
    if policy.change.worsening_cut is not None:
        yield from measures_of(policy.change.worsening_cut.when)
    for hold in policy.holds:
        yield from measures_of(hold.when, hold.unless)
