"""A write-off is proposed by one person and approved by another, with a mandate for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from duecourse.decide.signing import BeyondMandate, signing
from duecourse.ledger.arrow import schema_of
from duecourse.ledger.tables import TABLE
from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.changes_since import read_until
from duecourse.store.chasing_facts import deed
from duecourse.store.fields import UNIT
from duecourse.store.limit_advice import rates_beside
from duecourse.store.limit_asking import reason_needed
from duecourse.store.people import User
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.store.positions import PositionDay, PositionPart, latest_day
from duecourse.store.recording import SupersededSince, record, take_back_in
from duecourse.store.write_offs import APPROVED, OPEN, REFUSED, WITHDRAWN, WriteOff
from duecourse.values.days import day_number
from duecourse.values.money import Money
from duecourse.values.refusals import Refusal

SETTLEMENTS = TABLE["settlements"]


class NotToBeWrittenOff(Refusal, ValueError):
    """There is no such open invoice, or not so much of it, or another proposal waits."""


@dataclass(frozen=True, slots=True)
class WriteOffAsked:
    """A proposal: so much of an invoice, in its currency, and why."""

    invoice_id: str
    amount: Decimal
    reason: str


@transaction.atomic
def propose_write_off(asked: WriteOffAsked, user: User) -> WriteOff:
    """Propose to give up what is open of an invoice.

    Raises:
        MayNot: the user's role proposes none.
        ReasonMissing: nobody says why.
        NotToBeWrittenOff: see there.
    """
    must(user, Right.ASK_WRITE_OFFS)
    told = reason_needed(asked.reason, "write-off-reason", "Say why it will not be paid.")
    day, parts = open_parts(asked.invoice_id)
    rest = left_of(asked.invoice_id, day, parts)
    amount = asked.amount
    if not amount.is_finite() or not 0 < amount <= rest or amount != amount.quantize(UNIT):
        says = f"Of invoice {asked.invoice_id} {rest} is open; {amount} cannot be written off."
        raise NotToBeWrittenOff(says, "write-off-amount", invoice=asked.invoice_id, rest=rest)
    if WriteOff.objects.filter(invoice_id=asked.invoice_id, state=OPEN).exists():
        raise proposed(asked.invoice_id)
    try:
        with transaction.atomic():
            made = WriteOff.objects.create(
                customer_id=parts[0].customer_id,
                invoice_id=asked.invoice_id,
                company_id=parts[0].company_id,
                amount=amount,
                currency=parts[0].currency,
                reason=told,
                asked_by=user,
                as_of=day.as_of,
                policy_version=judging_version(),
            )
    except IntegrityError as error:
        raise proposed(asked.invoice_id) from error
    note(made, "write-off.proposed", user, told)
    return made


def proposed(invoice_id: str) -> NotToBeWrittenOff:
    """Say that a proposal waits."""
    says = f"A write-off of invoice {invoice_id} waits already."
    return NotToBeWrittenOff(says, "write-off-waits", invoice=invoice_id)


def open_parts(invoice_id: str) -> tuple[PositionDay, list[PositionPart]]:
    """Find what is open of an invoice on the latest day.

    Raises:
        NotToBeWrittenOff: nothing is.
    """
    day = latest_day()
    found = PositionPart.objects.filter(day=day, invoice_id=invoice_id, open_amount__gt=0)
    parts = list(found)
    if day is None or not parts:
        says = f"Nothing is open of invoice {invoice_id}."
        raise NotToBeWrittenOff(says, "write-off-nothing-open", invoice=invoice_id)
    return day, parts


def left_of(invoice_id: str, day: PositionDay, parts: Sequence[PositionPart]) -> Decimal:
    """Sum what is open, less what was written off since the position was taken."""
    since = WriteOff.objects.filter(
        invoice_id=invoice_id, state=APPROVED, event_id__gt=read_until(day)
    )
    given_up = since.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    return sum((one.open_amount for one in parts), Decimal(0)) - given_up


@transaction.atomic
def approve_write_off(write_off_id: int, user: User, *, reason: str = "") -> WriteOff:
    """Approve a write-off; the ledger gets a settlement of the kind ``write_off``.

    Raises:
        MayNot, BeyondMandate: the user's role has no mandate for it, or the user proposed it.
        NotToBeWrittenOff: it waits no longer, or less is open by now.
    """
    must(user, Right.DECIDE_WRITE_OFFS)
    found = waiting(write_off_id)
    if found.asked_by_id == user.pk:
        raise BeyondMandate("You proposed this; another person approves it.", "own-write-off")
    day, parts = open_parts(found.invoice_id)
    rest = left_of(found.invoice_id, day, parts)
    if found.amount > rest:
        says = f"Of invoice {found.invoice_id} only {rest} is open by now."
        raise NotToBeWrittenOff(says, "write-off-less-open", invoice=found.invoice_id, rest=rest)
    signing(policy_of(judging_version()), user.role, at_home(found))
    found.event = note(found, "write-off.approved", user, reason.strip())
    row = {
        "settlement_id": f"write-off/{found.pk}",
        "customer_id": found.customer_id,
        "invoice_id": found.invoice_id,
        "posted_on": day_number(day.as_of),
        "currency": found.currency,
        "amount": found.amount,
        "kind": "write_off",
        "status": "posted",
        "company_id": found.company_id,
    }
    table = pa.Table.from_pylist([row], schema=schema_of(SETTLEMENTS))
    record(SETTLEMENTS, table, found.event)
    return closed(found, APPROVED, user, reason.strip())


def at_home(found: WriteOff) -> Money | None:
    """Express a write-off in the policy's currency; None where no rate is known."""
    home = policy_of(judging_version()).currency
    if found.currency == home:
        return Money(found.amount, home)
    rate = rates_beside(found.currency, None).get(found.currency)
    return None if rate is None else Money(found.amount * rate, home)


