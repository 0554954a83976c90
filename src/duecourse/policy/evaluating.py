"""A policy's rules for one customer, on plain numbers: what its cases are tried with.

The pipeline asks the same of whole frames; a test holds the two against each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from duecourse.policy.shapes import (
    GRADES,
    Condition,
    Criterion,
    DunningLevel,
    Grade,
    GradeCap,
    Policy,
)

Values = Mapping[str, Decimal | None]
"""Measures by name; one that is absent is as unknown as one that is None."""

HUNDREDTH = Decimal("0.01")


class Rule(Protocol):
    """What grade caps, holds and alerts have in common."""

    @property
    def when(self) -> Condition:
        """What must be so."""

    @property
    def unless(self) -> Condition | None:
        """What excuses it."""


R = TypeVar("R", bound=Rule)


def points(value: Decimal | None, criterion: Criterion) -> Decimal | None:
    """Return the points of the first band that reaches the value.

    Beyond the last band a customer earns nothing. An unknown value earns what the policy says
    of it; None: the criterion has no weight.

    Source: docs/algorithms, points; formulas section 12.
    """
    if value is None:
        return criterion.when_unknown
    return next((earned for bound, earned in criterion.bands if value <= bound), Decimal(0))


def met(condition: Condition, values: Values) -> bool:
    """Compare; an unknown value meets nothing."""
    value = values.get(condition.measure)
    if value is None:
        return False
    return (
        (condition.above is None or value > condition.above)
        and (condition.at_least is None or value >= condition.at_least)
        and (condition.below is None or value < condition.below)
        and (condition.up_to is None or value <= condition.up_to)
    )


def fires(rule: Rule, values: Values) -> bool:
    """Say whether a rule fires: its ``when`` is met, its ``unless`` is not."""
    excused = rule.unless is not None and met(rule.unless, values)
    return met(rule.when, values) and not excused


def firing(rules: Iterable[R], values: Values) -> list[R]:
    """Return the rules that fire, in the policy's order."""
    return [rule for rule in rules if fires(rule, values)]


def score(criteria: Sequence[Criterion], values: Values) -> tuple[Decimal | None, Decimal]:
    """Return the score, half up to two decimals, and the share of weight that is known.

    The score is unknown where no criterion has any weight.
    """
    measured = [(rule, values.get(rule.measure)) for rule in criteria]
    earned = [(rule.weight, points(value, rule)) for rule, value in measured]
    counted = [(weight, found) for weight, found in earned if found is not None]
    whole = sum((rule.weight for rule in criteria), Decimal(0))
    known = sum((rule.weight for rule, value in measured if value is not None), Decimal(0))
    total = sum((weight for weight, _ in counted), Decimal(0))
    if not total:
        return None, known / whole
    mean = sum((weight * found for weight, found in counted), Decimal(0)) / total
    return mean.quantize(HUNDREDTH, ROUND_HALF_UP), known / whole


def grade_before_caps(score: Decimal | None, known_weight: Decimal, policy: Policy) -> Grade:
    """Return the best grade whose least score and least known weight are reached."""
    reached = (
        grade
        for grade in GRADES
        if score is not None
        and score >= policy.grades[grade].score
        and known_weight >= policy.grades[grade].known_weight
    )
    return next(reached, GRADES[-1])


def capped(grade: Grade, caps: Iterable[GradeCap]) -> Grade:
    """Return the grade that the caps leave."""
    return max([grade, *(cap.at_most for cap in caps)], key=GRADES.index)


def next_level(
    levels: Sequence[DunningLevel], *, days_past_due: int, sent: Sequence[str]
) -> DunningLevel | None:
    """Return the lowest level not yet sent, provided that its day is reached."""
    unsent = next((level for level in levels if level.id not in sent), None)
    return unsent if unsent is not None and days_past_due >= unsent.after_days else None
