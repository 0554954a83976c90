"""Nothing is written to a customer for a while: with a reason and an end."""

from datetime import date, timedelta

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store.chasing_facts import AlreadySo, NotSensible, customer_seen, deed
from duecourse.store.chasing_pauses import ChasingPause
from duecourse.store.people import User

MOST_DAYS = 184
"""A longer pause is a decision about the debt, not about letters."""


@transaction.atomic
def pause_chasing(
    customer_id: str, until_on: date, reason: str, user: User, *, on: date
) -> ChasingPause:
    """Let no dunning letter go to a customer from a day to another, both included.

    Raises:
        MayNot: the role pauses nothing.
        NotToBeChased: there is no such customer.
        NotSensible: no reason, or an end that is past or too far ahead.
        AlreadySo: it is paused.
    """
    must(user, Right.CHASE)
    customer_seen(customer_id, user)
    if not reason.strip():
        raise NotSensible("Say why the chasing is paused.", "pause-without-reason")
    if not on <= until_on <= on + timedelta(MOST_DAYS):
        says = f"A pause ends today or later, within {MOST_DAYS} days."
        raise NotSensible(says, "pause-end", days=MOST_DAYS)
    standing = ChasingPause.objects.filter(customer_id=customer_id, lifted=None)
    if standing.filter(until_on__gte=on).exists():
        raise AlreadySo("Chasing is paused already; end that pause first.", "paused-already")
    event = deed(
        "chasing.paused",
        customer_id,
        customer_id,
        user,
        reason=reason.strip(),
        until=until_on.isoformat(),
    )
    return ChasingPause.objects.create(
        customer_id=customer_id,
        from_on=on,
        until_on=until_on,
        reason=reason.strip(),
        made_by=user,
        event=event,
    )
