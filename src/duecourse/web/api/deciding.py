"""Deciding by token: limits asked for and decided, holds, alerts, held orders let go."""

from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from duecourse.services.decide_limit import (
    approve_limit,
    refuse_limit,
    take_back_limit,
    withdraw_limit,
)
from duecourse.services.do_deed import DeedTold, do_deed
from duecourse.services.grant_limit import grant_limit
from duecourse.services.hold_orders import lift_holds, set_hold
from duecourse.services.refresh_account import refresh_account
from duecourse.services.release_order import release_order
from duecourse.services.request_limit import request_limit
from duecourse.services.rights import Right, only_own, rows_seen_by
from duecourse.store.deeds import last_deeds
from duecourse.store.limit_advice import Advice, advice_for_group, advice_kept
from duecourse.store.limit_asking import LimitAsked
from duecourse.store.limit_requests import LimitRequest
from duecourse.store.policy_in_force import policy_of
from duecourse.store.positions import PositionAlert, PositionCustomer, latest_day
from duecourse.web.api.bearer import Scoped, token_of, user_who_may
from duecourse.web.api.deciding_schemas import (
    AlertOut,
    AlertsAsked,
    AlertsOut,
    DecisionIn,
    DeedIn,
    DeedOut,
    HoldIn,
    HoldOut,
    LimitIn,
    LimitOut,
    LimitsAsked,
    LimitsOut,
    ReleaseIn,
    ReleaseOut,
    limit_out,
)
from duecourse.web.api.schemas import PROBLEMS, text_of
from duecourse.web.deciding.limits import in_force

deciding_router = Router(tags=["deciding"])
READ, WRITE = Scoped("limits.read"), Scoped("limits.write")
Id = Annotated[int, Path(ge=1, le=2**53)]
PEOPLE = ("asked_by", "approved_by", "seconded_by", "decided_by")


@deciding_router.get(
    "/limits/requests", auth=READ, response={200: LimitsOut, **PROBLEMS}, summary="List requests"
)
def requests(request: HttpRequest, asked: Query[LimitsAsked]) -> LimitsOut:
    """List the requests for limits, the newest first."""
    user = user_who_may(request, Right.LIMITS)
    rows = LimitRequest.objects.select_related(*PEOPLE)
    if only_own(user):
        day = latest_day()
        rows = rows.none() if day is None else rows_seen_by(user, day, rows)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.customer_id:
        rows = rows.filter(customer_id=asked.customer_id)
    if asked.before:
        rows = rows.filter(pk__lt=asked.before)
    page = [limit_out(one) for one in rows.order_by("-id")[: asked.limit]]
    return LimitsOut(requests=page, before=page[-1].id if len(page) == asked.limit else None)


@deciding_router.post(
    "/limits/requests", auth=WRITE, response={200: LimitOut, **PROBLEMS}, summary="Ask for a limit"
)
def ask(request: HttpRequest, asked: LimitIn) -> LimitOut:
    """Ask for a limit, or set one within a mandate; what is granted counts at once."""
    user = token_of(request).user
    told = LimitAsked(
        amount=Decimal(asked.amount),
        currency=asked.currency,
        reason=asked.reason,
        terms=asked.terms,
        from_on=asked.from_on,
    )
    advice = advice_about(asked.customer_id, asked.group_id)
    done = (grant_limit if asked.grant else request_limit)(told, advice, user)
    return counted(done)


def advice_about(customer_id: str | None, group_id: str | None) -> Advice:
    """Read what stands about the one that is named."""
    return advice_for_group(group_id) if group_id else advice_kept(customer_id or "")


def counted(done: LimitRequest) -> LimitOut:
    """Let orders be answered by what holds now, and tell it."""
    if done.event_id is not None:
        in_force(done)
    return limit_out(done)


@deciding_router.post(
    "/limits/requests/{int:number}/decision",
    auth=WRITE,
    response={200: LimitOut, **PROBLEMS},
    summary="Decide a request",
)
def decide(request: HttpRequest, number: Id, told: DecisionIn) -> LimitOut:
    """Approve, refuse, withdraw or take back; nobody approves their own, and two sign much."""
    user, reason = token_of(request).user, told.reason
    match told.decision:
        case "approve":
            return counted(approve_limit(number, user, reason=reason))
        case "refuse":
            return limit_out(refuse_limit(number, user, reason=reason))
        case "withdraw":
            return limit_out(withdraw_limit(number, user, reason=reason))
        case _:
            done = take_back_limit(number, user)
            in_force(done)
            return limit_out(done)


