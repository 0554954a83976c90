"""The golden figures: measures in, points and decisions out, exactly."""

import pytest
from decide.golden import POLICY, measured, needs_golden, table
from profiles import SPECS

from duecourse.assess.assessment import assess
from duecourse.decide.decision import decide
from duecourse.policy.reading import valid_policy

TEXTS = (
    "grade_before_caps",
    "grade",
    "cap",
    "limit_rule",
    "recommended_terms",
    "stage",
    "status",
    "holds",
)
CENTS = (
    "score",
    "recommended_limit",
    "effective_limit",
    "headroom",
)


@pytest.fixture
def golden(engine):
    """Assess and decide the golden profile."""
    policy = valid_policy(POLICY.read_text(encoding="utf-8"))
    assessed, points = assess(engine.frame(measured()), policy, specs=SPECS)
    decided = decide(engine.keep(assessed), policy, specs=SPECS)
    return engine.arrow(decided).to_pylist(), engine.arrow(points).to_pylist()


@needs_golden
def test_points_are_those_two_readings_agree_on(golden):
    found = {(row["customer_id"], row["criterion"]): row["points"] for row in golden[1]}

    assert found == {
        (row["customer_id"], row["criterion"]): float(row["points"]) if row["points"] else None
        for row in table("expected/points.csv")
    }


@needs_golden
def test_decisions_are_those_two_readings_agree_on(golden):
    found = {row["customer_id"]: shown(row) for row in golden[0]}

    for expected in table("expected/decisions.csv"):
        assert found[expected["customer_id"]] == expected


def shown(row):
    """Write a decision as the expected file does."""
    return {
        "customer_id": row["customer_id"],
        "known_weight": f"{row['known_weight']:.6f}",
        "option": str(row["option"]),
        **{name: row[name] for name in TEXTS},
        **{name: f"{row[name]:.2f}" for name in CENTS},
    }
