from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.simulator.draws import Dice
from duecourse.simulator.seasons import (
    calendar_of,
    spring_festival,
    weekdays_back,
    weekdays_on,
    working_days,
)
from duecourse.simulator.spec import CompanySpec
from duecourse.values.days import day_number, day_of

ROWS = np.arange(200_000, dtype=np.int64)


@given(st.integers(0, 2**32), st.integers(0, 500), st.integers(1, 500))
def test_a_draw_depends_on_its_row_and_not_on_its_neighbours(seed, start, length):
    dice, rows = Dice(seed), np.arange(1_000, dtype=np.int64)
    some = slice(start, start + length)

    assert (dice.uniform("a", rows)[some] == dice.uniform("a", rows[some])).all()
    assert (dice.uniform("a", rows[::-1])[::-1] == dice.uniform("a", rows)).all()


def test_purposes_and_seeds_are_independent():
    first, second = Dice(1).uniform("a", ROWS), Dice(1).uniform("b", ROWS)
    other = Dice(2).uniform("a", ROWS)

    assert abs(np.corrcoef(first, second)[0, 1]) < 0.01
    assert abs(np.corrcoef(first, other)[0, 1]) < 0.01
    assert abs(np.corrcoef(first[1:], first[:-1])[0, 1]) < 0.01


def test_draws_have_the_distribution_that_they_are_named_for():
    dice = Dice(7)
    uniform, normal = dice.uniform("u", ROWS), dice.normal("n", ROWS)

    assert uniform.min() >= 0 and uniform.max() < 1
    assert np.quantile(uniform, [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.01)
    assert [normal.mean(), normal.std()] == pytest.approx([0, 1], abs=0.01)
    assert dice.waiting("w", ROWS).mean() == pytest.approx(1, abs=0.01)
    assert dice.chance("c", ROWS, 0.2).mean() == pytest.approx(0.2, abs=0.01)
    assert set(dice.whole("d", ROWS, 1, 6)) == {1, 2, 3, 4, 5, 6}


def test_ranks_are_a_shuffle():
    ranks = Dice(1).ranks("r", ROWS[:100])

    assert sorted(ranks) == pytest.approx([(n + 0.5) / 100 for n in range(100)])
    assert list(ranks) != sorted(ranks)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2018, date(2018, 2, 16)),
        (2020, date(2020, 1, 25)),
        (2023, date(2023, 1, 22)),
        (2024, date(2024, 2, 10)),
        (2025, date(2025, 1, 29)),
        (2026, date(2026, 2, 17)),
        (2027, date(2027, 2, 6)),
    ],
)
def test_the_spring_festival_is_right_to_within_a_day(year, day):
    assert abs((spring_festival(year) - day).days) <= 1


def test_nobody_writes_invoices_on_weekends_or_in_the_festival_week():
    days = [day_of(int(number)) for number in working_days(date(2026, 2, 1), date(2026, 2, 28))]

    assert {day.weekday() for day in days} <= {0, 1, 2, 3, 4}
    assert not [day for day in days if date(2026, 2, 16) <= day <= date(2026, 2, 23)]


def test_a_month_that_has_only_a_sunday_is_worked_on_it():
    assert list(working_days(date(2026, 2, 1), date(2026, 2, 1))) == [day_number(date(2026, 2, 1))]


def test_the_last_month_ends_on_the_last_day_of_the_books():
    calendar = calendar_of(CompanySpec(as_of=date(2026, 3, 17), months=12))

    assert calendar.months == 12
    assert day_of(int(calendar.starts[0])) == date(2025, 4, 1)
    assert day_of(int(calendar.ends[-1])) == date(2026, 3, 17)
    assert max(calendar.working[-1]) <= day_number(date(2026, 3, 17))


def test_banks_book_on_weekdays():
    friday, saturday, monday = (day_number(date(2026, 3, day)) for day in (27, 28, 30))
    days = np.array([friday, saturday, saturday + 1, monday], dtype=np.int64)

    assert list(weekdays_back(days)) == [friday, friday, friday, monday]
    assert list(weekdays_on(days)) == [friday, monday, monday, monday]
