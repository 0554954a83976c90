from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.law.day_count import NUMBERED, days_between

DAYS = st.dates(date(2002, 1, 1), date(2030, 1, 1))


def test_the_first_and_the_last_day_are_both_counted():
    assert days_between(date(2026, 3, 1), date(2026, 3, 1), "actual/365") == 1
    assert days_between(date(2024, 2, 28), date(2024, 3, 1), "actual/365") == 3


def test_months_of_thirty_days_have_no_31st():
    assert days_between(date(2026, 1, 1), date(2026, 12, 31), "30/360") == 360
    assert days_between(date(2026, 1, 31), date(2026, 1, 31), "30/360") == 0


@pytest.mark.parametrize("day_count", NUMBERED)
@given(DAYS, st.integers(0, 800), st.integers(0, 800))
def test_cutting_a_delay_in_two_never_changes_its_days(day_count, first, early, late):
    cut = first + timedelta(days=early)
    last = cut + timedelta(days=late + 1)

    assert days_between(first, last, day_count) == days_between(
        first, cut, day_count
    ) + days_between(cut + timedelta(days=1), last, day_count)
