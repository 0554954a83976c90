"""Days as numbers, so that they add and compare alike on every engine."""

from datetime import date, timedelta

import narwhals.stable.v2 as nw

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Count the days from 1970-01-01.

    >>> day_number(date(2026, 3, 31))
    20543
    """
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Return the day a number stands for.

    >>> day_of(20543)
    datetime.date(2026, 3, 31)
    """
    return EPOCH + timedelta(days=number)


def numbered(column: str) -> nw.Expr:
    """Express a date column as day numbers by calendar arithmetic alone.

    Engines differ in what a difference of dates is (a number, a duration, an
    interval), so none is taken. Unknown stays unknown.

    Source: H. Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil).
    """
    date_parts = nw.col(column).dt
    year = date_parts.year().cast(nw.Int64)
    month = date_parts.month().cast(nw.Int64)
    day = date_parts.day().cast(nw.Int64)
    shifted = year - (month <= 2).cast(nw.Int64)
    era = shifted // 400
    year_of_era = shifted - era * 400
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return (era * 146_097 + day_of_era - 719_468).cast(nw.Int32)


def month_start(day: date) -> date:
    """Return the first day of the month.

    >>> month_start(date(2026, 3, 31))
    datetime.date(2026, 3, 1)
    """
    return day.replace(day=1)


def months_back(day: date, months: int) -> date:
    """Return the first day of the month that lies so many months earlier.

    >>> months_back(date(2026, 3, 31), 12)
    datetime.date(2025, 3, 1)
    """
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, the month's last day where it has none.

    >>> months_later(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    first = months_back(day, -months)
    return first.replace(day=min(day.day, month_end(first).day))


def month_end(day: date) -> date:
    """Return the last day of the month.

    >>> month_end(date(2024, 2, 3))
    datetime.date(2024, 2, 29)
    """
    return months_back(day, -1) - timedelta(days=1)
