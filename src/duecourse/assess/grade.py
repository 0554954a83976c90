"""Grade: A, B or C by score and known weight, kept down by caps."""

from collections.abc import Mapping

import narwhals.stable.v2 as nw

from duecourse.assess.conditions import fires
from duecourse.assess.expressions import NO_TEXT, any_of, first_of, named
from duecourse.policy.shapes import GRADES, Grade, GradeCap, GradeThreshold

LAST = GRADES[-1]

Caps = tuple[tuple[str, Grade, nw.Expr], ...]
"""Id, the best grade it leaves, and whether it fires."""


def grade_before_caps(thresholds: Mapping[Grade, GradeThreshold]) -> nw.Expr:
    """Return the best grade whose score and known weight are both reached.

    Whoever has a score reaches C; without a score there is no grade.

    Source: docs/algorithms/grade.md.
    """
    reached = [
        (reaches(thresholds[grade]), nw.lit(grade)) for grade in GRADES[:-1] if grade in thresholds
    ]
    return first_of([(nw.col("score").is_null(), NO_TEXT), *reached], nw.lit(LAST))


def reaches(threshold: GradeThreshold) -> nw.Expr:
    """Say whether score and known weight are both high enough."""
    return (nw.col("score") >= float(threshold.score)) & (
        nw.col("known_weight") >= float(threshold.known_weight)
    )


def caps_of(rules: tuple[GradeCap, ...]) -> Caps:
    """Return the policy's caps with whether each fires."""
    return tuple((rule.id, rule.at_most, fires(rule.when, rule.unless)) for rule in rules)


def capped(caps: Caps) -> nw.Expr:
    """Return the grade that the caps leave; they never improve one.

    A cap at C gives C even to who could not be graded: nothing is worse.
    """
    before = nw.col("grade_before_caps")
    lowered = [
        (
            any_of(fired for _, at_most, fired in caps if at_most == grade)
            & (worse_or_unknown(grade)),
            nw.lit(grade),
        )
        for grade in reversed(GRADES)
    ]
    return first_of(lowered, before)


def worse_or_unknown(grade: Grade) -> nw.Expr:
    """Say whether a cap at this grade lowers the grade before caps."""
    before = nw.col("grade_before_caps")
    better = [before == other for other in GRADES[: GRADES.index(grade)]]
    unknown = [before.is_null()] if grade == LAST else []
    return any_of([*better, *unknown])


def cap_names(caps: Caps) -> nw.Expr:
    """Name every cap that fires, whether or not it changes the grade."""
    return named([(name, fired) for name, _, fired in caps])
