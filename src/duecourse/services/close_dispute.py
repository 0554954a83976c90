"""A dispute that is over: justified, partly justified, unjustified, or withdrawn."""

from datetime import date

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_facts import (
    AlreadySo,
    NotSensible,
    NotToBeChased,
    correct,
    deed,
    held,
    invoice_seen,
)
from duecourse.store.people import User

OUTCOMES = ("justified", "partly", "unjustified", "withdrawn")
"""``justified``: a credit note follows in the books; a dispute changes no amount itself."""


@transaction.atomic
def close_dispute(
    dispute_id: str, outcome: str, user: User | None, *, on: date, reason: str = ""
) -> AuditEvent:
    """Close a dispute on a day with its outcome; what is still open is chased again.

    Raises:
        MayNot: the role closes no disputes.
        NotToBeChased: there is no such dispute.
        NotSensible: the outcome is none of ``OUTCOMES``.
        AlreadySo: it is closed.
    """
    must(user, Right.CHASE)
    if outcome not in OUTCOMES:
        raise NotSensible("Say how the dispute ended.", "dispute-outcome")
    dispute = held("disputes", dispute_id=dispute_id)
    if dispute is None:
        says = f"There is no dispute {dispute_id}."
        raise NotToBeChased(says, "no-such-dispute", dispute=dispute_id)
    invoice = invoice_seen(dispute.invoice_id, user)
    if dispute.closed_on is not None:
        raise AlreadySo("This dispute is closed already.", "dispute-closed")
    event = deed(
        "dispute.closed",
        dispute.invoice_id,
        invoice.customer_id,
        user,
        reason=reason,
        dispute=dispute_id,
        outcome=outcome,
    )
    correct(dispute, event, closed_on=max(on, dispute.opened_on), outcome=outcome)
    return event
