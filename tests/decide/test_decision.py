import pytest
from decide.decided import decided
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import SPECS, profile
from small_policy import POLICY, policy
from typed import rows

from duecourse.assess.assessment import assess
from duecourse.decide.decision import ADDED, decide
from duecourse.decide.limit import rules_shown
from duecourse.decide.options import offers_of
from duecourse.policy.shapes import Change

maybe = st.none() | st.integers(0, 500_000)


def test_a_worked_example_from_measures_to_status(engine):
    # Beech scores (60 x 75 + 20 x 50 + 20 x 40) / 100 = 63.00: B. No security: the second option,
    # need 9,000 x (30 + 8) / 30 = 11,400. It owes 12,000: 600 over, and is held.
    typed = """
        customer_id  days_beyond_terms  late_share  monthly_purchases  exposure
        Beech        8                  0.4         9000               12000
    """
    graded, _ = assess(profile(engine, typed), POLICY, specs=SPECS)

    assert rows(
        engine,
        decide(graded, POLICY, specs=SPECS),
        *("score", "grade", "option", "recommended_limit", "limit_rule", "terms"),
        *("effective_limit", "headroom", "status", "holds"),
    ) == [(63.0, "B", 2, 11_400.0, "need", "NET30", 11_400.0, -600.0, "hold", "over-limit")]


def test_deciding_twice_changes_nothing(engine):
    typed = "customer_id grade granted_limit exposure\nK1 A 10 5"
    once = engine.keep(decide(profile(engine, typed), POLICY, specs=SPECS))
    twice = decide(once, POLICY, specs=SPECS)

    assert engine.arrow(once).equals(engine.arrow(twice))
    assert set(ADDED) <= set(once.collect_schema().names())


def test_a_policy_that_says_the_least_decides_all_the_same(engine):
    least = policy(observation=None, change=Change(), holds=())

    assert decided(
        engine, "customer_id grade exposure\nK1 C 5", "stage", "status", "headroom", policy=least
    ) == [("normal", "prepay", -5.0)]


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(
    customers=st.lists(
        st.tuples(st.sampled_from("ABC"), st.booleans(), maybe, maybe, maybe),
        min_size=1,
        max_size=40,
    )
)
def test_the_recommended_limit_is_the_least_of_its_rules(engine, customers):
    lines = [f"K{number} {' '.join(map(cell, facts))}" for number, facts in enumerate(customers)]
    header = "customer_id grade is_new monthly_purchases net_worth securities"
    frame = engine.keep(decide(profile(engine, "\n".join([header, *lines])), POLICY, specs=SPECS))

    shown = rules_shown(frame, offers_of(POLICY), POLICY.observation)
    amounts = rows(engine, shown, "customer_id", "rule", "amount", "binds")

    for name, limit, rule in rows(engine, frame, "customer_id", "recommended_limit", "limit_rule"):
        known = {of: amount for who, of, amount, _ in amounts if who == name and amount is not None}
        assert limit == min(known.values()) == known[rule]
        assert [of for who, of, _, binds in amounts if who == name and binds] == [rule]


def cell(fact):
    """Type a fact."""
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    return "-" if fact is None else str(fact)
