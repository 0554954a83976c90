"""Doubts about how customers are graded."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

from duecourse.policy.bands import direction
from duecourse.policy.doubts import Doubt, doubt
from duecourse.policy.shapes import GRADES, Criterion, Policy

TREND = "_change"
"""Measures that tell a trend are named for it."""
SEVERAL = 3


def no_trend(policy: Policy) -> Iterator[Doubt]:
    """History without trend: a customer loses its grade long after it began to fail."""
    if not any(rule.measure.endswith(TREND) for rule in policy.criteria):
        yield doubt("no-trend", "criterion")


def one_criterion_rules(policy: Policy) -> Iterator[Doubt]:
    """One criterion outweighs all others together."""
    whole = sum((rule.weight for rule in policy.criteria), Decimal(0))
    for place, rule in enumerate(policy.criteria):
        if len(policy.criteria) >= SEVERAL and rule.weight * 2 > whole:
            share = (rule.weight / whole * 100).quantize(Decimal(1))
            yield doubt(
                "one-criterion-rules",
                "criterion",
                place,
                "weight",
                measure=rule.measure,
                percent=share,
            )


def bands_both_ways(policy: Policy) -> Iterator[Doubt]:
    """Points that rise and fall again: more of the same cannot be better and worse."""
    for place, rule in enumerate(policy.criteria):
        if direction(rule) is None:
            yield doubt("bands-both-ways", "criterion", place, "bands", measure=rule.measure)


def thresholds_not_descending(policy: Policy) -> Iterator[Doubt]:
    """A better grade must ask for more."""
    for better, worse in pairwise(GRADES):
        above, below = policy.grades[better], policy.grades[worse]
        if above.score <= below.score:
            yield doubt(
                "thresholds-not-descending", "grades", better, "score", better=better, worse=worse
            )
        if above.known_weight < below.known_weight:
            yield doubt(
                "known-weight-not-descending",
                "grades",
                better,
                "known_weight",
                better=better,
                worse=worse,
            )


def last_grade_asks(policy: Policy) -> Iterator[Doubt]:
    """The last grade takes everybody who is left, so that it must not ask for anything."""
    last = policy.grades[GRADES[-1]]
    if last.score > 0 or last.known_weight > 0:
        yield doubt("last-grade-asks", "grades", GRADES[-1], grade=GRADES[-1])


def grade_out_of_reach(policy: Policy) -> Iterator[Doubt]:
    """A grade that even the best customer cannot reach."""
    whole = sum((rule.weight for rule in policy.criteria), Decimal(0))
    best = sum((rule.weight * best_points(rule) for rule in policy.criteria), Decimal(0)) / whole
    for grade in GRADES:
        if policy.grades[grade].score > best:
            yield doubt(
                "grade-out-of-reach",
                "grades",
                grade,
                "score",
                grade=grade,
                score=policy.grades[grade].score,
                best=best.quantize(Decimal("0.1")),
            )


def best_points(rule: Criterion) -> Decimal:
    """Return the most that a criterion can earn a customer."""
    return max(points for _, points in rule.bands)


def known_weight_allows_no_gap(policy: Policy) -> Iterator[Doubt]:
    """A known weight so high that a single missing fact, however small, bars the grade."""
    whole = sum((rule.weight for rule in policy.criteria), Decimal(0))
    smallest = min(rule.weight for rule in policy.criteria) / whole
    for grade in GRADES:
        asked = policy.grades[grade].known_weight
        if asked > 1 - smallest:
            yield doubt(
                "known-weight-out-of-reach",
                "grades",
                grade,
                "known_weight",
                grade=grade,
                known_weight=asked,
            )


def cap_caps_nothing(policy: Policy) -> Iterator[Doubt]:
    """A cap that lets every customer keep its grade caps nothing."""
    for place, cap in enumerate(policy.caps):
        if cap.at_most == GRADES[0]:
            yield doubt("cap-caps-nothing", "grade_cap", place, "at_most", id=cap.id)


GRADING: tuple[Callable[[Policy], Iterator[Doubt]], ...] = (
    no_trend,
    one_criterion_rules,
    bands_both_ways,
    thresholds_not_descending,
    last_grade_asks,
    grade_out_of_reach,
    known_weight_allows_no_gap,
    cap_caps_nothing,
)
