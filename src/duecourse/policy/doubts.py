"""A doubt about a policy: what is questioned, where, with the details its sentence names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from duecourse.policy.lines import Path
from duecourse.policy.shapes import Grade, LimitRule, Option, Policy


@dataclass(frozen=True, slots=True)
class Doubt:
    """One classic mistake, found at a key path."""

    code: str
    path: Path
    details: Mapping[str, str] = field(default_factory=dict)


def doubt(code: str, *path: str | int, **details: object) -> Doubt:
    """Make a doubt; numbers are written plainly."""
    return Doubt(code, path, {name: plain(value) for name, value in details.items()})


def plain(value: object) -> str:
    """Write a number without trailing zeros or exponent, anything else as it is.

    >>> plain(Decimal("0.20")), plain(Decimal("3E+6")), plain("NET60")
    ('0.2', '3000000', 'NET60')
    """
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def options_of(policy: Policy) -> Iterator[tuple[Grade, int, Option]]:
    """Go through every option of every grade, with its place."""
    for grade, options in policy.options.items():
        for place, option in enumerate(options):
            yield grade, place, option


def rules_of(policy: Policy) -> Iterator[tuple[Grade, int, int, Option, LimitRule]]:
    """Go through every limit rule, with the places of its option and its own."""
    for grade, place, option in options_of(policy):
        for number, rule in enumerate(option.limit):
            yield grade, place, number, option, rule


def largest_fixed(policy: Policy, grade: Grade) -> Decimal | None:
    """Return the largest amount a grade may be granted by the policy's own figure."""
    amounts = [
        rule.amount
        for option in policy.options[grade]
        for rule in option.limit
        if rule.rule == "fixed" and rule.amount is not None
    ]
    return max(amounts, default=None)
