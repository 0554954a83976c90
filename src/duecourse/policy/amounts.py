"""A preset's fixed amounts in another home currency: round figures of about the same worth."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import TypeVar

from duecourse.policy.fields import coded
from duecourse.policy.shapes import (
    AlertRule,
    Authority,
    Condition,
    Criterion,
    GradeCap,
    Hold,
    Observation,
    Option,
    Policy,
)
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.problems import Problem

Convert = Callable[[Decimal], Decimal]
R = TypeVar("R", GradeCap, Hold, AlertRule)

AMOUNT_KEYS = ("amount", "first_limit", "least_amount", "grant_up_to", "four_eyes_above")
BOUND_KEYS = ("above", "up_to", "below", "at_least")
WRITTEN_AMOUNT = re.compile(rf"(?<![\w-])((?:{'|'.join(AMOUNT_KEYS)})\s*=\s*)([\d_]+(?:\.\d+)?)")
WRITTEN_CONDITION = re.compile(r'\{[^{}]*\bmeasure\s*=\s*"(\w+)"[^{}]*\}')
WRITTEN_BOUND = re.compile(rf"(?<![\w-])((?:{'|'.join(BOUND_KEYS)})\s*=\s*)(-?[\d_]+(?:\.\d+)?)")
WRITTEN_CURRENCY = re.compile(r'(?m)^(currency\s*=\s*)"[A-Z]{3}"')
CLOSE_ENOUGH = Decimal("0.05")
MONEY_MEASURES = frozenset(
    (
        "open_amount",
        "receivable",
        "overdue_amount",
        "unallocated",
        "uninvoiced_orders",
        "bills_at_risk",
        "prepayments",
        "exposure",
        "securities",
        "covers",
        "secured_amount",
        "net_exposure",
        "monthly_purchases",
        "credit_sales",
        "reported_limit",
        "net_worth",
        "customer_turnover",
        "granted_limit",
        "group_limit",
        "recommended_limit",
        "effective_limit",
        "headroom",
    )
)
"""Measures that are amounts, for who passes no catalogue."""


@cache
def per_euro() -> Mapping[str, Decimal]:
    """Read the coarse table: units of a currency for one euro.

    Source: European Central Bank, reference rates of the day that amounts.toml names.
    """
    text = files(__package__).joinpath("amounts.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text, parse_float=Decimal)["per_euro"]
    return {currency: Decimal(rate) for currency, rate in table.items()}


def in_currency(
    policy: Policy, currency: str, *, measures: Mapping[str, MeasureSpec] | None = None
) -> tuple[Policy, list[Problem]]:
    """Restate every fixed amount of a policy, and the bounds on amounts, in another currency.

    For presets: their amounts are starting points. ``measures`` is the catalogue by name; it
    tells which conditions compare amounts.

    Returns:
        the policy in that currency; where the table lacks one of the two, its amounts as they
        stand, and a problem that says so.
    """
    if currency == policy.currency:
        return policy, []
    table = per_euro()
    if currency not in table or policy.currency not in table:
        details = {"currency": currency, "was": policy.currency, "known": ", ".join(table)}
        unknown = Problem(
            coded("amounts-not-rescaled"), "policy.toml", None, "policy.currency", details
        )
        return replace(policy, currency=currency), [unknown]
    factor = table[currency] / table[policy.currency]
    named = replace(policy, currency=currency)
    return rescaled(named, lambda amount: rounded(amount * factor), money(measures)), []


def money(measures: Mapping[str, MeasureSpec] | None) -> frozenset[str]:
    """Name the measures that are amounts."""
    if measures is None:
        return MONEY_MEASURES
    return frozenset(name for name, spec in measures.items() if spec.unit == "money")


def rounded(amount: Decimal) -> Decimal:
    """Round to one significant digit where that is within 5 %, else to two.

    >>> rounded(Decimal("452220")), rounded(Decimal("30.1")), rounded(Decimal(0))
    (Decimal('450000'), Decimal('30'), Decimal('0'))
    """
    one, two = (to_digits(amount, digits) for digits in (1, 2))
    return one if abs(one - amount) <= abs(amount) * CLOSE_ENOUGH else two


def to_digits(amount: Decimal, digits: int) -> Decimal:
    """Round half up to so many significant digits."""
    unit = Decimal(1).scaleb(amount.adjusted() - digits + 1)
    return Decimal(f"{amount.quantize(unit, ROUND_HALF_UP).normalize():f}")


def rescaled(policy: Policy, convert: Convert, amounts: frozenset[str]) -> Policy:
    """Restate every amount of a policy."""
    return replace(
        with_rules(policy, Bounds(convert, amounts)),
        options={
            grade: tuple(with_limits(one, convert) for one in options)
            for grade, options in policy.options.items()
        },
        dunning=replace(policy.dunning, least_amount=convert(policy.dunning.least_amount)),
        authority=tuple(with_mandate(one, convert) for one in policy.authority),
    )


def with_rules(policy: Policy, bounds: "Bounds") -> Policy:
    """Restate the bounds of every rule that compares an amount."""
    cut, seen = policy.change.worsening_cut, policy.observation
    return replace(
        policy,
        criteria=tuple(bounds.criterion(one) for one in policy.criteria),
        caps=tuple(bounds.rule(one) for one in policy.caps),
        holds=tuple(bounds.rule(one) for one in policy.holds),
        alerts=tuple(bounds.rule(one) for one in policy.alerts),
        change=replace(
            policy.change,
            worsening_cut=cut and replace(cut, when=bounds.condition(cut.when)),
        ),
        observation=seen and bounds.observation(seen),
    )


@dataclass(frozen=True, slots=True)
class Bounds:
    """Restates bounds, of amounts only."""

    convert: Convert
    amounts: frozenset[str]

    def condition(self, condition: Condition) -> Condition:
        """Restate the bounds of a condition on an amount."""
        if condition.measure not in self.amounts:
            return condition
        return replace(
            condition,
            above=maybe(condition.above, self.convert),
            up_to=maybe(condition.up_to, self.convert),
            below=maybe(condition.below, self.convert),
            at_least=maybe(condition.at_least, self.convert),
        )

    def rule(self, rule: R) -> R:
        """Restate what a rule compares."""
        unless = None if rule.unless is None else self.condition(rule.unless)
        return replace(rule, when=self.condition(rule.when), unless=unless)

    def criterion(self, rule: Criterion) -> Criterion:
        """Restate the bounds of a criterion on an amount."""
        if rule.measure not in self.amounts:
            return rule
        bands = tuple((self.convert(bound), points) for bound, points in rule.bands)
        return replace(rule, bands=bands)

    def observation(self, seen: Observation) -> Observation:
        """Restate the first limit and the exit tests."""
        return replace(
            seen,
            first_limit=self.convert(seen.first_limit),
            exit_tests=tuple(self.condition(test) for test in seen.exit_tests),
        )


def with_limits(option: Option, convert: Convert) -> Option:
    """Restate the amounts of an option's limit."""
    rules = (replace(rule, amount=maybe(rule.amount, convert)) for rule in option.limit)
    return replace(option, limit=tuple(rules))


