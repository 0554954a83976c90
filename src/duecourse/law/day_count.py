"""Day counts: how many days lie in a delay, and how many make a year."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

DayCount = Literal["actual/365", "actual/360", "30/360"]


def day_in_months_of_30(day: date) -> int:
    """Number the days of a calendar whose months all have thirty days.

    >>> day_in_months_of_30(date(2026, 3, 1)) - day_in_months_of_30(date(2026, 2, 28))
    3
    """
    return day.year * 360 + day.month * 30 + min(day.day, 30)


NUMBERED: Mapping[DayCount, Callable[[date], int]] = MappingProxyType(
    {
        "actual/365": date.toordinal,
        "actual/360": date.toordinal,
        "30/360": day_in_months_of_30,
    }
)
YEAR: Mapping[DayCount, int] = MappingProxyType(
    {"actual/365": 365, "actual/360": 360, "30/360": 360}
)


def days_between(first: date, last: date, day_count: DayCount) -> int:
    """Count the days from the first to the last, both included.

    Cutting a run in two never changes the sum, whichever way is chosen.

    Source: docs/adr/0020-law-day-count.md.

    >>> days_between(date(2016, 1, 1), date(2016, 7, 30), "actual/365")
    212
    >>> days_between(date(2016, 1, 1), date(2016, 7, 30), "30/360")
    210
    """
    number = NUMBERED[day_count]
    return number(last) - number(first - timedelta(days=1))
