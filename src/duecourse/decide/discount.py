"""Discount: what the option offers for early payment, and what that costs a year."""

from decimal import Decimal

import narwhals.stable.v2 as nw

from duecourse.assess.expressions import UNKNOWN, first_of
from duecourse.decide.options import Offer, taken

DAYS_IN_YEAR = 365


def discount_share(offers: tuple[Offer, ...]) -> nw.Expr:
    """Return the share off for early payment; none offered: null."""
    cases = [
        (taken(offer), nw.lit(float(offer.option.discount.share)))
        for offer in offers
        if offer.option.discount is not None
    ]
    return first_of(cases, UNKNOWN)


def discount_days(offers: tuple[Offer, ...]) -> nw.Expr:
    """Return the days within which the discount is earned; none offered: null."""
    cases = [
        (taken(offer), nw.lit(offer.option.discount.within_days))
        for offer in offers
        if offer.option.discount is not None
    ]
    return first_of(cases, nw.lit(None, nw.Int32()))


def yearly_cost(share: Decimal, *, within_days: int, net_days: int) -> Decimal:
    """Return what a discount costs the seller, as simple interest of a year.

    Units:
        share: of the invoice, 0.02 for 2 %; the result is a share too.

    Raises:
        ValueError: the discount ends no earlier than the terms; nothing is bought with it.

    Source: docs/algorithms/discount.md.

    >>> round(yearly_cost(Decimal("0.02"), within_days=10, net_days=30), 4)
    Decimal('0.3724')
    """
    return per_term(share) * DAYS_IN_YEAR / days_bought(within_days, net_days)


def yearly_cost_compound(share: Decimal, *, within_days: int, net_days: int) -> float:
    """Return what a discount costs the seller a year, with interest on interest.

    >>> round(yearly_cost_compound(Decimal("0.02"), within_days=10, net_days=30), 4)
    0.4459
    """
    periods = DAYS_IN_YEAR / days_bought(within_days, net_days)
    growth: float = float(1 + per_term(share)) ** periods
    return growth - 1


def per_term(share: Decimal) -> Decimal:
    """Return the discount as a share of what is then paid."""
    return share / (1 - share)


def days_bought(within_days: int, net_days: int) -> int:
    """Count the days by which the money comes earlier."""
    if net_days <= within_days:
        raise ValueError(f"a discount within {within_days} days of net {net_days} buys no time")
    return net_days - within_days
