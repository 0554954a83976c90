"""A promise to pay: recorded, so that nobody chases while it is in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_facts import (
    AlreadySo,
    NotSensible,
    customer_seen,
    deed,
    held,
    invoice_seen,
    tell,
)
from duecourse.store.people import User

MOST_DAYS = 92
"""How far ahead a promise may lie; beyond that it is no promise but a pause, with a reason."""


@dataclass(frozen=True, slots=True)
class PromiseTold:
    """What a customer promised: to pay these invoices by a day.

    ``amount`` is in the invoice's currency, for one invoice alone; none: all that is open.
    ``said`` is what was said, in the words of who heard it.
    """

    customer_id: str
    invoices: Sequence[str]
    until_on: date
    amount: Decimal | None = None
    said: str = ""


@transaction.atomic
def record_promise(told: PromiseTold, user: User | None, *, on: date) -> AuditEvent:
    """Record a promise made on a day, one fact for each invoice.

    Raises:
        MayNot: the role records no promises.
        NotToBeChased: there is no such customer or invoice, or it is not theirs.
        NotSensible: the day is past or too far ahead, or the amount is none.
        AlreadySo: the same promise stands already.
    """
    must(user, Right.PROMISES)
    customer_seen(told.customer_id, user)
    must_be_sensible(told, on)
    invoices = [invoice_seen(one, user, customer_id=told.customer_id) for one in told.invoices]
    for invoice in invoices:
        must_be_new(invoice.invoice_id, told)
    event = deed(
        "promise.recorded",
        ", ".join(told.invoices),
        told.customer_id,
        user,
        reason=told.said,
        until=told.until_on.isoformat(),
        amount=None if told.amount is None else str(told.amount),
    )
    for place, invoice in enumerate(invoices, 1):
        tell(
            "promises",
            event,
            promise_id=f"P{event.pk}-{place}",
            invoice_id=invoice.invoice_id,
            promised_on=on,
            until_on=told.until_on,
            amount=told.amount,
            company_id=invoice.company_id,
            known_on=on,
        )
    return event


def must_be_sensible(told: PromiseTold, on: date) -> None:
    """Refuse a promise of nothing, for the past, or for a day far away."""
    if not told.invoices:
        raise NotSensible("Name at least one invoice.", "promise-without-invoice")
    if told.until_on < on:
        says = f"{told.until_on} is past; a promise names today or a later day."
        raise NotSensible(says, "promise-past", day=told.until_on.isoformat())
    if told.until_on > on + timedelta(MOST_DAYS):
        says = f"A promise lies at most {MOST_DAYS} days ahead; pause the chasing instead."
        raise NotSensible(says, "promise-too-far", days=MOST_DAYS)
    if told.amount is not None and told.amount <= 0:
        raise NotSensible("The amount must be above zero.", "amount-not-positive")
    if told.amount is not None and len(told.invoices) > 1:
        says = "An amount goes with one invoice; leave it out, or record one promise each."
        raise NotSensible(says, "amount-for-several")


def must_be_new(invoice_id: str, told: PromiseTold) -> None:
    """Refuse what was told before: the same invoice, the same day, still open."""
    same = {"until_on": told.until_on, "amount": told.amount, "closed_on": None}
    if held("promises", invoice_id=invoice_id, **same) is not None:
        says = f"This promise for {invoice_id} is recorded already."
        raise AlreadySo(says, "promise-known", invoice=invoice_id)
