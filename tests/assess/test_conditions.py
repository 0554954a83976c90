import pytest
from profiles import SPECS, profile
from small_policy import when
from typed import rows

from duecourse.assess.conditions import NoSuchMeasure, fires, met, with_compared
from duecourse.values.problems import IncompleteFrame


def holds(engine, condition, text, unless=None):
    """Return the customers for whom a condition holds."""
    measures = [one.measure for one in (condition, unless) if one is not None]
    frame = with_compared(profile(engine, text), measures, SPECS)
    found = frame.with_columns(met=fires(condition, unless))
    return [name for name, is_met in rows(engine, found, "customer_id", "met") if is_met]


DAYS = """
    customer_id  days_beyond_terms
    below        9.99
    on           10
    over         10.01
    unknown      -
"""


@pytest.mark.parametrize(
    ("bounds", "met"),
    [
        ({"above": 10}, ["over"]),
        ({"up_to": 10}, ["below", "on"]),
        ({"below": 10}, ["below"]),
        ({"at_least": 10}, ["on", "over"]),
        ({"at_least": 10, "up_to": 10}, ["on"]),
        ({}, ["below", "on", "over"]),
    ],
)
def test_above_and_below_leave_the_bound_out_and_nothing_is_met_by_the_unknown(engine, bounds, met):
    assert holds(engine, when("days_beyond_terms", **bounds), DAYS) == met


def test_an_unknown_excuse_excuses_nobody(engine):
    late = when("largest_days_past_due", above=60)
    small = when("overdue_amount", up_to=5000)

    found = holds(
        engine,
        late,
        """
        customer_id  largest_days_past_due  overdue_amount  to_home
        excused      90                     5000            1
        in_euro      90                     5000            7.8
        no_rate      90                     5000            -
        nothing      90                     0               -
        """,
        small,
    )

    assert found == ["in_euro", "no_rate"]


def test_a_bound_of_zero_needs_no_rate(engine):
    found = holds(
        engine,
        when("exposure", above=0),
        """
        customer_id  exposure  to_home
        nothing      0         -
        something    1         -
        """,
    )

    assert found == ["something"]


def test_a_flag_counts_as_one(engine):
    found = holds(
        engine,
        when("first_late", above=0),
        """
        customer_id  first_late
        first        yes
        never        no
        unknown      -
        """,
    )

    assert found == ["first"]


def test_conditions_never_come_out_unknown(engine):
    condition = when("days_beyond_terms", above=10)
    frame = with_compared(profile(engine, DAYS), ["days_beyond_terms"], SPECS)

    assert {value for (value,) in rows(engine, frame.select(met=met(condition)), "met")} == {
        True,
        False,
    }


def test_a_measure_that_was_not_taken_is_refused_rather_than_passed(engine):
    frame = profile(engine, DAYS).drop("late_share")

    with pytest.raises(IncompleteFrame, match="late_share"):
        with_compared(frame, ["late_share"], SPECS)


def test_a_measure_that_nobody_defined_is_refused_by_name(engine):
    with pytest.raises(NoSuchMeasure, match="shoe_size"):
        with_compared(profile(engine, DAYS), ["shoe_size"], SPECS)
