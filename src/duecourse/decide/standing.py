"""Standing: what is known of one customer when an order comes in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from duecourse.values.money import Money

BEHIND = (
    ("securities", "kind", "valid_from", "valid_until"),
    ("covers", None, "effective_on", "until_on"),
)
"""What may stand behind a customer: table, where its kind stands, first and last day."""


@dataclass(frozen=True, slots=True)
class Expiring:
    """A security or a cover that stands behind a customer, and its last day."""

    kind: str
    amount: Money
    until: date


@dataclass(frozen=True, slots=True)
class Standing:
    """One customer's line of the position; amounts in its own currency, None where unknown."""

    customer_id: str
    currency: str
    to_home: Decimal | None
    grade: str | None
    status: str
    terms: str | None
    recommended_terms: str | None
    security: str | None
    exposure: Decimal | None
    headroom: Decimal | None
    holds: tuple[str, ...] = ()
    expiring: tuple[Expiring, ...] = ()

    def in_own(self, amount: Decimal) -> Money:
        """Put the customer's currency beside an amount."""
        return Money(amount, self.currency)

    def at_home(self, amount: Decimal, home: str) -> Money | None:
        """Convert an amount to the home currency; None where no rate is known."""
        if self.currency == home:
            return Money(amount, home)
        return None if self.to_home is None else Money(amount * self.to_home, home)


def standing_of(row: Mapping[str, Any]) -> Standing:
    """Read a customer's row of the position.

    Shapes:
        row: what ``decision.decide`` returns of one customer, as plain values
    """
    return Standing(
        customer_id=row["customer_id"],
        currency=row["currency"],
        to_home=exact(row["to_home"]),
        grade=row["grade"],
        status=row["status"],
        terms=row["terms"],
        recommended_terms=row["recommended_terms"],
        security=row["security"],
        exposure=exact(row["exposure"]),
        headroom=exact(row["headroom"]),
        holds=tuple(row["holds"].split()),
    )


def exact(value: float | Decimal | None) -> Decimal | None:
    """Make an exact number of a computed one, as it is printed; unknown stays unknown."""
    return None if value is None else Decimal(str(value))


def with_expiring(standing: Standing, *facts: Expiring) -> Standing:
    """Add what stands behind the customer, the first to end first."""
    return replace(standing, expiring=tuple(sorted(facts, key=lambda fact: fact.until)))


def converted(order: Money, standing: Standing, to_home: Mapping[str, Decimal]) -> Money | None:
    """Express an order in the customer's currency; None where a rate is unknown.

    ``to_home``: what one unit of each currency is at home.
    """
    if order.currency == standing.currency:
        return order
    theirs, own = to_home.get(order.currency), to_home.get(standing.currency)
    if theirs is None or own is None:
        return None
    return standing.in_own(order.amount * theirs / own)
