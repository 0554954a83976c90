"""Interest that the contract agrees, and the least that a law lets it agree."""

from datetime import date
from decimal import Decimal

from duecourse.law.day_count import DayCount
from duecourse.law.findings import Finding, filled
from duecourse.law.rates import Series, rate_on
from duecourse.law.regime import Regime
from duecourse.values.says import Says


def agreed_regime(
    yearly_share: Decimal, *, day_count: DayCount = "actual/365", grace_days: int = 0
) -> Regime:
    """Count by a yearly share that the contract names; it is known for all days.

    Raises:
        ValueError: the share or the grace is negative.
    """
    if yearly_share < 0 or grace_days < 0:
        raise ValueError(
            f"A yearly share and days of grace are not negative, got {yearly_share}, {grace_days}."
        )
    return Regime(
        id="agreed",
        country="",
        says=Says(zh="合同约定的逾期利息", en="Late interest as the contract agrees"),
        source="the contract",
        rate_behaviour="as agreed",
        unit="share per year",
        series=Series("agreed", "the contract", date.max, {date.min: yearly_share}),
        day_count=day_count,
        grace_days=grace_days,
    )


def least_agreed_rate(regime: Regime, *, on: date) -> Decimal | None:
    """Return the least yearly share that may be agreed; None where the law sets none.

    ``on`` is the day of signing, or any day of the half-year, as the floor's ``fixed_on`` says.

    Raises:
        NoRateInForce: the published rate of that day is not known.

    Source: CN Order 802 art. 17; FR C. com. L441-10 II.
    """
    if regime.floor is None:
        return None
    return regime.floor.times * rate_on(on, regime.floor.series)


def check_agreed_rate(yearly_share: Decimal, *, regime: Regime, on: date) -> Finding | None:
    """Say whether an agreed yearly share lies below the law's floor.

    The share itself is left as agreed: whether the floor takes its place is for a court.

    Raises:
        NoRateInForce: the published rate of that day is not known.
    """
    least = least_agreed_rate(regime, on=on)
    if regime.floor is None or least is None or yearly_share >= least:
        return None
    says = filled(regime.floor.says, agreed=f"{yearly_share:.2%}", least=f"{least:.2%}", on=on)
    return Finding(regime.id, "breach", says, regime.floor.source)
