"""What the ledger tells of one customer, table by table, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Max, Q

from duecourse.ledger.tables_trade import SETTLING_KINDS
from duecourse.store.facts import FACTS, Fact

MOST = 20
PINS = 48
LATEST: dict[str, str] = {
    "orders": "-ordered_on",
    "reports": "-reported_on",
    "statements": "-period_end",
    "bills": "-received_on",
    "contracts": "-signed_on",
    "securities": "-valid_until",
    "covers": "-effective_on",
    "limits": "-from_on",
    "references": "-given_on",
}
"""Tables that name a customer, and by which day they are listed."""
OF_INVOICES: dict[str, str] = {
    "promises": "-promised_on",
    "disputes": "-opened_on",
    "notices": "-sent_on",
}
"""Tables that name an invoice."""


@dataclass(frozen=True, slots=True)
class Pin:
    """An invoice against its due date: how many days after it, and whether it is still open."""

    invoice_id: str
    due_on: date
    days: int
    still_open: bool


def holding(table: str, **chosen: Any) -> Any:
    """Return the facts of a table that hold."""
    return FACTS[table].objects.filter(superseded=None, **chosen)


def customer_told(customer_id: str) -> Fact | None:
    """Return what the ledger tells of a customer itself."""
    return holding("customers", customer_id=customer_id).first()


def facts_of(customer_id: str) -> dict[str, list[Fact]]:
    """Read what the ledger tells of a customer, at most so many of each."""
    own = holding("invoices", customer_id=customer_id).values("invoice_id")
    named = {
        table: list(holding(table, customer_id=customer_id).order_by(by, "-id")[:MOST])
        for table, by in LATEST.items()
    }
    of_invoices = {
        table: list(
            holding(table, invoice_id__in=own).select_related("recorded").order_by(by, "-id")[:MOST]
        )
        for table, by in OF_INVOICES.items()
    }
    return {**named, **of_invoices}


def payments_of(customer_id: str) -> list[Fact]:
    """Return the latest days on which the customer paid."""
    paid = holding("settlements", customer_id=customer_id, amount__gt=0)
    return list(paid.filter(kind__in=("payment", "bill")).order_by("-posted_on", "-id")[:MOST])


def pins_of(customer_id: str, open_invoices: set[str], *, as_of: date) -> list[Pin]:
    """Set each of the latest invoices against its due date: paid when, or still open since when.

    Left out is what is open and not yet due, and what is neither open nor settled on a day.
    """
    due = (Q(amount__gt=0), Q(issued_on__lte=as_of), Q(cancelled_on=None))
    latest = holding("invoices", customer_id=customer_id).filter(*due).order_by("-due_on", "-id")
    rows = list(latest.values_list("invoice_id", "due_on")[:PINS])
    settled = dict(
        holding("settlements", invoice_id__in=[name for name, _ in rows])
        .filter(kind__in=SETTLING_KINDS, posted_on__lte=as_of)
        .values_list("invoice_id")
        .annotate(last=Max("posted_on"))
    )
    found = []
    for name, due_on in reversed(rows):
        still_open = name in open_invoices
        until = as_of if still_open else settled.get(name)
        if until is not None and not (still_open and until <= due_on):
            found.append(Pin(name, due_on, (until - due_on).days, still_open))
    return found


def paid_days(payments: Sequence[Any]) -> list[tuple[date, str, Decimal, int]]:
    """Sum payments by day and currency: day, currency, amount, how many."""
    keyed = sorted(payments, key=lambda one: (one.posted_on, one.currency), reverse=True)
    return [
        (when, currency, sum((one.amount for one in many), Decimal(0)), len(many))
        for (when, currency), group in groupby(keyed, lambda one: (one.posted_on, one.currency))
        if (many := list(group))
    ]
