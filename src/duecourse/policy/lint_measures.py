"""Doubts that need the catalogue: bands and bounds held against what measures mean."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from duecourse.policy.bands import direction, reaches_the_best
from duecourse.policy.doubts import Doubt, doubt
from duecourse.policy.evaluating import Rule
from duecourse.policy.lines import Path
from duecourse.policy.shapes import Condition, Criterion, Policy
from duecourse.values.measure_spec import MeasureSpec

Measures = Mapping[str, MeasureSpec]

GOOD_WAY = {"higher": 1, "lower": -1}
PERCENT_FROM = Decimal(2)


def bands_against_measure(policy: Policy, measures: Measures) -> Iterator[Doubt]:
    """Points that reward what is bad for the seller."""
    for place, rule in enumerate(policy.criteria):
        spec = measures.get(rule.measure)
        way = direction(rule)
        if spec is not None and way and spec.better in GOOD_WAY and way != GOOD_WAY[spec.better]:
            yield doubt(
                "bands-against-measure",
                "criterion",
                place,
                "bands",
                measure=rule.measure,
                better=spec.better,
            )


def best_beyond_last_band(policy: Policy, measures: Measures) -> Iterator[Doubt]:
    """Where more is better, whoever is beyond the last band gets nothing for being best."""
    for place, rule in enumerate(policy.criteria):
        spec = measures.get(rule.measure)
        if spec is not None and spec.better == "higher" and falls_short(rule, spec):
            yield doubt(
                "best-beyond-last-band",
                "criterion",
                place,
                "bands",
                measure=rule.measure,
                bound=rule.bands[-1][0],
            )


def falls_short(rule: Criterion, spec: MeasureSpec) -> bool:
    """Say whether points rise towards a last band that the best customers are beyond."""
    return direction(rule) == 1 and not reaches_the_best(rule, spec.unit)


def share_like_percent(policy: Policy, measures: Measures) -> Iterator[Doubt]:
    """A share compared with 10 is never above it: 10 % is written 0.10."""
    for path, condition in conditions(policy):
        spec = measures.get(condition.measure)
        if spec is not None and spec.unit == "share":
            for name, bound in bounds_of(condition):
                if abs(bound) >= PERCENT_FROM:
                    yield doubt(
                        "share-like-percent",
                        *path,
                        name,
                        measure=condition.measure,
                        bound=bound,
                        meant=bound / 100,
                    )


def bounds_of(condition: Condition) -> Iterator[tuple[str, Decimal]]:
    """Go through the bounds that a condition names."""
    for name in ("above", "up_to", "below", "at_least"):
        bound: Decimal | None = getattr(condition, name)
        if bound is not None:
            yield name, bound


def conditions(policy: Policy) -> Iterator[tuple[Path, Condition]]:
    """Go through every condition of the policy, with its path."""
    rules: dict[str, Sequence[Rule]] = {
        "grade_cap": policy.caps,
        "hold": policy.holds,
        "alert": policy.alerts,
    }
    for table, listed in rules.items():
        for place, rule in enumerate(listed):
            yield (table, place, "when"), rule.when
            if rule.unless is not None:
                yield (table, place, "unless"), rule.unless
    if policy.change.worsening_cut is not None:
        yield ("change", "worsening_cut", "when"), policy.change.worsening_cut.when
    if policy.observation is not None:
        for place, test in enumerate(policy.observation.exit_tests):
            yield ("observation", "exit_tests", place), test


MEASURES: tuple[Callable[[Policy, Measures], Iterator[Doubt]], ...] = (
    bands_against_measure,
    best_beyond_last_band,
    share_like_percent,
)
