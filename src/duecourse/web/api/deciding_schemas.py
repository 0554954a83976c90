"""What programs send and are sent about limits, holds, alerts and releases."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from duecourse.store.limit_requests import LimitRequest
from duecourse.web.api.schemas import Amount, Currency, Name, Told, written

Reason = Annotated[str, Field(max_length=2000, pattern="^[^\\x00]*$")]
Said = Annotated[str, Field(min_length=1, max_length=2000, pattern="^[^\\x00]+$")]
Number = Annotated[int, Field(ge=1, le=2**53)]
Limit = Annotated[int, Field(ge=1, le=200)]


class LimitIn(Schema):
    """A limit that is asked for, of a customer or a group; without terms those granted stay.

    ``grant``: set it within the mandate of the token's user, instead of asking.
    """

    customer_id: Name | None = None
    group_id: Name | None = None
    amount: Amount
    currency: Currency
    reason: Reason = ""
    terms: Name | None = None
    from_on: date | None = None
    grant: bool = False


class DecisionIn(Schema):
    """What to do with a request."""

    decision: Literal["approve", "refuse", "withdraw", "take-back"]
    reason: Reason = ""


class LimitOut(Schema):
    """A request, what was recommended on the facts' day, and what became of it."""

    id: int
    customer_id: str | None
    group_id: str | None
    amount: Told
    currency: str
    terms: str | None
    from_on: date
    reason: str
    asked_by: str
    asked_at: datetime
    as_of: date
    current: Told | None
    recommended: Told | None
    recommended_terms: str | None
    departs: bool
    state: Literal["open", "approved", "refused", "withdrawn"]
    four_eyes: bool
    waits_for_second: bool
    approved_by: str | None
    seconded_by: str | None
    decided_by: str | None
    decision_reason: str


class LimitsAsked(Schema):
    """Which requests to list; ``before``: the number of the last one that was told."""

    state: Literal["open", "approved", "refused", "withdrawn"] | None = None
    customer_id: Name | None = None
    before: Number | None = None
    limit: Limit = 50


class LimitsOut(Schema):
    """Requests, the newest first; ``before`` leads to the next, null: there are no more."""

    requests: list[LimitOut]
    before: int | None


class HoldIn(Schema):
    """Stop a customer's orders, or let them go again."""

    hold: bool
    reason: Said
    until_on: date | None = None


class HoldOut(Schema):
    """Whether a person's hold stands."""

    customer_id: str
    held: bool
    as_of: date


class DeedIn(Schema):
    """What was done about an alert or a task; ``until_on`` where it is put off."""

    about: Literal["alert", "task", "order"]
    customer_id: Name
    name: Name
    did: Literal["seen", "noted", "snoozed", "done", "assigned"]
    note: Reason = ""
    until_on: date | None = None
    assigned_to: Reason = ""


class DeedOut(Schema):
    """What was noted, and until when it rests."""

    id: int
    did: str
    until_on: date | None
    as_of: date


class AlertOut(Schema):
    """What rings for a customer; ``did``: what was done last."""

    customer_id: str
    rule: str
    severity: str
    value: float | None
    threshold: float
    did: str | None
    until_on: date | None


class AlertsAsked(Schema):
    """Which alerts to list."""

    severity: Literal["high", "medium", "low"] | None = None
    customer_id: Name | None = None
    after: Number | None = None
    limit: Limit = 50


class AlertsOut(Schema):
    """The alerts of the latest day; ``after`` leads to the next, null: there are no more."""

    alerts: list[AlertOut]
    as_of: date | None
    after: int | None


class ReleaseIn(Schema):
    """Let a held order go, with a reason."""

    decision_id: Number
    reason: Said


class ReleaseOut(Schema):
    """What is reserved now; nothing while a second person is awaited."""

    order_id: str
    reserved: Told | None
    currency: str
    waits_for_second: bool


def limit_out(one: LimitRequest) -> LimitOut:
    """Write a request."""
    return LimitOut(
        id=one.pk,
        customer_id=one.customer_id,
        group_id=one.group_id,
        amount=written(one.amount),
        currency=one.currency,
        terms=one.terms,
        from_on=one.from_on,
        reason=one.reason,
        asked_by=one.asked_by.get_username(),
        asked_at=one.asked_at,
        as_of=one.as_of,
        current=None if one.current_limit is None else written(one.current_limit),
        recommended=None if one.recommended_limit is None else written(one.recommended_limit),
        recommended_terms=one.recommended_terms,
        departs=one.departs,
        state=one.state,
        four_eyes=one.four_eyes,
        waits_for_second=one.waits_for_second,
        approved_by=named(one.approved_by),
        seconded_by=named(one.seconded_by),
        decided_by=named(one.decided_by),
        decision_reason=one.decision_reason,
    )


def named(person: object) -> str | None:
    """Name a person, where there is one."""
    return None if person is None else str(person)
