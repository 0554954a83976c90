"""Dated rates: which one is in force on a day, and until when that is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

Dated = Mapping[date, Decimal]
"""Values by the first day each is in force."""


class NoRateInForce(LookupError):
    """The law file does not know the rate on a day that is needed."""


@dataclass(frozen=True, slots=True)
class Series:
    """One published rate over time.

    ``rates`` are shares, keyed by the first day each is in force; the last holds to the end of
    ``known_until``. ``file`` is where newer ones belong.
    """

    id: str
    source: str
    known_until: date
    rates: Dated
    file: str = ""

    @property
    def known_from(self) -> date:
        """The first day whose rate is known."""
        return min(self.rates)


def rate_on(day: date, series: Series) -> Decimal:
    """Return the rate in force on a day.

    Raises:
        NoRateInForce: the day lies before the first rate or after ``known_until``.
    """
    require_known(day, series)
    return in_force(day, series.rates)


def in_force(day: date, rates: Dated) -> Decimal:
    """Return the latest value that started by a day; one must have."""
    return rates[max(start for start in rates if start <= day)]


def spans(first: date, last: date, series: Series) -> list[tuple[Decimal, date, date]]:
    """Cut a run of days, both ends included, where the rate changes.

    Returns:
        (rate, first day, last day) in order, without gaps.

    Raises:
        NoRateInForce: a day lies before the first rate or after ``known_until``.
    """
    require_known(first, series)
    require_known(last, series)
    changes = [start for start in sorted(series.rates) if first < start <= last]
    starts = [first, *changes]
    ends = [*(later - timedelta(days=1) for _, later in pairwise(starts)), last]
    return [
        (in_force(start, series.rates), start, end) for start, end in zip(starts, ends, strict=True)
    ]


def require_known(day: date, series: Series) -> None:
    """Refuse a day outside what is known, saying what is known and what to do.

    Raises:
        NoRateInForce: the day lies before the first rate or after ``known_until``.
    """
    if not series.known_from <= day <= series.known_until:
        raise NoRateInForce(
            f"The rate {series.id} is known from {series.known_from} until {series.known_until}, "
            f"and {day} is asked about. Add the rate of that day with its source to {series.file} "
            "and move known_until, or claim a yearly share that the contract agrees."
        )