@transaction.atomic
def refuse_write_off(write_off_id: int, user: User, *, reason: str) -> WriteOff:
    """Refuse a write-off, with a reason.

    Raises:
        MayNot, ReasonMissing, NotToBeWrittenOff: see there.
        BeyondMandate: the user proposed it; it can be withdrawn.
    """
    must(user, Right.DECIDE_WRITE_OFFS)
    found = waiting(write_off_id)
    if found.asked_by_id == user.pk:
        raise BeyondMandate("You proposed this; withdraw it instead.", "own-refusal")
    told = reason_needed(reason, "refuse-reason", "Say why it is refused.")
    note(found, "write-off.refused", user, told)
    return closed(found, REFUSED, user, told)


@transaction.atomic
def withdraw_write_off(write_off_id: int, user: User) -> WriteOff:
    """Withdraw one's own proposal as long as it waits.

    Raises:
        MayNot, BeyondMandate: somebody else proposed it.
        NotToBeWrittenOff: it waits no longer.
    """
    must(user, Right.ANSWER_WRITE_OFFS)
    found = waiting(write_off_id)
    if found.asked_by_id != user.pk:
        raise BeyondMandate("Only whoever proposed it may withdraw it.", "not-own-request")
    note(found, "write-off.withdrawn", user, "")
    return closed(found, WITHDRAWN, user, "")


@transaction.atomic
def take_back_write_off(write_off_id: int, user: User) -> WriteOff:
    """Take back a write-off that one approved, while the ledger has not corrected it.

    Raises:
        MayNot: the user's role decides over none.
        NotToBeWrittenOff: it is not in force, it is another's, or it was corrected since.
    """
    must(user, Right.DECIDE_WRITE_OFFS)
    found = WriteOff.objects.select_for_update().filter(pk=write_off_id).first()
    mine = found is not None and found.decided_by_id == user.pk
    if found is None or not mine or found.state != APPROVED or found.event is None:
        says = "This write-off can no longer be taken back."
        raise NotToBeWrittenOff(says, "write-off-not-taken-back")
    event = note(found, "write-off.taken-back", user, "")
    try:
        take_back_in(SETTLEMENTS, found.event, event)
    except SupersededSince as error:
        says = "This write-off can no longer be taken back."
        raise NotToBeWrittenOff(says, "write-off-not-taken-back") from error
    return closed(found, WITHDRAWN, user, found.decision_reason)


def waiting(write_off_id: int) -> WriteOff:
    """Find a proposal that waits, and lock it.

    Raises:
        NotToBeWrittenOff: there is none, or it was decided.
    """
    found = WriteOff.objects.select_for_update().filter(pk=write_off_id).first()
    if found is None or found.state != OPEN:
        says = "This write-off waits no longer; look again."
        raise NotToBeWrittenOff(says, "write-off-decided-already")
    return found


def closed(found: WriteOff, state: str, user: User, reason: str) -> WriteOff:
    """Write what became of a proposal."""
    found.state, found.decided_by = state, user
    found.decided_at, found.decision_reason = timezone.now(), reason
    found.save()
    return found


def note(found: WriteOff, action: str, user: User, reason: str) -> AuditEvent:
    """Write the event of a write-off."""
    return deed(
        action,
        found.invoice_id,
        found.customer_id,
        user,
        reason=reason,
        write_off=found.pk,
        amount=str(found.amount),
        currency=found.currency,
    )