@deciding_router.post(
    "/customers/{path:customer_id}/hold",
    auth=Scoped("holds.write"),
    response={200: HoldOut, **PROBLEMS},
    summary="Stop orders, or let them go again",
)
def hold(request: HttpRequest, customer_id: str, told: HoldIn) -> HoldOut:
    """Set a hold by hand, or lift those that stand; orders are answered by it at once."""
    user, advice = token_of(request).user, advice_kept(customer_id)
    if told.hold:
        event = set_hold(advice, user, reason=told.reason, until_on=told.until_on)
    else:
        row = PositionCustomer.objects.filter(day=latest_day(), customer_id=customer_id).first()
        owed = None if row is None else row.exposure
        home = policy_of(advice.version).currency
        exposure = advice.at_home(owed, advice.currency, home)
        event = lift_holds(advice, exposure, user, reason=told.reason)
    refresh_account(customer_id, event)
    return HoldOut(customer_id=customer_id, held=told.hold, as_of=advice.as_of)


@deciding_router.get(
    "/alerts",
    auth=Scoped("alerts.read"),
    response={200: AlertsOut, **PROBLEMS},
    summary="List the alerts of the latest day",
)
def alerts(request: HttpRequest, asked: Query[AlertsAsked]) -> AlertsOut:
    """List what rings, with what was done about it last."""
    user, day = user_who_may(request, Right.ALERTS), latest_day()
    if day is None:
        return AlertsOut(alerts=[], as_of=None, after=None)
    rows = rows_seen_by(user, day, PositionAlert.objects.filter(day=day))
    if asked.severity:
        rows = rows.filter(severity=asked.severity)
    if asked.customer_id:
        rows = rows.filter(customer_id=asked.customer_id)
    if asked.after:
        rows = rows.filter(pk__gt=asked.after)
    page = list(rows.order_by("id")[: asked.limit])
    after = page[-1].pk if len(page) == asked.limit else None
    return AlertsOut(alerts=told_with_deeds(page), as_of=day.as_of, after=after)


def told_with_deeds(page: list[PositionAlert]) -> list[AlertOut]:
    """Write alerts, each with what was done about it last."""
    last = last_deeds("alert").filter(customer_id__in={one.customer_id for one in page})
    done = {(one.customer_id, one.name): one for one in last}
    told = []
    for one in page:
        deed = done.get((one.customer_id, one.rule))
        told.append(
            AlertOut(
                customer_id=one.customer_id,
                rule=one.rule,
                severity=one.severity,
                value=one.value,
                threshold=one.threshold,
                did=None if deed is None else deed.did,
                until_on=None if deed is None else deed.until_on,
            )
        )
    return told


@deciding_router.post(
    "/deeds",
    auth=Scoped("alerts.write"),
    response={200: DeedOut, **PROBLEMS},
    summary="Note what was done about an alert, a task or a waiting order",
)
def deed(request: HttpRequest, told: DeedIn) -> DeedOut:
    """Note a deed; what was dealt with or put off rests until its day."""
    done = do_deed(DeedTold(**told.dict()), token_of(request).user)
    return DeedOut(id=done.pk, did=done.did, until_on=done.until_on, as_of=done.as_of)


@deciding_router.post(
    "/orders/release",
    auth=Scoped("orders.release"),
    response={200: ReleaseOut, **PROBLEMS},
    summary="Let a held order go",
)
def release(request: HttpRequest, told: ReleaseIn) -> ReleaseOut:
    """Release an order within the mandate of the token's user; it is reserved."""
    user = user_who_may(request, Right.RELEASE_ORDERS)
    done = release_order(told.decision_id, user, reason=told.reason)
    return ReleaseOut(
        order_id=done.order_id,
        reserved=text_of(done.reserved),
        currency=done.currency,
        waits_for_second=done.waits_for_second,
    )
