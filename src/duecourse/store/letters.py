"""Letters from state to state: the one place where a letter and its lines change together."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.utils import timezone

from duecourse.ledger.arrow import schema_of
from duecourse.ledger.tables import TABLE
from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.outbox import LIVE, WAYS, Letter, LetterKind, LetterLine, LetterState
from duecourse.store.people import Role, User
from duecourse.store.recording import record
from duecourse.values.days import day_number
from duecourse.values.refusals import Refusal


class NoSuchLetter(Refusal, LookupError):
    """There is no letter of that number."""


class LetterGone(Refusal, ValueError):
    """A letter stands where this can no longer be done to it."""


def letter_numbered(number: int) -> Letter:
    """Fetch a letter anew, locked, within the caller's transaction.

    Raises:
        NoSuchLetter: there is none of that number.
    """
    letter = Letter.objects.select_for_update(of=("self",)).filter(pk=number).first()
    if letter is None:
        raise NoSuchLetter(f"There is no letter {number}.", "no-such-letter", number=number)
    return letter


def letter_seen(number: int, user: User | None) -> Letter:
    """Fetch a letter, locked, if this person may see it; sales see those to their own customers.

    Raises:
        NoSuchLetter: there is none of that number, or it is another salesperson's.
    """
    return seen(letter_numbered(number), user)


def letter_to_read(number: int, user: User | None) -> Letter:
    """Fetch a letter to look at, if this person may see it.

    Raises:
        NoSuchLetter: there is none of that number, or it is another salesperson's.
    """
    letter = Letter.objects.filter(pk=number).first()
    if letter is None:
        raise NoSuchLetter(f"There is no letter {number}.", "no-such-letter", number=number)
    return seen(letter, user)


def seen(letter: Letter, user: User | None) -> Letter:
    """Hide from sales the letters to others' customers."""
    foreign = (
        user is not None
        and user.role == Role.SALES
        and (not user.salesperson or letter.salesperson != user.salesperson)
    )
    if foreign:
        says = f"There is no letter {letter.pk}."
        raise NoSuchLetter(says, "no-such-letter", number=letter.pk)
    return letter


def move(letter: Letter, state: Any, **changes: Any) -> Letter:
    """Bring a letter from its state to another, its lines with it; nobody else may have moved it.

    Raises:
        LetterGone: no way leads there, or another process moved it first.
    """
    was = letter.state
    if state not in WAYS[was]:
        raise gone(letter)
    moved = Letter.objects.filter(pk=letter.pk, state=was).update(state=state, **changes)
    if not moved:
        raise gone(Letter.objects.get(pk=letter.pk))
    if (state in LIVE) != (was in LIVE):
        LetterLine.objects.filter(letter=letter).update(live=state in LIVE)
    for name, value in {"state": state, **changes}.items():
        setattr(letter, name, value)
    return letter


def ready_to_go(letter: Letter, wait: timedelta = timedelta(0)) -> dict[str, Any]:
    """Return what is fixed of a letter as it is queued: who it is on the wire, and from when."""
    return {
        "message_id": letter.message_id or new_message_id(letter),
        "next_attempt_at": timezone.now() + wait,
        "why": "",
    }


def new_message_id(letter: Letter) -> str:
    """Make the Message-ID of a letter: nobody can guess it, and a bounce leads back by it."""
    domain = getattr(settings, "MAIL_DOMAIN", "") or "duecourse.invalid"
    return f"<letter-{letter.pk}.{secrets.token_hex(12)}@{domain}>"


def gone(letter: Letter) -> LetterGone:
    """Refuse what the state of a letter does not allow."""
    says = f"Letter {letter.pk} is {letter.state}; this can no longer be done to it."
    return LetterGone(says, "letter-gone", number=letter.pk, state=letter.state)


def note(
    letter: Letter, action: str, user: User | None = None, reason: str = "", **details: Any
) -> AuditEvent:
    """Write the event of what was done to a letter."""
    return AuditEvent.objects.create(
        action=f"letter.{action}",
        subject=f"letter {letter.pk}",
        customer_id=letter.customer_id,
        user=user,
        reason=reason,
        policy_version_id=letter.policy_version_id,
        details={
            "letter": letter.pk,
            "kind": letter.kind,
            "level": letter.level,
            "channel": letter.channel,
            **details,
        },
    )


def sent(letter: Letter, at: datetime, event: AuditEvent, *, on: date, **changes: Any) -> Letter:
    """Note that a letter went: its state, and for a dunning letter a notice of every line."""
    move(letter, LetterState.SENT, sent_at=at, sent_event=event, **changes)
    tell_ledger(letter, event, "sent", on)
    return letter


def tell_ledger(letter: Letter, event: AuditEvent, status: str, on: date) -> None:
    """Record a notice for every line of a dunning letter."""
    if letter.kind != LetterKind.DUNNING:
        return
    table = TABLE["notices"]
    rows = [
        {
            "invoice_id": line.invoice_id,
            "part": line.part,
            "level": line.level,
            "sent_on": day_number(on),
            "channel": letter.channel,
            "status": status,
        }
        for line in letter.lines.all()
    ]
    whole = [{field.name: row.get(field.name) for field in schema_of(table)} for row in rows]
    record(table, pa.Table.from_pylist(whole, schema=schema_of(table)), event)


def take_back_notices(recorded: AuditEvent, event: AuditEvent) -> int:
    """Let the notices of a letter hold no longer: it did not arrive."""
    held = FACTS["notices"].objects.filter(recorded=recorded, superseded=None)
    return int(held.update(superseded=event))
