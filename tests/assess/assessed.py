"""Assess a typed profile under the small policy."""

from hypothesis import strategies as st
from profiles import SPECS, profile
from small_policy import POLICY
from typed import rows

from duecourse.assess.assessment import assess


def assessed(engine, text, *names, policy=POLICY):
    """Return columns of the assessed profile, in text order."""
    frame, _ = assess(profile(engine, text), policy, specs=SPECS)
    return rows(engine, frame, *names)


def pointed(engine, text, *names, policy=POLICY):
    """Return columns of the points, in text order."""
    _, points = assess(profile(engine, text), policy, specs=SPECS)
    return rows(engine, points, *names)


def facts():
    """Draw what is known of one customer: days late, share late, report, each perhaps unknown."""
    return st.tuples(
        st.none() | st.integers(-5, 90),
        st.none() | st.integers(0, 100).map(lambda percent: percent / 100),
        st.none() | st.integers(0, 100),
    )


def typed_facts(customers):
    """Type facts as a profile, one customer a line."""
    lines = [
        f"K{number} {' '.join('-' if fact is None else str(fact) for fact in known)}"
        for number, known in enumerate(customers)
    ]
    return "\n".join(["customer_id days_beyond_terms late_share report_standing", *lines])
