"""What was just recorded while chasing can be taken back, by one event more."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from duecourse.ledger.tables import TABLE
from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.call_notes import CallNote
from duecourse.store.chasing_facts import AlreadySo, NotToBeChased, customer_seen, deed
from duecourse.store.people import Role, User
from duecourse.store.recording import SupersededSince, take_back_in

TABLES: Mapping[str, str] = {
    "promise.recorded": "promises",
    "promise.closed": "promises",
    "dispute.opened": "disputes",
    "dispute.closed": "disputes",
    "customer.address": "customers",
}
"""What can be undone, and the table whose facts it wrote."""
NOTE = "call-note.written"
WITHIN = timedelta(days=1)
"""So long a slip can be taken back; later it is closed, withdrawn or corrected."""


@transaction.atomic
def undo_chasing(event_id: int, user: User) -> AuditEvent:
    """Take back what an event recorded; what it had superseded holds again.

    Whoever did it may undo it, and a manager.

    Raises:
        MayNot: the role records nothing.
        NotToBeChased: there is no such event, or it is somebody else's.
        AlreadySo: it is a day old, taken back already, or others rest on it.
    """
    must(user, Right.PROMISES)
    done = deed_of(event_id, user)
    if done.at < timezone.now() - WITHIN:
        raise AlreadySo("This was recorded more than a day ago.", "undo-too-late")
    event = deed(f"{done.action}.undone", done.subject, str(done.customer_id), user, event=done.pk)
    taken = notes_back(done, event) if done.action == NOTE else facts_back(done, event)
    if not taken:
        raise AlreadySo("This was taken back already.", "undone-already")
    return event


def deed_of(event_id: int, user: User) -> AuditEvent:
    """Find what is to be undone, if this person may."""
    done = AuditEvent.objects.filter(pk=event_id, action__in=(*TABLES, NOTE)).first()
    if done is None or (done.user_id != user.pk and user.role != Role.MANAGER):
        says = "There is nothing of yours to undo."
        raise NotToBeChased(says, "nothing-to-undo")
    customer_seen(str(done.customer_id), user)
    return done


def facts_back(done: AuditEvent, event: AuditEvent) -> int:
    """Take back facts."""
    try:
        return take_back_in(TABLE[TABLES[done.action]], done, event)
    except SupersededSince:
        says = "This was changed since; undo the later change first."
        raise AlreadySo(says, "changed-since") from None


def notes_back(done: AuditEvent, event: AuditEvent) -> int:
    """Take back a note."""
    return CallNote.objects.filter(recorded=done, superseded=None).update(superseded=event)
