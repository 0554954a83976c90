from datetime import date

import pytest
from decide.decided import decided
from small_policy import number, option_policy, policy, rule, when

from duecourse.decide.effective import next_raise_on
from duecourse.policy.shapes import Change, WorseningCut

FIXED = option_policy("B", rule("fixed", amount=10_000)).options
CUT = WorseningCut(when("days_beyond_terms_change", above=15), number(0.2))


def changing(**change):
    """Return a policy that recommends 10,000 for grade B and changes limits so."""
    return policy(options=FIXED, change=Change(**change))


LIMITS = """
    customer_id    grade  granted_limit  days_beyond_terms_change
    1_none         B      -              0
    2_higher       B      40000          15
    3_lower        B      8000           0
    4_fell_to_c    C      40000          0
    5_worse        B      40000          15.01
    6_worse_none   B      -              16
    7_both         C      40000          16
    8_unknown      B      40000          -
    9_ungraded     -      40000          0
"""


def test_the_granted_limit_counts_unless_the_grade_is_c_or_payment_worsens(engine):
    found = decided(
        engine,
        LIMITS,
        "customer_id",
        "effective_limit",
        policy=changing(worsening_cut=CUT),
    )

    assert found == [
        ("1_none", 10_000.0),
        ("2_higher", 40_000.0),
        ("3_lower", 8000.0),
        ("4_fell_to_c", 0.0),
        ("5_worse", 8000.0),
        ("6_worse_none", 10_000.0),
        ("7_both", 0.0),
        ("8_unknown", 40_000.0),
        ("9_ungraded", 40_000.0),
    ]


def test_a_policy_may_leave_every_cut_to_a_person_or_know_no_worsening(engine):
    patient = decided(
        engine,
        LIMITS,
        "customer_id",
        "effective_limit",
        policy=changing(cut_at_once=False, worsening_cut=CUT),
    )
    calm = decided(engine, LIMITS, "customer_id", "effective_limit", policy=changing())

    assert dict(patient)["7_both"] == 40_000.0
    assert dict(calm)["5_worse"] == 40_000.0


def test_a_review_is_proposed_the_lower_limit_whole_and_the_higher_one_by_steps(engine):
    typed = """
        customer_id  grade  granted_limit  is_new
        1_cut        B      40000          no
        2_same       B      10000          no
        3_step       B      4000           no
        4_small      B      9000           no
        5_from_none  B      0              no
        6_none       B      -              no
        7_observed   B      4000           yes
    """

    stepwise = decided(
        engine, typed, "customer_id", "proposed_limit", policy=changing(raise_at_most=number(0.25))
    )
    at_once = decided(engine, typed, "customer_id", "proposed_limit", policy=changing())

    assert stepwise == [
        ("1_cut", 10_000.0),
        ("2_same", None),
        ("3_step", 5000.0),
        ("4_small", 10_000.0),
        ("5_from_none", 10_000.0),
        ("6_none", None),
        ("7_observed", None),
    ]
    assert dict(at_once)["3_step"] == 10_000.0


@pytest.mark.parametrize(
    ("granted_on", "again_on"),
    [(date(2026, 1, 15), date(2026, 4, 15)), (date(2025, 11, 30), date(2026, 2, 28))],
)
def test_a_limit_may_rise_again_after_a_quarter(granted_on, again_on):
    assert next_raise_on(granted_on) == again_on
