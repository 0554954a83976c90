from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.review.quarter import (
    Quarter,
    against,
    days_that_stand,
    quarter_of,
    worsened,
)

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_the_last_day_known_of_each_of_four_quarters_stands_for_it():
    known = [
        date(2025, 12, 31),
        date(2026, 3, 30),
        date(2026, 3, 31),
        date(2026, 9, 12),
        date(2026, 11, 23),
        date(2026, 11, 24),
        date(2026, 11, 25),
    ]

    assert days_that_stand(known, latest=date(2026, 11, 24), count=4) == [
        date(2026, 3, 31),
        date(2026, 9, 12),
        date(2026, 11, 24),
    ]


@pytest.mark.parametrize(
    ("figure", "value", "target", "verdict"),
    [
        ("bad_debt_rate", "0.004", "0.005", "met"),
        ("bad_debt_rate", "0.0046", "0.005", "near"),
        ("bad_debt_rate", "0.005", "0.005", "near"),
        ("bad_debt_rate", "0.0051", "0.005", "missed"),
        ("collection_effectiveness", "0.95", "0.80", "met"),
        ("collection_effectiveness", "0.81", "0.80", "near"),
        ("collection_effectiveness", "0.79", "0.80", "missed"),
    ],
)
def test_a_figure_is_held_against_its_target_from_the_side_that_is_better(
    figure, value, target, verdict
):
    assert against(figure, Decimal(value), Decimal(target)) == verdict


def test_what_is_unknown_is_neither_met_nor_missed():
    assert against("bad_debt_rate", None, Decimal(1)) is None
    assert against("bad_debt_rate", Decimal(1), None) is None


def test_worse_is_more_of_most_figures_and_less_of_some():
    one, two = Decimal(1), Decimal(2)

    assert worsened("bad_debt_rate", [one, two])
    assert not worsened("bad_debt_rate", [two, one])
    assert worsened("collection_effectiveness", [two, one])
    assert not worsened("bad_debt_rate", [None, two])
    assert not worsened("bad_debt_rate", [two])


@given(DAYS, st.integers(0, 40))
def test_going_back_quarters_is_counted_right(day, back):
    quarter = quarter_of(day)

    assert quarter.first_day <= day
    assert quarter.before(back).before(4) == Quarter(
        quarter.before(back).year - 1, quarter.before(back).number
    )
    assert quarter_of(quarter.first_day) == quarter


@given(st.lists(DAYS, max_size=30), DAYS, st.integers(1, 6))
def test_no_day_stands_for_a_quarter_that_is_not_its_own(days, latest, count):
    chosen = days_that_stand(days, latest=latest, count=count)

    assert len(chosen) <= count
    assert chosen == sorted(chosen)
    assert set(chosen) <= set(days)
    assert len({quarter_of(day) for day in chosen}) == len(chosen)
