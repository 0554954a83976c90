"""Ceilings: what is left below a limit once exposure and reserved orders are taken off."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

UNIT = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit and what counts against it, in one currency; None where unknown."""

    limit: Decimal | None
    exposure: Decimal | None
    reserved: Decimal = Decimal(0)

    def left(self) -> Decimal | None:
        """Return the limit less exposure and reserved orders; unknown where one of them is.

        >>> Ceiling(Decimal(100), Decimal(60), Decimal(15)).left()
        Decimal('25')
        """
        if self.limit is None or self.exposure is None:
            return None
        return self.limit - self.exposure - self.reserved

    def used(self) -> Decimal | None:
        """Return exposure with what is reserved; unknown where the exposure is."""
        return None if self.exposure is None else self.exposure + self.reserved


def headroom_below(own: Ceiling, group: Ceiling | None, to_group: Decimal | None) -> Decimal | None:
    """Return the headroom below a customer's own ceiling and its group's.

    The lesser of the two; where one is unknown, the other counts as far as it is exceeded.

    Units:
        group: in its own currency; None: no limit was granted to a group
        to_group: what one unit of the customer's currency is in the group's, None where unknown
        returns: in the customer's currency, rounded down

    Source: docs/algorithms/reservations.md.
    """
    left = own.left()
    if group is None:
        return left
    pooled = in_own(group.left(), to_group)
    known = [each for each in (left, pooled) if each is not None]
    lesser = min(known, default=None)
    certain = left is not None and pooled is not None
    return lesser if certain or (lesser is not None and lesser < 0) else None


def in_own(amount: Decimal | None, to_group: Decimal | None) -> Decimal | None:
    """Convert what is left for a group to the customer's currency, rounded down."""
    if amount is None or not to_group:
        return None
    return (amount / to_group).quantize(UNIT, ROUND_FLOOR)


def against(amount: Decimal, rate: Decimal) -> Decimal:
    """Convert an order to the currency of what it counts against, rounded up.

    >>> against(Decimal("10"), Decimal("0.33333"))
    Decimal('3.3333')
    >>> against(Decimal("1"), Decimal("0.00001"))
    Decimal('0.0001')
    """
    return (amount * rate).quantize(UNIT, ROUND_CEILING)
