"""Facts that people tell while they chase: found for who may see them, told and corrected."""

from datetime import date
from typing import Any

from django.utils import timezone

from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS, Fact
from duecourse.store.people import Role, User
from duecourse.store.policy_in_force import version_in_force
from duecourse.store.positions import latest_day
from duecourse.values.refusals import Refusal

KEPT = ("id", "recorded", "superseded")
"""Columns of a fact that are not the ledger's."""
SUBJECT_LENGTH = 200


class NotToBeChased(Refusal, LookupError):
    """There is no such customer or invoice, or not for whoever asks."""


class NotSensible(Refusal, ValueError):
    """What was told cannot be so."""


class AlreadySo(Refusal, ValueError):
    """It was told before, or is over."""


def working_day() -> date:
    """Return the day that people work on: that of the latest position, else the calendar's."""
    day = latest_day()
    return timezone.localdate() if day is None else day.as_of


def customer_seen(customer_id: str, user: User | None) -> Fact:
    """Return what the ledger tells of a customer, if this person may see it.

    Raises:
        NotToBeChased: nobody has that id, or it is another salesperson's.
    """
    told = FACTS["customers"].objects.filter(superseded=None, customer_id=customer_id)
    if user is not None and user.role == Role.SALES:
        told = told.filter(salesperson=user.salesperson) if user.salesperson else told.none()
    found = told.first()
    if found is None:
        says = f"The ledger has no customer {customer_id}."
        raise NotToBeChased(says, "no-such-customer", name=customer_id)
    return found


def invoice_seen(invoice_id: str, user: User | None, *, customer_id: str | None = None) -> Any:
    """Return an invoice that stands, if this person may see its customer.

    Raises:
        NotToBeChased: there is none of that number, it was cancelled, or it is not theirs.
    """
    told = FACTS["invoices"].objects.filter(superseded=None, invoice_id=invoice_id)
    invoice: Any = told.filter(cancelled_on=None).first()
    if invoice is None or customer_id not in (None, invoice.customer_id):
        says = f"There is no invoice {invoice_id} to chase."
        raise NotToBeChased(says, "no-invoice-to-chase", invoice=invoice_id)
    customer_seen(invoice.customer_id, user)
    return invoice


def held(table: str, **key: object) -> Any:
    """Return the fact of a table that holds under a key, locked; None where there is none."""
    return FACTS[table].objects.select_for_update().filter(superseded=None, **key).first()


def deed(
    action: str,
    subject: str,
    customer_id: str,
    user: User | None,
    *,
    reason: str = "",
    **details: object,
) -> AuditEvent:
    """Write the event of something done about a customer, with the policy in force."""
    return AuditEvent.objects.create(
        action=action,
        subject=subject[:SUBJECT_LENGTH],
        customer_id=customer_id,
        user=user,
        reason=reason,
        policy_version=version_in_force(),
        details={name: value for name, value in details.items() if value is not None},
    )


def tell(table: str, event: AuditEvent, **columns: object) -> Fact:
    """Write one new fact."""
    return FACTS[table].objects.create(recorded=event, **columns)


def correct(fact: Fact, event: AuditEvent, **changes: object) -> Fact:
    """Supersede a fact by one that says something else in some columns.

    Raises:
        AlreadySo: somebody else corrected it meanwhile.
    """
    model = type(fact)
    still = model.objects.filter(pk=fact.pk, superseded=None)
    if not still.update(superseded=event):
        raise AlreadySo("Somebody changed this meanwhile; look again.", "chased-changed")
    columns = {
        field.name: getattr(fact, field.name)
        for field in model._meta.concrete_fields
        if field.name not in KEPT
    }
    return model.objects.create(recorded=event, **{**columns, **changes})
