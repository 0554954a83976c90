"""Limit: the least of what the rules of the option allow, and the rule that binds."""

from collections.abc import Iterator
from dataclasses import dataclass

import narwhals.stable.v2 as nw

from duecourse.assess.expressions import NO_TEXT, UNKNOWN, first_of
from duecourse.decide.limit_rules import in_own_currency, sized
from duecourse.decide.observation import under_observation
from duecourse.decide.options import Offer, taken
from duecourse.decide.security import needs_met
from duecourse.policy.shapes import Observation
from duecourse.values.frames import Frame
from duecourse.values.rounding import steady

FIRST_LIMIT = "first_limit"
SECURED = "secured_share"


@dataclass(frozen=True, slots=True)
class Sizing:
    """One rule and the column that holds what it allows while limits are decided."""

    name: str
    column: str


Case = tuple[nw.Expr, tuple[Sizing, ...]]
"""Who is sized, and by which rules."""


def option_taken(offers: tuple[Offer, ...]) -> nw.Expr:
    """Return the place of the grade's first option whose need is met; unknown without a grade."""
    return first_of(
        [
            ((nw.col("grade") == offer.grade) & needs_met(offer.option), nw.lit(offer.place))
            for offer in offers
        ],
        nw.lit(None, nw.Int32()),
    )


def with_sizes(profile: Frame, offers: tuple[Offer, ...], observation: Observation | None) -> Frame:
    """Add one column per rule of every offer: what it allows, never below zero.

    Unknown stays unknown: such a rule takes no part.
    """
    amounts = {
        column_of(offer, place): sized(rule, offer.terms)
        for offer in offers
        for place, rule in enumerate(offer.option.limit)
    }
    if observation is not None:
        amounts[FIRST_LIMIT] = in_own_currency(float(observation.first_limit))
    above = {name: nw.when(nw.col(name) < 0).then(0.0).otherwise(nw.col(name)) for name in amounts}
    steadied = {name: steady(nw.col(name)) for name in amounts}
    return profile.with_columns(**amounts).with_columns(**above).with_columns(**steadied)


def column_of(offer: Offer, place: int) -> str:
    """Name the column for one rule of an offer."""
    return f"{offer.grade} {offer.place} rule {place}"


def recommended_limit(offers: tuple[Offer, ...], observation: Observation | None) -> nw.Expr:
    """Return the least of the rules that are known, in the customer's currency.

    Under observation the first limit takes part and security does not. No rule known: unknown.

    Shapes:
        reads the columns of ``with_sizes``

    Source: docs/algorithms/credit-limit.md.
    """
    return first_of([(who, least(rules)) for who, rules in cases(offers, observation)], UNKNOWN)


def limit_rule(offers: tuple[Offer, ...], observation: Observation | None) -> nw.Expr:
    """Name the rule that binds: the first in the policy's order that allows the least."""
    return first_of([(who, binding(rules)) for who, rules in cases(offers, observation)], NO_TEXT)


def cases(offers: tuple[Offer, ...], observation: Observation | None) -> list[Case]:
    """List who is sized by which rules; every graded customer is in one case at most."""
    normal: list[Case] = [
        (taken(offer) & ~under_observation(), tuple(sizings(offer))) for offer in offers
    ]
    if observation is None:
        return normal
    return normal + [
        (taken(offer) & under_observation(), tuple(first_sizings(offer))) for offer in offers
    ]


def sizings(offer: Offer) -> Iterator[Sizing]:
    """List the rules of an offer."""
    for place, rule in enumerate(offer.option.limit):
        yield Sizing(rule.rule, column_of(offer, place))


def first_sizings(offer: Offer) -> Iterator[Sizing]:
    """List the rules of an offer under observation: the first limit, and all but security."""
    yield Sizing(FIRST_LIMIT, FIRST_LIMIT)
    yield from (rule for rule in sizings(offer) if rule.name != SECURED)


def least(rules: tuple[Sizing, ...]) -> nw.Expr:
    """Return the least amount that is known."""
    return nw.min_horizontal(UNKNOWN, *(nw.col(rule.column) for rule in rules))


def binding(rules: tuple[Sizing, ...]) -> nw.Expr:
    """Name the first rule that allows what is recommended."""
    return first_of(
        [(nw.col(rule.column) == nw.col("recommended_limit"), nw.lit(rule.name)) for rule in rules],
        NO_TEXT,
    )


def rules_shown(
    decided: Frame, offers: tuple[Offer, ...], observation: Observation | None
) -> Frame:
    """List what each rule allows each customer.

    Shapes:
        decided: what ``decision.decide`` returns
        returns: customer_id, rule, amount (null: unknown, takes no part), binds
    """
    sizes = with_sizes(decided, offers, observation)
    return nw.concat(
        [
            sizes.filter(who).select(
                "customer_id",
                rule=nw.lit(rule.name),
                amount=nw.col(rule.column),
                binds=(nw.col("limit_rule") == rule.name).fill_null(False),
            )
            for who, rules in cases(offers, observation)
            for rule in rules
        ]
    )
