"""Signing a limit: enough signatures put it into the ledger, from which the position reads it."""

from typing import Any

import pyarrow as pa
from django.utils import timezone

from duecourse.decide.signing import BeyondMandate, signing
from duecourse.ledger.arrow import schema_of
from duecourse.ledger.tables import TABLE
from duecourse.store.audit import AuditEvent
from duecourse.store.limit_advice import Advice
from duecourse.store.limit_asking import granted_to, must_take_effect
from duecourse.store.limit_requests import APPROVED, LimitRequest
from duecourse.store.people import User
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.store.policy_versions import PolicyVersion
from duecourse.store.recording import record
from duecourse.values.days import day_number

LIMITS = TABLE["limits"]


def sign(request: LimitRequest, user: User, *, reason: str, advice: Advice) -> LimitRequest:
    """Put one person's signature under a request; enough of them grant it.

    Raises:
        BeyondMandate: the user's role has no mandate for it, or the user is no second person.
        NotALimit: by now it would begin before a later limit, or in the past.
    """
    version = judging_version()
    policy = policy_of(version)
    amount = advice.at_home(request.amount, request.currency, policy.currency)
    worth = signing(policy, user.role, amount)
    must_take_effect(advice, max(request.from_on, advice.as_of))
    if request.approved_by_id is None:
        request.approved_by, request.four_eyes = user, worth.needs_second
        if worth.needs_second:
            request.save()
            note_limit(request, "limit.signed", user, version, reason=reason)
            return request
    else:
        must_be_another(request, user)
        request.seconded_by = user
    return granted(request, user, version, reason=reason, advice=advice)


def must_be_another(request: LimitRequest, user: User) -> None:
    """Refuse a second signature of a person who has signed or asked.

    Raises:
        BeyondMandate: nobody is two people.
    """
    if user.pk in (request.approved_by_id, request.asked_by_id):
        says = "You have signed or asked for this limit; it takes another person."
        raise BeyondMandate(says, "limit-second-person")


def granted(
    request: LimitRequest, user: User, version: PolicyVersion, *, reason: str, advice: Advice
) -> LimitRequest:
    """Record the limit as a fact of the ledger, and close the request."""
    request.event = note_limit(request, "limit.granted", user, version, reason=reason)
    before = granted_to(request.customer_id, request.group_id).first()
    terms = request.terms or (None if before is None else before.terms)
    row = {
        "customer_id": request.customer_id,
        "group_id": request.group_id,
        "from_on": day_number(max(request.from_on, advice.as_of)),
        "amount": request.amount,
        "currency": request.currency,
        "terms": terms,
        "granted_by": user.get_username(),
        "reason": reason or request.reason,
    }
    record(LIMITS, pa.Table.from_pylist([row], schema=schema_of(LIMITS)), request.event)
    return closed(request, APPROVED, user, reason)


def closed(request: LimitRequest, state: str, user: User, reason: str) -> LimitRequest:
    """Write what became of a request."""
    request.state, request.decided_by = state, user
    request.decided_at, request.decision_reason = timezone.now(), reason
    request.save()
    return request


def note_limit(
    request: LimitRequest, action: str, user: User, version: PolicyVersion, *, reason: str
) -> AuditEvent:
    """Write the event of something done about a limit."""
    details: dict[str, Any] = {
        "request": request.pk,
        "amount": str(request.amount),
        "currency": request.currency,
        "before": None if request.current_limit is None else str(request.current_limit),
        "recommended": None
        if request.recommended_limit is None
        else str(request.recommended_limit),
        "terms": request.terms,
        "as_of": request.as_of.isoformat(),
        "four_eyes": request.four_eyes,
    }
    if request.group_id is not None:
        details["group"] = request.group_id
    return AuditEvent.objects.create(
        action=action,
        subject=f"limit {request.customer_id or request.group_id}"[:200],
        customer_id=request.customer_id,
        user=user,
        reason=reason or request.reason,
        policy_version=version,
        details=details,
    )
