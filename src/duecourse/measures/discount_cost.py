"""What an early-payment discount costs whoever gives it, as a yearly rate."""

from decimal import Decimal

YEAR = 365


def yearly_cost(share: Decimal, *, within_days: int, net_days: int) -> float:
    """Return the simple yearly rate of a discount for paying early.

    Units:
        share: share of the invoice taken off (0.02 for 2 %); returns a share a year.

    Raises:
        ValueError: the share is not between 0 and 1, or the terms do not end after the discount.

    Source: docs/algorithms/discount-cost.md.

    >>> round(yearly_cost(Decimal("0.02"), within_days=10, net_days=30), 4)
    0.3724
    """
    return gain(share) * YEAR / days_given(within_days, net_days)


def yearly_cost_compounded(share: Decimal, *, within_days: int, net_days: int) -> float:
    """Return the yearly rate when the gain is earned again and again over a year.

    Raises:
        ValueError: as ``yearly_cost``.

    Source: docs/algorithms/discount-cost.md.

    >>> round(yearly_cost_compounded(Decimal("0.02"), within_days=10, net_days=30), 4)
    0.4459
    """
    growth: float = (1 + gain(share)) ** (YEAR / days_given(within_days, net_days))
    return growth - 1


def gain(share: Decimal) -> float:
    """Return what the discount earns on the money paid early."""
    if not 0 <= share < 1:
        raise ValueError(f"a discount is a share from 0 to below 1, got {share}")
    return float(share / (1 - share))


def days_given(within_days: int, net_days: int) -> int:
    """Return by how many days the money comes earlier."""
    if net_days <= within_days:
        raise ValueError(
            f"terms of {net_days} days do not end after the discount's {within_days} days"
        )
    return net_days - within_days
