"""Limit: the least of what the rules of the option allow, and the rule that binds."""

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import first_of
from duecourse.decide.limit_rules import UNKNOWN, at_least_zero, in_own_currency, sized
from duecourse.decide.observation import under_observation
from duecourse.decide.options import Offer, taken
from duecourse.decide.security import needs_met
from duecourse.policy.shapes import Observation
from duecourse.values.frames import Frame

FIRST_LIMIT = "first_limit"

Sized = tuple[tuple[str, nw.Expr], ...]
"""Rules by name with the amount each allows."""


def option_taken(offers: tuple[Offer, ...]) -> nw.Expr:
    """Return the place of the grade's first option whose need is met; unknown without a grade."""
    return first_of(
        [
            ((nw.col("grade") == offer.grade) & needs_met(offer.option), nw.lit(offer.place))
            for offer in offers
        ],
        nw.lit(None, nw.Int32()),
    )


def recommended_limit(offers: tuple[Offer, ...], observation: Observation | None) -> nw.Expr:
    """Return the least of the rules that are known, in the customer's currency.

    Under observation the first limit takes part and security does not. No rule known: unknown.

    Source: docs/algorithms/credit-limit.md.
    """
    return first_of([(holds, least(rules)) for holds, rules in cases(offers, observation)], UNKNOWN)


def limit_rule(offers: tuple[Offer, ...], observation: Observation | None) -> nw.Expr:
    """Name the rule that binds: the first in the policy's order that allows the least."""
    return first_of(
        [(holds, binding(rules)) for holds, rules in cases(offers, observation)],
        nw.lit(None, nw.String()),
    )


def cases(
    offers: tuple[Offer, ...], observation: Observation | None
) -> list[tuple[nw.Expr, Sized]]:
    """List who is sized by which rules; every graded customer is in one case at most."""
    normal = [(taken(offer) & ~under_observation(), rules_of(offer)) for offer in offers]
    if observation is None:
        return normal
    return normal + [
        (taken(offer) & under_observation(), first_rules(offer, observation)) for offer in offers
    ]


def rules_of(offer: Offer) -> Sized:
    """Size every rule of an offer."""
    return tuple((rule.rule, sized(rule, offer.terms)) for rule in offer.option.limit)


def first_rules(offer: Offer, observation: Observation) -> Sized:
    """Size the rules of an offer under observation: the first limit, and all but security."""
    first = at_least_zero(in_own_currency(float(observation.first_limit)))
    rules = ((name, amount) for name, amount in rules_of(offer) if name != "secured_share")
    return ((FIRST_LIMIT, first), *rules)


def least(rules: Sized) -> nw.Expr:
    """Return the least amount that is known."""
    return nw.min_horizontal(UNKNOWN, *(amount for _, amount in rules))


def binding(rules: Sized) -> nw.Expr:
    """Name the first rule that allows the least."""
    smallest = least(rules)
    named = [(amount == smallest, nw.lit(name)) for name, amount in rules]
    return first_of(named, nw.lit(None, nw.String()))


def rules_shown(
    decided: Frame, offers: tuple[Offer, ...], observation: Observation | None
) -> Frame:
    """List what each rule allows each customer.

    Shapes:
        decided: a profile with grade, option, stage, recommended_limit
        returns: customer_id, rule, amount (null: unknown, takes no part), binds
    """
    return nw.concat(
        [
            decided.filter(holds).select(
                "customer_id",
                rule=nw.lit(name),
                amount=amount,
                binds=(nw.col("limit_rule") == name).fill_null(False),
            )
            for holds, rules in cases(offers, observation)
            for name, amount in rules
        ]
    )
