"""Discount: what the option offers for early payment."""

import narwhals.stable.v2 as nw

from duecourse.assess.expressions import UNKNOWN, first_of
from duecourse.decide.options import Offer, taken


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
