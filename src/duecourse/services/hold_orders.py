"""Orders of a customer are stopped by a person, and let go again by one with a mandate."""

from datetime import date, timedelta

from django.db import transaction

from duecourse.decide.signing import BeyondMandate, may_lift
from duecourse.ledger.tables import TABLE
from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_facts import correct, deed, tell
from duecourse.store.facts import FACTS
from duecourse.store.limit_advice import Advice, must_be_seen
from duecourse.store.limit_asking import reason_needed
from duecourse.store.people import User
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.store.recording import SupersededSince, take_back_in
from duecourse.store.standing_holds import holds_standing
from duecourse.values.money import Money
from duecourse.values.refusals import Refusal

RULE = "standing"
"""What holds set by people are called in the ledger; the policy's rules have their own names."""


class HoldStands(Refusal, ValueError):
    """Orders are stopped already, or are not."""


@transaction.atomic
def set_hold(
    advice: Advice, user: User, *, reason: str, until_on: date | None = None
) -> AuditEvent:
    """Stop a customer's orders from the facts' day, until a day or until it is lifted.

    Raises:
        MayNot: the user's role stops no orders.
        NobodyToDecideOn, ReasonMissing: see there.
        HoldStands: they are stopped by a person already, or would be until a day that is past.
    """
    must(user, Right.SET_HOLDS)
    must_be_seen(advice, user)
    told = reason_needed(reason, "hold-reason", "Say why orders are stopped.")
    customer_id = str(advice.customer_id)
    if holds_standing(customer_id, advice.as_of):
        raise HoldStands("Orders are stopped already; lift that hold first.", "hold-stands")
    if until_on is not None and until_on < advice.as_of:
        says = f"A hold ends on {advice.as_of} or later; {until_on} is past."
        raise HoldStands(says, "hold-in-the-past", until=until_on, as_of=advice.as_of)
    event = deed("hold.set", f"hold {customer_id}", customer_id, user, reason=told)
    columns = {
        "customer_id": customer_id,
        "from_on": advice.as_of,
        "until_on": until_on,
        "rule": RULE,
        "by": user.get_username(),
        "reason": told,
    }
    before = FACTS["holds"].objects.filter(superseded=None, customer_id=customer_id, rule=RULE)
    same = before.filter(from_on=advice.as_of).first()
    if same is None:
        tell("holds", event, **columns)
    else:
        correct(same, event, **columns)
    return event


@transaction.atomic
def lift_holds(advice: Advice, exposure: Money | None, user: User, *, reason: str) -> AuditEvent:
    """Let orders go again that a person had stopped, from the facts' day.

    Units:
        exposure: what the customer owes, in the home currency; None: no rate is known

    Raises:
        MayNot: the user's role lifts no holds.
        BeyondMandate: the user neither set it nor may grant as much as the customer owes.
        ReasonMissing: nobody says why.
        HoldStands: no person has stopped its orders.
    """
    must(user, Right.SET_HOLDS)
    must_be_seen(advice, user)
    told = reason_needed(reason, "lift-reason", "Say why orders may go again.")
    customer_id = str(advice.customer_id)
    standing = holds_standing(customer_id, advice.as_of)
    if not standing:
        raise HoldStands("No person has stopped these orders.", "no-hold-stands")
    must_have_mandate(standing, exposure, user)
    event = deed("hold.lifted", f"hold {customer_id}", customer_id, user, reason=told)
    for hold in standing:
        correct(hold, event, until_on=advice.as_of - timedelta(days=1))
    return event


def must_have_mandate(standing: list[object], exposure: Money | None, user: User) -> None:
    """Refuse whoever neither set the holds nor has a mandate for what is owed.

    Raises:
        BeyondMandate: see there.
    """
    own = all(getattr(hold, "by", None) == user.get_username() for hold in standing)
    if own or may_lift(policy_of(judging_version()), user.role, exposure):
        return
    says = f"The role {user.role} has no mandate for what this customer owes."
    raise BeyondMandate(says, "lift-beyond-mandate", role=user.role)


@transaction.atomic
def take_back_hold(event_id: int, user: User) -> AuditEvent:
    """Take back that a hold was set or lifted, while nothing changed it since.

    Raises:
        MayNot: the user's role stops no orders.
        HoldStands: there is no such decision of theirs, or it was changed since.
    """
    must(user, Right.SET_HOLDS)
    done = AuditEvent.objects.filter(
        pk=event_id, user=user, action__in=("hold.set", "hold.lifted")
    ).first()
    if (
        done is None
        or AuditEvent.objects.filter(
            pk__gt=event_id, customer_id=done.customer_id, action__startswith="order."
        ).exists()
    ):
        raise HoldStands("This can no longer be taken back.", "hold-not-taken-back")
    action = f"{done.action}.undone"
    event = deed(action, done.subject, str(done.customer_id), user, undone=done.pk)
    try:
        taken = take_back_in(TABLE["holds"], done, event)
    except SupersededSince as error:
        says = "This can no longer be taken back."
        raise HoldStands(says, "hold-not-taken-back") from error
    if not taken:
        raise HoldStands("This can no longer be taken back.", "hold-not-taken-back")
    return event
