"""Assessment: a profile and a policy -> score, grade, caps, and what each criterion cost."""

from collections.abc import Iterator

from duecourse.assess.conditions import Specs, require
from duecourse.assess.exit_tests import ended_unpassed
from duecourse.assess.grade import Caps, cap_names, capped, caps_of, grade_before_caps
from duecourse.assess.points import with_points
from duecourse.assess.reasons import reasons
from duecourse.assess.score import known_weight, score
from duecourse.assess.specs import ASSESSED
from duecourse.policy.shapes import Condition, Policy
from duecourse.values.frames import Frame

OBSERVATION_CAP = "observation"
"""The cap of who left observation unpassed, where the policy says which grade follows."""


def assess(profile: Frame, policy: Policy, *, specs: Specs) -> tuple[Frame, Frame]:
    """Score and grade every customer.

    Shapes:
        profile: one row per customer, the measures of docs/architecture.md
        returns: the profile with score, known_weight, grade_before_caps, grade, cap; and the
            points, one row per customer and criterion (``reasons.reasons``)

    Raises:
        IncompleteFrame: the policy names a measure that the profile lacks.
        NoSuchMeasure: the policy names a measure that ``specs`` does not.

    Source: docs/algorithms/points-and-score.md, docs/algorithms/grade.md.
    """
    known = {**{spec.name: spec for spec in ASSESSED}, **specs}
    require(profile, set(named_measures(policy)) - {spec.name for spec in ASSESSED})
    pointed = with_points(profile, policy.criteria, known)
    caps = all_caps(policy, known)
    assessed = (
        pointed.with_columns(
            score=score(policy.criteria), known_weight=known_weight(policy.criteria, known)
        )
        .with_columns(grade_before_caps=grade_before_caps(policy.grades))
        .with_columns(grade=capped(caps), cap=cap_names(caps))
    )
    names = profile.collect_schema().names()
    added = ("score", "known_weight", "grade_before_caps", "grade", "cap")
    return assessed.select(*names, *added), reasons(pointed, policy.criteria)


def all_caps(policy: Policy, specs: Specs) -> Caps:
    """Return the policy's caps, and the one at the end of observation where it has one."""
    caps = caps_of(policy.caps, specs)
    observation = policy.observation
    if observation is None or observation.at_the_end == "decide":
        return caps
    return (
        *caps,
        (OBSERVATION_CAP, observation.at_the_end, ended_unpassed(observation, specs)),
    )


def named_measures(policy: Policy) -> Iterator[str]:
    """List the measures that the score and the caps read."""
    yield from (criterion.measure for criterion in policy.criteria)
    for cap in policy.caps:
        yield from measures_of(cap.when, cap.unless)


def measures_of(*conditions: Condition | None) -> Iterator[str]:
    """List the measures of conditions."""
    yield from (condition.measure for condition in conditions if condition is not None)
