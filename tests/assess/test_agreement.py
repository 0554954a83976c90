"""Frames and plain numbers agree: what a policy's cases try is what the pipeline does."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import SPECS, TYPES, profile
from typed import rows

from duecourse.assess.assessment import assess
from duecourse.assess.specs import ASSESSED
from duecourse.policies import PRESETS, preset
from duecourse.policy import evaluating
from duecourse.policy.reading import valid_policy

POLICIES = {name: valid_policy(preset(name)) for name in PRESETS}
COMPUTED = {spec.name for spec in ASSESSED}


def measures(policy):
    """List the measures that points and caps read, in order."""
    conditions = [each for cap in policy.caps for each in (cap.when, cap.unless) if each]
    named = [one.measure for one in (*policy.criteria, *conditions)]
    return [name for name in dict.fromkeys(named) if name in TYPES and name not in COMPUTED]


def bounds(policy, measure):
    """Return values around the bounds that a policy sets for a measure: on them, beside them."""
    bands = [bound for one in policy.criteria if one.measure == measure for bound, _ in one.bands]
    conditions = [each for cap in policy.caps for each in (cap.when, cap.unless) if each]
    limits = [
        bound
        for one in conditions
        if one.measure == measure
        for bound in (one.above, one.up_to, one.below, one.at_least)
        if bound is not None
    ]
    edges = [Decimal(str(bound)) for bound in (*bands, *limits)]
    return [None, *edges, *(edge + 1 for edge in edges), *(edge - 1 for edge in edges)]


@st.composite
def customers(draw):
    """Draw a preset and customers whose measures lie on and around its bounds."""
    name = draw(st.sampled_from(PRESETS))
    policy = POLICIES[name]
    facts = {measure: st.sampled_from(bounds(policy, measure)) for measure in measures(policy)}
    return policy, draw(st.lists(st.fixed_dictionaries(facts), min_size=10, max_size=30))


@settings(max_examples=6, deadline=None)
@given(drawn=customers())
def test_score_grade_and_caps_are_those_of_the_policys_own_cases(polars, drawn):
    policy, known = drawn
    names = measures(policy)
    lines = [
        f"K{number:02} " + " ".join(cell(one[name]) for name in names)
        for number, one in enumerate(known)
    ]
    frame = profile(polars, "\n".join([" ".join(["customer_id", *names]), *lines]))
    assessed, _ = assess(frame, policy, specs=SPECS)

    found = rows(polars, assessed, "customer_id", "score", "known_weight", "grade", "cap")

    for (_, score, known_weight, grade, caps), values in zip(found, known, strict=True):
        expected, share = evaluating.score(policy.criteria, values)
        fired = evaluating.firing(policy.caps, values)
        before = evaluating.grade_before_caps(expected, share, policy)
        assert known_weight == pytest.approx(float(share), abs=1e-9)
        assert caps == " ".join(cap.id for cap in fired)
        if expected is None:
            assert score is None
        else:
            assert score == float(expected)
            assert grade == evaluating.capped(before, fired)


def cell(value):
    """Type a cell."""
    return "-" if value is None else str(value)
