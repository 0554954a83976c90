"""Decision: an assessed profile and a policy -> limit, terms, security, headroom, status."""

from collections.abc import Iterator

from duecourse.assess.conditions import Specs, measures_of, with_compared
from duecourse.assess.expressions import UNKNOWN
from duecourse.assess.specs import ASSESSED
from duecourse.decide.discount import discount_days, discount_share
from duecourse.decide.effective import effective_limit, proposed_limit
from duecourse.decide.headroom import with_headroom
from duecourse.decide.holds import holds, status
from duecourse.decide.limit import limit_rule, option_taken, recommended_limit, with_sizes
from duecourse.decide.observation import observation_task, stage
from duecourse.decide.options import offers_of
from duecourse.decide.security import security
from duecourse.decide.specs import DECIDED
from duecourse.decide.terms import recommended_terms, terms
from duecourse.ledger.ledger import Keep, as_it_is
from duecourse.policy.shapes import Policy
from duecourse.values.frames import Frame

MODELLED = "probability_of_default"
"""A column that a profile carries where a model exists."""
ADDED = (
    *("stage", "observation_task", "option", "recommended_limit", "limit_rule"),
    *("effective_limit", "proposed_limit", "recommended_terms", "terms"),
    *("discount_share", "discount_days", "security"),
    *("own_headroom", "group_headroom", "headroom", "limit_use", "status", "holds"),
)


def decide(profile: Frame, policy: Policy, *, specs: Specs, keep: Keep = as_it_is) -> Frame:
    """Decide for every customer what it gets today.

    Shapes:
        profile: an assessed profile (``assess.assessment``); all members of a group are there
        returns: the profile with the columns ``ADDED``

    Units:
        limits and headroom: Float64, in the customer's currency, not yet rounded

    Raises:
        IncompleteFrame: the policy names a measure that the profile lacks.
        NoSuchMeasure: the policy names a measure that nobody defined.

    Source: docs/algorithms/credit-limit.md, effective-limit.md, headroom.md, holds.md.
    """
    own = {spec.name: spec for spec in DECIDED}
    known = {**{spec.name: spec for spec in ASSESSED}, **specs, **own}
    named = set(named_measures(policy))
    measured = with_compared(with_model(profile), named - set(own), known)
    limited = with_headroom(keep(with_terms(with_limit(measured, policy), policy)))
    held = with_compared(limited, named & set(own), known).with_columns(
        holds=holds(policy.holds, policy.terms)
    )
    names = [name for name in profile.collect_schema().names() if name not in ADDED]
    return held.with_columns(status=status(policy.terms)).select(*names, *ADDED)


def with_limit(measured: Frame, policy: Policy) -> Frame:
    """Add stage, option, and the limit that the policy recommends with the rule that binds."""
    offers, observation = offers_of(policy), policy.observation
    staged = measured.with_columns(
        stage=stage(observation),
        observation_task=observation_task(observation),
        option=option_taken(offers),
    )
    return (
        with_sizes(staged, offers, observation)
        .with_columns(recommended_limit=recommended_limit(offers, observation))
        .with_columns(limit_rule=limit_rule(offers, observation))
    )


def with_terms(limited: Frame, policy: Policy) -> Frame:
    """Add what is in force and what is recommended: limit, terms, discount, security."""
    offers = offers_of(policy)
    return limited.with_columns(
        recommended_terms=recommended_terms(offers, policy.observation),
        discount_share=discount_share(offers),
        discount_days=discount_days(offers),
        security=security(offers),
        effective_limit=effective_limit(policy.change),
        proposed_limit=proposed_limit(policy.change),
    ).with_columns(terms=terms())


def with_model(profile: Frame) -> Frame:
    """Give the profile the column of a model where there is none: unknown."""
    if MODELLED in profile.collect_schema().names():
        return profile
    return profile.with_columns(UNKNOWN.alias(MODELLED))


def named_measures(policy: Policy) -> Iterator[str]:
    """List the measures that stage, cuts and holds read."""
    if policy.observation is not None:
        yield from measures_of(*policy.observation.exit_tests)
    if policy.change.worsening_cut is not None:
        yield from measures_of(policy.change.worsening_cut.when)
    for hold in policy.holds:
        yield from measures_of(hold.when, hold.unless)