def with_mandate(role: Authority, convert: Convert) -> Authority:
    """Restate what a role may grant."""
    return replace(
        role,
        grant_up_to=convert(role.grant_up_to),
        four_eyes_above=maybe(role.four_eyes_above, convert),
    )


def maybe(amount: Decimal | None, convert: Convert) -> Decimal | None:
    """Restate an amount that need not be there."""
    return None if amount is None else convert(amount)


def text_in_currency(text: str, policy: Policy, currency: str) -> tuple[str, list[Problem]]:
    """Restate the amounts of a preset's text, comments and all; ``policy`` is what it says.

    Keeps:
        reading the text gives what ``in_currency`` makes of the policy.
    """
    _, problems = in_currency(policy, currency)
    named = WRITTEN_CURRENCY.sub(rf'\1"{currency}"', text)
    if problems or currency == policy.currency:
        return named, problems
    factor = per_euro()[currency] / per_euro()[policy.currency]

    def restated(match: re.Match[str]) -> str:
        amount = rounded(Decimal(match[2].replace("_", "")) * factor)
        return match[1] + f"{amount:,f}".replace(",", "_")

    def bounds_restated(match: re.Match[str]) -> str:
        is_amount = match[1] in MONEY_MEASURES
        return WRITTEN_BOUND.sub(restated, match[0]) if is_amount else match[0]

    return WRITTEN_CONDITION.sub(bounds_restated, WRITTEN_AMOUNT.sub(restated, named)), []
