"""Decide on a typed, graded profile under the small policy."""

from profiles import SPECS, profile
from small_policy import POLICY
from typed import rows

from duecourse.decide.decision import decide


def decided(engine, text, *names, policy=POLICY):
    """Return columns of the decided profile, in text order."""
    frame = decide(profile(engine, text), policy, specs=SPECS)
    return rows(engine, frame, *names)
