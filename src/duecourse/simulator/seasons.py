"""The calendar of an example company: months, working days, seasons, the Spring Festival."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from duecourse.simulator.draws import Floats, Ints
from duecourse.simulator.spec import CompanySpec
from duecourse.values.days import day_number, day_of, month_end, months_back

SEASON = (0.95, 0.90, 1.06, 1.0, 1.0, 1.03, 0.97, 0.93, 1.06, 0.98, 1.04, 1.10)
"""Sales of a month against the year's mean, January first."""
GROWTH_A_YEAR = 0.09
FESTIVAL_WEEK = 7
SATURDAY = 5
FIRST_NEW_MOON = (date(2000, 1, 6), 0.76 + 8 / 24)
"""A new moon (6 January 2000, 18:14 UTC) as a day and a share of it, in China's time."""
LUNATION = 29.530588853


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months of the history: their first and last days, and the days on which is worked."""

    starts: Ints
    ends: Ints
    working: tuple[Ints, ...]
    weights: Floats

    @property
    def months(self) -> int:
        """Return how many months there are."""
        return len(self.starts)

    def month_of(self, days: Ints) -> Ints:
        """Return the index of the month in which each day lies."""
        return np.searchsorted(self.starts, days, side="right") - 1


def calendar_of(spec: CompanySpec) -> Calendar:
    """Lay out the months of the history; the last one ends on its last day on the books."""
    firsts = [months_back(spec.as_of, back) for back in range(spec.months - 1, -1, -1)]
    ends = [min(month_end(first), spec.as_of) for first in firsts]
    working = tuple(working_days(*span) for span in zip(firsts, ends, strict=True))
    weights = [month_weight(place, end) for place, end in enumerate(ends)]
    return Calendar(
        np.array([day_number(first) for first in firsts], dtype=np.int64),
        np.array([day_number(end) for end in ends], dtype=np.int64),
        working,
        np.array(weights) * [len(days) / 21 for days in working],
    )


def working_days(first: date, last: date) -> Ints:
    """List the days of a month on which invoices are written; never none.

    Weekends and the week of the Spring Festival are free.
    """
    festival = spring_festival(first.year)
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    free = {festival + timedelta(days=n) for n in range(-1, FESTIVAL_WEEK)}
    worked = [day for day in span if day.weekday() < SATURDAY and day not in free]
    return np.array([day_number(day) for day in worked or span[-1:]], dtype=np.int64)


def month_weight(place: int, end: date) -> float:
    """Return how busy a working day of a month is: season and growth."""
    return float(SEASON[end.month - 1] * (1.0 + GROWTH_A_YEAR) ** (place / 12))


def spring_festival(year: int) -> date:
    """Return the Chinese New Year, to within a day: the new moon from 21 January on.

    Mean lunations stand in for true ones, which is near enough for a dip in sales.

    >>> spring_festival(2026)
    datetime.date(2026, 2, 17)
    """
    day, share = FIRST_NEW_MOON
    earliest = day_number(date(year, 1, 21))
    epoch = day_number(day) + share
    moons = -((epoch - earliest) // LUNATION)
    return day_of(int(epoch + moons * LUNATION))


def weekdays_back(days: Ints) -> Ints:
    """Move what falls on a weekend back to its Friday: banks book on weekdays."""
    weekday = (days + 3) % 7
    return days - np.maximum(weekday - 4, 0)


def weekdays_on(days: Ints) -> Ints:
    """Move what falls on a weekend on to its Monday."""
    weekday = (days + 3) % 7
    return days + np.where(weekday > SATURDAY - 1, 7 - weekday, 0)
