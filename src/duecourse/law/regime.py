"""Regimes: one law's way to count late interest, as a value."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from duecourse.law.day_count import YEAR, DayCount
from duecourse.law.rates import Dated, Series
from duecourse.values.says import Says

RateBehaviour = Literal[
    "moves with half-years",
    "frozen at start of lateness",
    "frozen at breach",
    "flat daily",
    "as agreed",
]
FROZEN: tuple[RateBehaviour, ...] = ("frozen at start of lateness", "frozen at breach")
"""The rate of the first day late holds for the whole life of the debt."""

Unit = Literal["share per year", "share per day"]


@dataclass(frozen=True, slots=True)
class MarkUp:
    """What a court may add to the rate, as a share of the rate itself, not in points."""

    least: Decimal
    most: Decimal
    claimed: Decimal


@dataclass(frozen=True, slots=True)
class FixedSum:
    """A fixed sum per late debt, by its size: (from this amount on, sum), ascending."""

    contracts_from: date
    per: Literal["invoice", "part"]
    currency: str
    bands: tuple[tuple[Decimal, Decimal], ...]
    source: str


@dataclass(frozen=True, slots=True)
class RateFloor:
    """The least yearly share that an agreement may name: so many times a published rate."""

    times: Decimal
    fixed_on: Literal["signing", "half-year"]
    series: Series
    says: Says
    source: str


@dataclass(frozen=True, slots=True)
class Applies:
    """Whom a regime covers; nothing named: everyone. Unknown is in no named class."""

    debtor_class: tuple[str, ...] = ()
    seller_class: tuple[str, ...] = ()
    contracts_from: date = date.min

    def covers(
        self, debtor_class: str | None, seller_class: str | None, contract_on: date | None
    ) -> bool:
        """Say whether a debt is covered; a contract of unknown date passes for a new one."""
        return (
            (not self.debtor_class or debtor_class in self.debtor_class)
            and (not self.seller_class or seller_class in self.seller_class)
            and (contract_on is None or contract_on >= self.contracts_from)
        )


@dataclass(frozen=True, slots=True)
class Regime:
    """All that counting one law's late interest needs.

    ``margins`` are points added to the published rate, by the day of the contract; ``mark_up``
    multiplies the sum by (1 + claimed). ``grace_days`` are days that the seller lets pass free.
    """

    id: str
    country: str
    says: Says
    source: str
    rate_behaviour: RateBehaviour
    unit: Unit
    series: Series
    day_count: DayCount = "actual/365"
    margins: Dated = field(default_factory=dict)
    mark_up: MarkUp | None = None
    fixed_sums: tuple[FixedSum, ...] = ()
    floor: RateFloor | None = None
    applies: Applies = Applies()
    grace_days: int = 0

    @property
    def days_in_unit(self) -> int:
        """How many days the rate is for: a year of the day count, or one."""
        return YEAR[self.day_count] if self.unit == "share per year" else 1


def adjusted(regime: Regime, *, mark_up: Decimal | None = None, grace_days: int = 0) -> Regime:
    """Set what the seller may choose: days of grace, and the mark-up where the law leaves room.

    A law without a mark-up has none, whatever is asked.

    Raises:
        ValueError: the mark-up is outside what the law names, or grace is negative.
    """
    if grace_days < 0:
        raise ValueError(f"grace_days must not be negative, got {grace_days}")
    granted = regime.mark_up
    if granted is not None and mark_up is not None:
        if not granted.least <= mark_up <= granted.most:
            raise ValueError(
                f"{regime.id} allows a mark-up from {granted.least} to {granted.most}, "
                f"not {mark_up}: 0.30 raises a rate of 0.03 to 0.039."
            )
        granted = replace(granted, claimed=mark_up)
    return replace(regime, mark_up=granted, grace_days=grace_days)
