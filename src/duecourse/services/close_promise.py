"""A promise that is over: kept, broken or withdrawn."""

from datetime import date
from typing import Literal, get_args

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

Outcome = Literal["kept", "broken", "withdrawn"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@transaction.atomic
def close_promise(
    promise_id: str, outcome: str, user: User | None, *, on: date, reason: str = ""
) -> AuditEvent:
    """Close a promise on a day; from then on it holds back no letter.

    How it ended stands in the event that closed it.

    Raises:
        MayNot: the role records no promises.
        NotToBeChased: there is no such promise, or its customer is not theirs.
        NotSensible: the outcome is none of ``OUTCOMES``.
        AlreadySo: it is closed.
    """
    must(user, Right.PROMISES)
    if outcome not in OUTCOMES:
        raise NotSensible("A promise is kept, broken or withdrawn.", "promise-outcome")
    promise, unknown = held("promises", promise_id=promise_id), no_such_promise(promise_id)
    if promise is None:
        raise unknown
    try:
        invoice = invoice_seen(promise.invoice_id, user)
    except NotToBeChased:
        raise unknown from None  # whose it is stays untold
    if promise.closed_on is not None:
        raise AlreadySo("This promise is closed already.", "promise-closed")
    event = deed(
        "promise.closed",
        promise.invoice_id,
        invoice.customer_id,
        user,
        reason=reason,
        promise=promise_id,
        outcome=outcome,
    )
    correct(promise, event, closed_on=max(on, promise.promised_on))
    return event


def no_such_promise(promise_id: str) -> NotToBeChased:
    """Say that there is no promise of that number, or none that whoever asks may see."""
    says = f"There is no promise {promise_id}."
    return NotToBeChased(says, "no-such-promise", promise=promise_id)
