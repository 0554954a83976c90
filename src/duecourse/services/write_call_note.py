"""A call note: who spoke with whom, when, what was said, and when to speak again."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store.call_notes import CallNote
from duecourse.store.chasing_facts import NotSensible, customer_seen, deed
from duecourse.store.people import User


@dataclass(frozen=True, slots=True)
class NoteTold:
    """What was said with a customer's ``contact`` on a day."""

    customer_id: str
    spoken_on: date
    text: str
    contact: str = ""
    next_contact_on: date | None = None


@transaction.atomic
def write_call_note(told: NoteTold, user: User | None, *, on: date) -> CallNote:
    """Keep a note of a call.

    Raises:
        MayNot: the role writes no notes.
        NotToBeChased: there is no such customer, or it is not theirs.
        NotSensible: nothing was said, a call of the future, a next contact before the call.
    """
    must(user, Right.PROMISES)
    customer_seen(told.customer_id, user)
    text = told.text.strip()
    if not text:
        raise NotSensible("Write down what was said.", "note-empty")
    if told.spoken_on > on:
        raise NotSensible("The call lies in the future.", "note-in-future")
    if told.next_contact_on is not None and told.next_contact_on < told.spoken_on:
        raise NotSensible("The next contact lies before the call.", "next-before-call")
    following = told.next_contact_on.isoformat() if told.next_contact_on else None
    event = deed(
        "call-note.written", told.customer_id, told.customer_id, user, reason=text, next=following
    )
    return CallNote.objects.create(
        customer_id=told.customer_id,
        spoken_on=told.spoken_on,
        spoken_by=user,
        contact=told.contact.strip(),
        text=text,
        next_contact_on=told.next_contact_on,
        recorded=event,
    )
