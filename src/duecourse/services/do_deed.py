"""What a person does about an alert, a task or an order that waits: noted, never edited."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from duecourse.act.tasks import RHYTHM_DAYS, days_between
from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.deeds import (
    ALERT,
    ASSIGNED,
    DONE,
    NEEDS_NOTE,
    NOTED,
    ORDER,
    REOPENED,
    SEEN,
    SNOOZED,
    TASK,
    Deed,
    last_deeds,
)
from duecourse.store.limit_asking import LONGEST, reason_needed
from duecourse.store.people import Role, User
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.store.positions import PositionCustomer, PositionDay, latest_day
from duecourse.values.refusals import Refusal

REST_DAYS = 30
"""How long what was dealt with stays away from the worklist where it is still so."""
MOST_DAYS = RHYTHM_DAYS["year"]
REVIEW = "review-due"
ABOUT = (ALERT, TASK, ORDER)
DID = (SEEN, NOTED, SNOOZED, DONE, ASSIGNED)


class NotADeed(Refusal, ValueError):
    """What is told cannot be: of nothing known, until a day that is past, given to nobody."""


@dataclass(frozen=True, slots=True)
class DeedTold:
    """What a person says they did; ``name``: the alert's rule, the task's kind, the order's id."""

    about: str
    customer_id: str
    name: str
    did: str
    note: str = ""
    until_on: date | None = None
    assigned_to: str = ""


@transaction.atomic
def do_deed(told: DeedTold, user: User) -> Deed:
    """Note what was done; a thing put off or dealt with comes back once its day is there.

    A review that was done counts until the next one by the policy's rhythm; what else was dealt
    with comes back after ``REST_DAYS`` where it is still so.

    Raises:
        MayNot: the user's role does nothing about these.
        ReasonMissing: nobody says what was done.
        NotADeed: see there.
    """
    must(user, Right.DEEDS)
    day, row = standing(told)
    note = told.note.strip()[:LONGEST]
    if told.did in NEEDS_NOTE:
        reason_needed(note, "deed-note", "Say what was done.")
    deed = Deed.objects.create(
        about=told.about,
        customer_id=told.customer_id,
        name=told.name,
        did=told.did,
        until_on=rests_until(told, day.as_of, row),
        note=note,
        assigned_to=assignee(told),
        by=user,
        as_of=day.as_of,
        policy_version=day.policy_version,
    )
    write_event(deed, user)
    return deed


def write_event(deed: Deed, user: User) -> None:
    """Write the event of a deed."""
    until = None if deed.until_on is None else deed.until_on.isoformat()
    AuditEvent.objects.create(
        action=f"{deed.about}.{deed.did}",
        subject=deed.name[:200],
        customer_id=deed.customer_id,
        user=user,
        reason=deed.note,
        policy_version=deed.policy_version,
        details={"deed": deed.pk, "as_of": deed.as_of.isoformat(), "until": until},
    )


def standing(told: DeedTold) -> tuple[PositionDay, PositionCustomer]:
    """Find the day and the customer that a deed is about.

    Raises:
        NotADeed: there is no position or no such customer, or nothing of that kind.
    """
    if told.about not in ABOUT or told.did not in DID or not told.name:
        raise NotADeed("There is no such thing to do.", "no-such-deed")
    day = latest_day()
    row = PositionCustomer.objects.filter(day=day, customer_id=told.customer_id).first()
    if day is None or row is None:
        says = f"The position has no {told.customer_id}."
        raise NotADeed(says, "nobody-to-decide-on", name=told.customer_id)
    return day, row


def rests_until(told: DeedTold, as_of: date, row: PositionCustomer) -> date | None:
    """Return until when a thing stays away from the worklist; None: it stays there.

    Raises:
        NotADeed: it is put off to no day, to a past one, or for more than a year.
    """
    match told.did:
        case "snoozed":
            until = told.until_on
            if until is None or not as_of < until <= as_of + timedelta(days=MOST_DAYS):
                says = f"Put it off to a day after {as_of}, at most a year from it."
                raise NotADeed(says, "snooze-day", as_of=as_of)
            return until
        case "done" if told.about == TASK and told.name == REVIEW:
            rhythms = policy_of(judging_version()).review.customers
            return as_of + timedelta(days=days_between(rhythms, row.grade or "C"))
        case "done":
            return as_of + timedelta(days=REST_DAYS)
        case _:
            return None


def assignee(told: DeedTold) -> User | None:
    """Find whom a thing is given to.

    Raises:
        NotADeed: nobody of that name works on these.
    """
    if told.did != ASSIGNED:
        return None
    able = User.objects.filter(is_active=True, role__in=(Role.RISK, Role.MANAGER))
    found = able.filter(username=told.assigned_to).first()
    if found is None:
        says = f"Nobody named {told.assigned_to} works on these."
        raise NotADeed(says, "no-assignee", name=told.assigned_to)
    return found


@transaction.atomic
def reopen(deed_id: int, user: User) -> Deed:
    """Bring a thing back to the worklist by one deed more; what was done stays on record.

    Raises:
        MayNot: the user's role does nothing about these.
        NotADeed: there is no such deed, or another followed it.
    """
    must(user, Right.DEEDS)
    done = Deed.objects.filter(pk=deed_id).first()
    if done is None or not last_deeds(done.about).filter(pk=deed_id).exists():
        raise NotADeed("Something was done about this since; look again.", "deed-not-last")
    deed = Deed.objects.create(
        about=done.about,
        customer_id=done.customer_id,
        name=done.name,
        did=REOPENED,
        by=user,
        as_of=done.as_of,
        policy_version=done.policy_version,
    )
    write_event(deed, user)
    return deed
