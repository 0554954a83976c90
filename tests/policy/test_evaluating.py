from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import policy

from duecourse.policy.evaluating import (
    capped,
    fires,
    firing,
    grade_before_caps,
    met,
    next_level,
    points,
    score,
)
from duecourse.policy.shapes import Condition

SMALL = policy()
LATENESS, TREND = SMALL.criteria


@pytest.mark.parametrize(
    ("days", "earned"), [(-3, 100), (0, 100), (Decimal("0.01"), 50), (15, 50), (60, 10), (61, 0)]
)
def test_a_bound_belongs_to_its_band_and_beyond_the_last_there_is_nothing(days, earned):
    assert points(Decimal(days), LATENESS) == earned


def test_what_is_unknown_has_no_weight_or_the_points_that_the_policy_gives():
    assert points(None, LATENESS) is None
    assert points(None, TREND) == 60


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition("m", above=Decimal(5)), [False, False, True]),
        (Condition("m", at_least=Decimal(5)), [False, True, True]),
        (Condition("m", below=Decimal(5)), [True, False, False]),
        (Condition("m", up_to=Decimal(5)), [True, True, False]),
        (Condition("m", above=Decimal(4), below=Decimal(6)), [False, True, False]),
    ],
)
def test_above_and_below_exclude_the_number_at_least_and_up_to_include_it(condition, holds):
    assert [met(condition, {"m": Decimal(value)}) for value in (4, 5, 6)] == holds


def test_what_is_unknown_or_untaken_meets_nothing():
    assert not met(Condition("m", up_to=Decimal(5)), {"m": None})
    assert not met(Condition("m", up_to=Decimal(5)), {})


def test_a_rule_is_excused_by_its_exception_but_not_by_an_unknown_one():
    [cap] = SMALL.caps
    old = {"largest_days_past_due": Decimal(61)}

    assert fires(cap, {**old, "overdue_amount": Decimal(5001)})
    assert not fires(cap, {**old, "overdue_amount": Decimal(5000)})
    assert fires(cap, old)


def test_the_score_is_the_weighted_mean_rounded_half_up():
    """Lateness 15 days: 50 points, weight 60. Trend 20 days: none, weight 50. 3000 / 110."""
    values = {"days_beyond_terms": Decimal(15), "days_beyond_terms_change": Decimal(20)}

    assert score(SMALL.criteria, values) == (Decimal("27.27"), Decimal(1))


def test_unknown_points_count_in_the_score_but_not_as_known():
    """Trend unknown: 60 points at weight 50 beside 100 at weight 60. 9000 / 110 = 81.818."""
    earned, known = score(SMALL.criteria, {"days_beyond_terms": Decimal(0)})

    assert (earned, known) == (Decimal("81.82"), Decimal(60) / Decimal(110))


def test_without_any_weight_there_is_no_score():
    assert score(SMALL.criteria[:1], {}) == (None, 0)


@pytest.mark.parametrize(
    ("earned", "known", "grade"),
    [
        ("75", "0.5", "A"),
        ("74.99", "1", "B"),
        ("100", "0.49", "B"),
        ("100", "0.19", "C"),
        ("10", "1", "C"),
    ],
)
def test_the_grade_is_the_best_whose_score_and_known_weight_are_reached(earned, known, grade):
    assert grade_before_caps(Decimal(earned), Decimal(known), SMALL) == grade


def test_without_a_score_the_grade_is_the_last():
    assert grade_before_caps(None, Decimal(1), SMALL) == "C"


def test_a_cap_lowers_a_grade_and_never_raises_one():
    fired = firing(SMALL.caps, {"largest_days_past_due": Decimal(90)})

    assert capped("A", fired) == "C"
    assert capped("A", []) == "A"
    assert capped("C", [type(fired[0])("x", fired[0].when, "B", fired[0].says)]) == "C"


@pytest.mark.parametrize(
    ("days", "sent", "level"),
    [
        (6, [], None),
        (7, [], "friendly"),
        (90, [], "friendly"),
        (59, ["friendly"], None),
        (60, ["friendly"], "legal"),
        (900, ["friendly", "legal"], None),
    ],
)
def test_the_next_step_is_the_lowest_unsent_one_whose_day_is_reached(days, sent, level):
    found = next_level(SMALL.dunning.levels, days_past_due=days, sent=sent)

    assert (found and found.id) == level


@settings(deadline=None)
@given(st.decimals(-500, 500, places=2), st.decimals(0, 500, places=2))
def test_paying_later_never_earns_more(days, later):
    assert points(days + later, LATENESS) <= points(days, LATENESS)
