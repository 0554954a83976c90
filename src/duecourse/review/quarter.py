"""Quarters side by side: which days stand for them, and how a figure stands to its target."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Verdict = Literal["met", "near", "missed"]
MONTHS = 3
NEAR = Decimal("0.9")
"""From nine tenths of a bound on, a figure is near it."""
MORE_IS_BETTER = frozenset({"collection_effectiveness"})


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    def before(self, quarters: int) -> "Quarter":
        """Return the quarter so many before.

        >>> Quarter(2026, 2).before(3)
        Quarter(year=2025, number=3)
        """
        year, place = divmod(self.year * 4 + self.number - 1 - quarters, 4)
        return Quarter(year, place + 1)

    @property
    def first_day(self) -> date:
        """Return its first day."""
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)


def quarter_of(day: date) -> Quarter:
    """Return the quarter of a day.

    >>> quarter_of(date(2026, 11, 24))
    Quarter(year=2026, number=4)
    """
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def days_that_stand(days: Iterable[date], *, latest: date, count: int) -> list[date]:
    """Choose for each of the last quarters the last day known of it, the earliest quarter first.

    Keeps:
        a quarter of which no day is known is left out, never filled from another.
    """
    first = quarter_of(latest).before(count - 1)
    last_of: dict[Quarter, date] = {}
    for day in days:
        if day <= latest and quarter_of(day) >= first:
            quarter = quarter_of(day)
            last_of[quarter] = max(day, last_of.get(quarter, day))
    return [last_of[quarter] for quarter in sorted(last_of)]


def against(figure: str, value: Decimal | None, target: Decimal | None) -> Verdict | None:
    """Say how a figure stands to what the policy wants: at most, or at least where more is better.

    Returns:
        None where the figure or its target is unknown.
    """
    if value is None or target is None:
        return None
    if figure in MORE_IS_BETTER:
        if value < target:
            return "missed"
        return "near" if value * NEAR < target else "met"
    if value > target:
        return "missed"
    return "near" if value > target * NEAR else "met"


def worsened(figure: str, values: Sequence[Decimal | None]) -> bool:
    """Say whether the last value is worse than the one before it, both known."""
    if len(values) < 2:  # noqa: PLR2004  # one value is no trend
        return False
    before, last = values[-2], values[-1]
    if before is None or last is None:
        return False
    return last < before if figure in MORE_IS_BETTER else last > before
