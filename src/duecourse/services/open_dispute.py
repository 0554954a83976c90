"""A dispute: what a customer says is wrong with an invoice, and how much of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_facts import AlreadySo, NotSensible, deed, held, invoice_seen, tell
from duecourse.store.people import User


@dataclass(frozen=True, slots=True)
class DisputeTold:
    """What is disputed: an invoice, an amount in its currency (none: all of it), and why."""

    invoice_id: str
    reason: str
    amount: Decimal | None = None


@transaction.atomic
def open_dispute(told: DisputeTold, user: User | None, *, on: date) -> AuditEvent:
    """Open a dispute on a day; what is disputed is not chased until it is closed.

    Raises:
        MayNot: the role opens no disputes.
        NotToBeChased: there is no such invoice.
        NotSensible: no reason, or an amount that the invoice has not.
        AlreadySo: a dispute of the invoice is open.
    """
    must(user, Right.CHASE)
    invoice = invoice_seen(told.invoice_id, user)
    if not told.reason.strip():
        raise NotSensible("Say what is disputed.", "dispute-without-reason")
    if told.amount is not None and not 0 < told.amount <= invoice.amount:
        says = f"The amount lies above zero and is {invoice.amount} at most, that of the invoice."
        raise NotSensible(says, "disputed-amount", most=str(invoice.amount.normalize()))
    if held("disputes", invoice_id=told.invoice_id, closed_on=None) is not None:
        says = f"A dispute of {told.invoice_id} is open; close it first."
        raise AlreadySo(says, "dispute-open", invoice=told.invoice_id)
    amount = None if told.amount is None else str(told.amount)
    event = deed(
        "dispute.opened",
        told.invoice_id,
        invoice.customer_id,
        user,
        reason=told.reason.strip(),
        amount=amount,
    )
    tell(
        "disputes",
        event,
        dispute_id=f"D{event.pk}",
        invoice_id=told.invoice_id,
        opened_on=on,
        amount=told.amount,
        reason=told.reason.strip(),
        company_id=invoice.company_id,
        known_on=on,
    )
    return event
