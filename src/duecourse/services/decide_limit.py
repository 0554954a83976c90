"""A limit that was asked for is approved, refused or withdrawn; a decision can be taken back."""

from django.db import transaction
from django.db.models import QuerySet

from duecourse.decide.signing import BeyondMandate
from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.limit_advice import (
    Advice,
    NobodyToDecideOn,
    advice_for_group,
    advice_kept,
    must_be_seen,
)
from duecourse.store.limit_asking import reason_needed, waits_already
from duecourse.store.limit_granting import LIMITS, closed, note_limit, sign
from duecourse.store.limit_requests import (
    APPROVED,
    OPEN,
    REFUSED,
    WITHDRAWN,
    LimitRequest,
    open_request,
)
from duecourse.store.people import Role, User
from duecourse.store.policy_in_force import judging_version
from duecourse.store.positions import PositionCustomer, latest_day
from duecourse.store.recording import SupersededSince, take_back_in
from duecourse.values.refusals import Refusal

RESTS = ("order.", "limit.granted", "hold.")
"""How the actions begin that rest on a customer's limit."""


class NotOpen(Refusal, ValueError):
    """The request was decided or withdrawn before."""


class LimitUsed(Refusal, ValueError):
    """Something rests on the limit already; another decision takes its place."""


@transaction.atomic
def approve_limit(request_id: int, user: User, *, reason: str = "") -> LimitRequest:
    """Approve a limit as it was asked; above the four eyes of a mandate two people must.

    Raises:
        MayNot, BeyondMandate: the user's role has no mandate for it; the user asked for it, or
            has signed it once.
        ReasonMissing: it departs from the recommendation, and nobody says why.
        NotOpen, NobodyToDecideOn: there is no such request, or it waits no longer.
    """
    must(user, Right.DECIDE_LIMITS)
    request = waiting(request_id)
    if request.asked_by_id == user.pk:
        says = "You asked for this limit; another person decides over it."
        raise BeyondMandate(says, "own-request")
    if request.departs:
        says = "This is not what the policy recommends; say why it is granted."
        reason_needed(reason, "override-reason", says)
    return sign(request, user, reason=reason.strip(), advice=advice_about(request, user))


@transaction.atomic
def refuse_limit(request_id: int, user: User, *, reason: str) -> LimitRequest:
    """Refuse a limit, with a reason.

    Raises:
        MayNot, ReasonMissing, NotOpen: see there.
        BeyondMandate: the user asked for it; it can be withdrawn.
    """
    must(user, Right.DECIDE_LIMITS)
    request = waiting(request_id)
    if request.asked_by_id == user.pk:
        raise BeyondMandate("You asked for this limit; withdraw it instead.", "own-refusal")
    told = reason_needed(reason, "refuse-reason", "Say why the limit is refused.")
    closed(request, REFUSED, user, told)
    note_limit(request, "limit.refused", user, judging_version(), reason=told)
    return request


@transaction.atomic
def withdraw_limit(request_id: int, user: User, *, reason: str = "") -> LimitRequest:
    """Withdraw one's own request, as long as it waits.

    Raises:
        MayNot: the user's role asks for no limits.
        BeyondMandate: somebody else asked for it.
        NotOpen: it waits no longer.
    """
    must(user, Right.ASK_LIMITS)
    request = waiting(request_id)
    if request.asked_by_id != user.pk:
        raise BeyondMandate("Only whoever asked may withdraw it.", "not-own-request")
    closed(request, WITHDRAWN, user, reason.strip())
    note_limit(request, "limit.withdrawn", user, judging_version(), reason=reason.strip())
    return request


@transaction.atomic
def take_back_limit(request_id: int, user: User) -> LimitRequest:
    """Take back a limit while nothing rests on it; a request that others made waits again.

    The row of the decision stays, as withdrawn; what was granted before holds again.

    Raises:
        MayNot, BeyondMandate: the user decides over no limits, or did not sign this one.
        NotOpen: it is not in force.
        LimitUsed: orders, holds or later limits rest on it.
        AlreadyAsked: another request waits, beside which this one cannot wait again.
    """
    must(user, Right.DECIDE_LIMITS)
    request = locked(request_id)
    if request.state != APPROVED or request.event is None:
        raise NotOpen("This limit is not in force.", "limit-not-in-force")
    if user.pk not in (request.approved_by_id, request.seconded_by_id):
        raise BeyondMandate("Only whoever granted it takes it back.", "not-own-decision")
    if resting_on(request).exists():
        raise used()
    if not request.direct and open_request(request.customer_id, request.group_id) is not None:
        raise waits_already(request)
    event = note_limit(request, "limit.taken-back", user, judging_version(), reason="")
    try:
        take_back_in(LIMITS, request.event, event)
    except SupersededSince as error:
        raise used() from error
    closed(request, WITHDRAWN, user, request.decision_reason)
    return request if request.direct else asked_again(request)


def used() -> LimitUsed:
    """Say that a limit is in use."""
    says = "Orders or later decisions rest on this limit; set another one instead."
    return LimitUsed(says, "limit-used")


def resting_on(request: LimitRequest) -> "QuerySet[AuditEvent]":
    """Find what was done about the customer, or the group's members, since the limit began."""
    later = AuditEvent.objects.filter(pk__gt=request.event_id)
    if request.group_id is None:
        later = later.filter(customer_id=request.customer_id)
    else:
        members = PositionCustomer.objects.filter(day=latest_day(), group_id=request.group_id)
        later = later.filter(customer_id__in=members.values("customer_id"))
    found = later.none()
    for start in RESTS:
        found = found | later.filter(action__startswith=start)
    return found


def asked_again(request: LimitRequest) -> LimitRequest:
    """Let a request wait again as it was asked, in the place of the decided one."""
    kept = {
        field.attname: getattr(request, field.attname)
        for field in LimitRequest._meta.concrete_fields
        if field.attname not in DECIDED
    }
    return LimitRequest.objects.create(**kept)


DECIDED = (
    *("id", "state", "four_eyes", "approved_by_id", "seconded_by_id", "decided_by_id"),
    *("decided_at", "decision_reason", "event_id", "asked_at"),
)
"""What a decision writes on a request."""


def locked(request_id: int) -> LimitRequest:
    """Find a request and lock it.

    Raises:
        NobodyToDecideOn: there is none of that number.
    """
    found = LimitRequest.objects.select_for_update().filter(pk=request_id).first()
    if found is None:
        says = f"There is no request {request_id}."
        raise NobodyToDecideOn(says, "no-limit-request", id=request_id)
    return found


def waiting(request_id: int) -> LimitRequest:
    """Find a request that waits, and lock it.

    Raises:
        NobodyToDecideOn: there is none of that number.
        NotOpen: it was decided or withdrawn.
    """
    found = locked(request_id)
    if found.state != OPEN:
        says = f"This request was {found.state} before; look again."
        raise NotOpen(says, "limit-decided-already")
    return found


def advice_about(request: LimitRequest, user: User) -> Advice:
    """Read what stands about a request's customer or group today."""
    if request.group_id is not None:
        advice = advice_for_group(request.group_id)
    else:
        advice = advice_kept(str(request.customer_id))
    must_be_seen(advice, user)
    return advice


def may_decide(user: User, request: LimitRequest) -> bool:
    """Say whether a page offers a person to decide over a request."""
    return user.role in (Role.RISK, Role.MANAGER) and request.asked_by_id != user.pk
