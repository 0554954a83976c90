"""Limit rules: what each way to size a limit allows, in the customer's currency."""

from collections.abc import Callable

import narwhals.stable.v2 as nw

from duecourse.assess.expressions import UNKNOWN
from duecourse.decide.security import secured
from duecourse.policy.shapes import LimitRule, Terms

MONTHS_IN_YEAR = 12.0
DAYS_IN_MONTH = 30.0
DAYS_LATE_AT_MOST = 15.0
"""Lateness beyond this is to be chased, not financed."""
DAYS_TO_MONTH_END = 15
"""What terms from the end of the month add on average."""


def sized(rule: LimitRule, terms: Terms) -> nw.Expr:
    """Return what one rule allows; unknown where a fact it needs is.

    Source: docs/algorithms/credit-limit.md.
    """
    return RULES[rule.rule](rule, terms)


def share_of_monthly_volume(rule: LimitRule, _: Terms) -> nw.Expr:
    """Take a share of a month of the customer's own turnover, or of our sales to it."""
    if rule.volume == "customer_turnover":
        return money("customer_turnover") * (share_of(rule) / MONTHS_IN_YEAR)
    return money("monthly_purchases") * share_of(rule)


def need(rule: LimitRule, terms: Terms) -> nw.Expr:
    """Size what the customer needs: purchases over the terms and its usual delay, with a peak."""
    late = nw.min_horizontal(
        nw.col("days_beyond_terms").cast(nw.Float64).fill_null(0.0), nw.lit(DAYS_LATE_AT_MOST)
    )
    credit = (1.0 - float(terms.prepaid_share)) * float(1 if rule.peak is None else rule.peak)
    days = float(terms.net_days + (DAYS_TO_MONTH_END if terms.end_of_month else 0))
    return money("monthly_purchases") * (days + late) / DAYS_IN_MONTH * credit


def share_of_net_worth(rule: LimitRule, _: Terms) -> nw.Expr:
    """Take a share of the customer's equity."""
    return money("net_worth") * share_of(rule)


def fixed(rule: LimitRule, _: Terms) -> nw.Expr:
    """Take the policy's amount."""
    return in_own_currency(amount_of(rule))


def secured_share(rule: LimitRule, _: Terms) -> nw.Expr:
    """Take a share of what is secured or insured."""
    return secured() * share_of(rule)


def expected_loss_budget(rule: LimitRule, _: Terms) -> nw.Expr:
    """Divide the loss we budget for by the probability of default and the share then lost.

    ``amount`` is the budget, ``share`` the loss given default.
    """
    likely = nw.col("probability_of_default").cast(nw.Float64) * share_of(rule)
    budget = in_own_currency(amount_of(rule))
    return nw.when(likely > 0).then(budget / likely).otherwise(UNKNOWN)


def reported_limit(rule: LimitRule, _: Terms) -> nw.Expr:
    """Take what a credit report recommends, or a share of it."""
    return money("reported_limit") * share_of(rule)


RULES: dict[str, Callable[[LimitRule, Terms], nw.Expr]] = {
    "share_of_monthly_volume": share_of_monthly_volume,
    "need": need,
    "share_of_net_worth": share_of_net_worth,
    "fixed": fixed,
    "secured_share": secured_share,
    "expected_loss_budget": expected_loss_budget,
    "reported_limit": reported_limit,
}


def money(column: str) -> nw.Expr:
    """Return an amount of the profile, ready to be multiplied."""
    return nw.col(column).cast(nw.Float64)


def share_of(rule: LimitRule) -> float:
    """Return the rule's share; none given is the whole."""
    return float(1 if rule.share is None else rule.share)


def amount_of(rule: LimitRule) -> float:
    """Return the rule's amount; none given is nothing."""
    return float(0 if rule.amount is None else rule.amount)


def in_own_currency(amount: float) -> nw.Expr:
    """Convert an amount of the policy to the customer's currency; nothing needs no rate."""
    return nw.lit(0.0) if amount == 0 else nw.lit(amount) / nw.col("to_home")
