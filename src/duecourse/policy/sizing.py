"""A customer's limit on plain numbers: what a policy's cases are tried with.

The pipeline sizes whole frames alike (``decide.limit_rules``); a test holds the two together.
Every amount is in the policy's currency.
"""

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from duecourse.policy.evaluating import Values
from duecourse.policy.shapes import Grade, LimitRule, Option, Policy, Terms

MONTHS_IN_YEAR = 12
DAYS_IN_MONTH = 30
DAYS_LATE_AT_MOST = Decimal(15)
"""Lateness beyond this is to be chased, not financed."""
DAYS_TO_MONTH_END = 15
"""What terms from the end of the month add on average."""
FIRST_LIMIT = "first_limit"
CENT = Decimal("0.01")

Amount = Decimal | None


def limit(
    policy: Policy, grade: Grade, values: Values, *, observed: bool = False
) -> tuple[Amount, str | None]:
    """Return the least that the known rules allow, half up to the cent, and the rule that binds.

    ``observed``: the customer is new, so the first limit takes part and security does not.

    Returns:
        None and None where no option holds, or no rule of it is known.

    Source: docs/algorithms/credit-limit.md; formulas section 12.
    """
    option = option_held(policy.options[grade], values)
    if option is None:
        return None, None
    sizes = allowed_by(option, policy.terms[option.terms], values)
    if observed and policy.observation is not None:
        first = policy.observation.first_limit
        others = (size for size in sizes if size[0] != "secured_share")
        sizes = iter([(FIRST_LIMIT, first), *others])
    known = [(amount, rule) for rule, amount in sizes if amount is not None]
    if not known:
        return None, None
    least, rule = min(known, key=lambda pair: pair[0])
    return least.quantize(CENT, ROUND_HALF_UP), rule


def option_held(options: tuple[Option, ...], values: Values) -> Option | None:
    """Return the first option whose need is met: some security or cover is in force."""
    is_secured = any((values.get(name) or 0) > 0 for name in ("securities", "covers"))
    return next((one for one in options if one.needs is None or is_secured), None)


def allowed_by(option: Option, terms: Terms, values: Values) -> Iterator[tuple[str, Amount]]:
    """Say what each rule of an option allows, never below zero; unknown stays unknown."""
    for rule in option.limit:
        amount = SIZES[rule.rule](rule, terms, values)
        yield rule.rule, None if amount is None else max(amount, Decimal(0))


def monthly_volume(rule: LimitRule, _: Terms, values: Values) -> Amount:
    """Take a share of a month of the customer's own turnover, or of our sales to it."""
    if rule.volume == "customer_turnover":
        yearly = share(rule, values.get("customer_turnover"))
        return None if yearly is None else yearly / MONTHS_IN_YEAR
    return share(rule, values.get("monthly_purchases"))


def need(rule: LimitRule, terms: Terms, values: Values) -> Amount:
    """Size what the customer needs: purchases over the terms and its usual delay, with a peak."""
    purchases = values.get("monthly_purchases")
    if purchases is None:
        return None
    late = min(values.get("days_beyond_terms") or Decimal(0), DAYS_LATE_AT_MOST)
    days = terms.net_days + (DAYS_TO_MONTH_END if terms.end_of_month else 0)
    credit = (1 - terms.prepaid_share) * (Decimal(1) if rule.peak is None else rule.peak)
    return purchases * (days + late) / DAYS_IN_MONTH * credit


def net_worth(rule: LimitRule, _: Terms, values: Values) -> Amount:
    """Take a share of the customer's equity."""
    return share(rule, values.get("net_worth"))


def fixed(rule: LimitRule, _: Terms, __: Values) -> Amount:
    """Take the policy's amount."""
    return rule.amount


def secured(rule: LimitRule, _: Terms, values: Values) -> Amount:
    """Take a share of what is secured or insured; neither written is nothing."""
    parts = (values.get(name, Decimal(0)) for name in ("securities", "covers"))
    return share(rule, sum((part or Decimal(0) for part in parts), Decimal(0)))


def loss_budget(rule: LimitRule, _: Terms, values: Values) -> Amount:
    """Divide the loss we budget for by the probability of default and the share then lost."""
    likely = share(rule, values.get("probability_of_default"))
    return rule.amount / likely if likely and rule.amount is not None else None


def reported(rule: LimitRule, _: Terms, values: Values) -> Amount:
    """Take what a credit report recommends, or a share of it."""
    return share(rule, values.get("reported_limit"))


def share(rule: LimitRule, amount: Amount) -> Amount:
    """Take the rule's share of an amount; none written is the whole."""
    return None if amount is None else amount * (Decimal(1) if rule.share is None else rule.share)


SIZES: dict[str, Callable[[LimitRule, Terms, Values], Amount]] = {
    "share_of_monthly_volume": monthly_volume,
    "need": need,
    "share_of_net_worth": net_worth,
    "fixed": fixed,
    "secured_share": secured,
    "expected_loss_budget": loss_budget,
    "reported_limit": reported,
}
