"""What the policy advises about a limit on a day: a decision is held against it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from duecourse.store.credit_accounts import CreditBasis
from duecourse.store.people import Role, User
from duecourse.store.policy_in_force import judging_version
from duecourse.store.policy_versions import PolicyVersion
from duecourse.store.positions import PositionCustomer, PositionPoint, latest_day
from duecourse.values.money import Money, rounded
from duecourse.values.refusals import Refusal

MOST = 4


class NobodyToDecideOn(Refusal, LookupError):
    """No position has that customer or group, or whoever asks may not see it."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What stands, and what the policy advises, about one customer or one group.

    ``limit`` is what to grant: a raise goes by the steps that the policy allows; None: nothing is
    advised. ``rates``: what one unit of a currency is at home.
    """

    customer_id: str | None
    group_id: str | None
    currency: str
    as_of: date
    version: PolicyVersion
    current: Decimal | None
    limit: Decimal | None
    terms: str | None
    rule: str | None
    salespeople: frozenset[str | None]
    rates: dict[str, Decimal]
    reasons: dict[str, Any] = field(default_factory=dict)

    def departs(self, amount: Decimal, currency: str, terms: str | None) -> bool:
        """Say whether a decision is another than what is advised; what is not advised is no bar."""
        if terms is not None and self.terms is not None and terms != self.terms:
            return True
        if self.limit is None:
            return self.group_id is None
        same = rounded(amount, currency) == rounded(self.limit, self.currency)
        return currency != self.currency or not same

    def at_home(self, amount: Decimal | None, currency: str, home: str) -> Money | None:
        """Convert an amount to the home currency; None where it or its rate is unknown."""
        if amount is None:
            return None
        if currency == home:
            return Money(amount, home)
        rate = self.rates.get(currency)
        return None if rate is None else Money(amount * rate, home)


def advised(row: PositionCustomer) -> Decimal | None:
    """Return what to grant: the step proposed, else what was granted, else what is recommended."""
    proposed = row.profile.get("proposed_limit")
    if proposed is not None:
        return Decimal(str(proposed))
    return row.recommended_limit if row.granted_limit is None else row.granted_limit


def advice_from(
    row: PositionCustomer,
    points: Sequence[PositionPoint],
    *,
    as_of: date,
    version: PolicyVersion,
) -> Advice:
    """Read the advice about a customer from its position."""
    return Advice(
        customer_id=row.customer_id,
        group_id=None,
        currency=row.currency,
        as_of=as_of,
        version=version,
        current=row.granted_limit,
        limit=advised(row),
        terms=row.recommended_terms,
        rule=row.limit_rule,
        salespeople=frozenset({row.salesperson}),
        rates=rates_beside(row.currency, row.to_home),
        reasons=reasons_of(row, points),
    )


def reasons_of(row: PositionCustomer, points: Sequence[PositionPoint]) -> dict[str, Any]:
    """Gather why: what cost most points, caps and holds, exposure and grade of the day."""
    costly = sorted((one for one in points if one.cost), key=lambda one: -(one.cost or 0))[:MOST]
    return {
        "grade": row.grade,
        "score": row.score,
        "exposure": None if row.exposure is None else str(row.exposure),
        "cap": row.cap or "",
        "holds": row.holds,
        "points": [
            {"criterion": one.criterion, "value": one.value, "cost": one.cost} for one in costly
        ],
    }


def rates_beside(currency: str, to_home: float | None) -> dict[str, Decimal]:
    """Return the rates that accounts rest on, with a customer's own of the day."""
    basis = CreditBasis.objects.order_by("-id").first()
    known = {} if basis is None else {name: Decimal(rate) for name, rate in basis.rates.items()}
    return known if to_home is None else {**known, currency: Decimal(str(to_home))}


def advice_kept(customer_id: str) -> Advice:
    """Read the advice about a customer from the latest position that is kept.

    Raises:
        NobodyToDecideOn: no position has that customer.
    """
    day = latest_day()
    row = PositionCustomer.objects.filter(day=day, customer_id=customer_id).first()
    if day is None or row is None:
        raise nobody(customer_id)
    points = PositionPoint.objects.filter(day=day, customer_id=customer_id)
    version = day.policy_version or judging_version()
    return advice_from(row, list(points), as_of=day.as_of, version=version)


def advice_for_group(group_id: str) -> Advice:
    """Read what stands about a group: its limit; the policy advises none for groups.

    Raises:
        NobodyToDecideOn: no customer of the latest position is in that group.
    """
    day = latest_day()
    rows = list(PositionCustomer.objects.filter(day=day, group_id=group_id))
    if day is None or not rows:
        raise nobody(group_id)
    limited = [row for row in rows if row.group_limit is not None] or rows
    return Advice(
        customer_id=None,
        group_id=group_id,
        currency=limited[0].currency,
        as_of=day.as_of,
        version=day.policy_version or judging_version(),
        current=limited[0].group_limit,
        limit=None,
        terms=None,
        rule=None,
        salespeople=frozenset(row.salesperson for row in rows),
        rates=rates_beside(limited[0].currency, limited[0].to_home),
    )


def must_be_seen(advice: Advice, user: User) -> None:
    """Refuse a salesperson what is about another's customer, or a group with one, as if unknown.

    Raises:
        NobodyToDecideOn: it is not theirs.
    """
    if user.role == Role.SALES and advice.salespeople != {user.salesperson or object()}:
        raise nobody(advice.customer_id or advice.group_id or "")


def nobody(name: str) -> NobodyToDecideOn:
    """Say that there is no such customer or group."""
    return NobodyToDecideOn(f"The position has no {name}.", "nobody-to-decide-on", name=name)
