"""Days as numbers: against the calendar of the language, from the first day to the last."""

from datetime import date, timedelta

import narwhals.stable.v2 as nw
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typed import rows

from duecourse.values.calendar import with_civil, with_months_since
from duecourse.values.days import (
    day_number,
    day_of,
    month_end,
    month_start,
    months_back,
    months_later,
    numbered,
)

DAYS = st.dates(date(1600, 1, 1), date(2999, 12, 31))
quick = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quick
@given(st.lists(DAYS, min_size=1, max_size=60))
def test_dates_become_day_numbers_and_unknown_stays_unknown(engine, days):
    frame = with_dates(engine, pa.table({"day": pa.array([*days, None], pa.date32())}))

    found = rows(engine, frame.select(number=numbered("day")), "number", sort=False)

    assert found == [(day_number(day),) for day in days] + [(None,)]


def with_dates(engine, table):
    """Make a frame that holds dates, as a user's own does: engines number those they are given."""
    if engine.name == "duckdb":
        return nw.from_native(engine.connection.from_arrow(table))
    return nw.from_native(pl.from_arrow(table)).lazy()


@quick
@given(st.lists(DAYS, min_size=1, max_size=60))
def test_day_numbers_become_year_month_and_day(engine, days):
    found = with_civil(numbers(engine, [*map(day_number, days), None]), "day")

    assert rows(engine, found, "year", "month", "day_of_month", sort=False) == [
        *((day.year, day.month, day.day) for day in days),
        (None, None, None),
    ]


@quick
@given(st.lists(st.integers(0, 9_000), min_size=1, max_size=40), DAYS)
def test_whole_months_have_elapsed_when_their_day_has_come(engine, ago, until):
    first = [day_number(until) - days for days in ago]

    found = with_months_since(numbers(engine, first), "day", until=until, name="months")

    assert found.collect_schema().names() == ["day", "months"]
    for number, months in rows(engine, found, "day", "months"):
        begun = day_of(number)
        since = (until.year - begun.year) * 12 + until.month - begun.month
        assert months == since - (until.day < begun.day)


@pytest.mark.parametrize(
    ("first", "until", "months"),
    [
        ("2025-12-20", "2026-03-19", 2),
        ("2025-12-20", "2026-03-20", 3),
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-01", 1),
        ("2024-02-29", "2025-02-28", 11),
    ],
)
def test_months_by_hand(engine, first, until, months):
    frame = numbers(engine, [day_number(date.fromisoformat(first))])

    found = with_months_since(frame, "day", until=date.fromisoformat(until), name="months")

    assert rows(engine, found, "months") == [(months,)]


@given(st.dates())
def test_a_day_and_its_number_are_one(day):
    assert day_of(day_number(day)) == day


@given(DAYS, st.integers(0, 500))
def test_months_back_and_later_meet(day, months):
    assert months_back(months_later(month_start(day), months), months) == month_start(day)
    assert months_later(day, months).day <= day.day


@given(DAYS)
def test_a_month_ends_the_day_before_the_next_begins(day):
    assert month_end(day) + timedelta(days=1) == months_back(day, -1)
    assert month_start(day) <= day <= month_end(day)


def test_the_same_day_a_month_later_is_the_last_one_of_a_short_month():
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)


def numbers(engine, days):
    """Make a frame of day numbers."""
    return engine.frame(pa.table({"day": pa.array(days, pa.int32())}))
