"""Assessment: a profile and a policy -> score, grade, caps, and what each criterion cost."""

from collections.abc import Iterator

from duecourse.assess.conditions import Specs, measures_of, with_compared
from duecourse.assess.exit_tests import ended_unpassed
from duecourse.assess.grade import Caps, cap_names, capped, caps_of, grade_before_caps
from duecourse.assess.points import with_points
from duecourse.assess.reasons import COUNTED, reasons
from duecourse.assess.score import known_weight, score, weight_counted
from duecourse.assess.specs import ASSESSED
from duecourse.ledger.ledger import Keep, as_it_is
from duecourse.policy.shapes import Criterion, Policy
from duecourse.values.frames import Frame

OBSERVATION_CAP = "observation"
"""The cap of who left observation unpassed, where the policy says which grade follows."""
ADDED = ("score", "known_weight", "grade_before_caps", "grade", "cap")


def assess(
    profile: Frame, policy: Policy, *, specs: Specs, keep: Keep = as_it_is
) -> tuple[Frame, Frame]:
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
    own = {spec.name: spec for spec in ASSESSED}
    named = set(named_measures(policy))
    measured = with_compared(profile, named - set(own), specs)
    scored = with_compared(with_score(measured, policy.criteria), named & set(own), own)
    graded = keep(with_grade(scored, policy))
    names = [name for name in profile.collect_schema().names() if name not in ADDED]
    return graded.select(*names, *ADDED), reasons(graded, policy.criteria)


def with_score(measured: Frame, criteria: tuple[Criterion, ...]) -> Frame:
    """Add points, score and known weight."""
    return with_points(measured, criteria).with_columns(
        score=score(criteria),
        known_weight=known_weight(criteria),
        **{COUNTED: weight_counted(criteria)},
    )


def with_grade(scored: Frame, policy: Policy) -> Frame:
    """Add the grade before caps, the caps, and the grade they leave."""
    caps = all_caps(policy)
    before = scored.with_columns(grade_before_caps=grade_before_caps(policy.grades))
    return before.with_columns(grade=capped(caps), cap=cap_names(caps))


def all_caps(policy: Policy) -> Caps:
    """Return the policy's caps, and the one at the end of observation where it has one."""
    caps = caps_of(policy.caps)
    observation = policy.observation
    if observation is None or observation.at_the_end == "decide":
        return caps
    return (*caps, (OBSERVATION_CAP, observation.at_the_end, ended_unpassed(observation)))


def named_measures(policy: Policy) -> Iterator[str]:
    """List the measures that the score and the caps read."""
    yield from (criterion.measure for criterion in policy.criteria)
    for cap in policy.caps:
        yield from measures_of(cap.when, cap.unless)
    if policy.observation is not None:
        yield from measures_of(*policy.observation.exit_tests)
