"""Limits: the worklist of requests, and the forms by which they are asked for and decided."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duecourse.policy.shapes import Policy
from duecourse.present.numbers import amount as amount_text
from duecourse.services.customer_position import standing_today
from duecourse.services.decide_limit import (
    approve_limit,
    refuse_limit,
    take_back_limit,
    withdraw_limit,
)
from duecourse.services.grant_limit import grant_limit
from duecourse.services.refresh_account import refresh_account
from duecourse.services.request_limit import request_limit
from duecourse.services.rights import Right, may, must, only_own, rows_seen_by
from duecourse.store.audit import AuditEvent
from duecourse.store.limit_advice import Advice, advice_for_group, nobody, rates_beside
from duecourse.store.limit_asking import LimitAsked
from duecourse.store.limit_requests import APPROVED, OPEN, LimitRequest, LimitState
from duecourse.store.policy_in_force import policy_of
from duecourse.store.positions import PositionCustomer, PositionDay
from duecourse.values.money import Money
from duecourse.web.allowed import allowed
from duecourse.web.chasing.on_customer import Refused
from duecourse.web.deciding.acting import acted, amount, day, number, place, say, text
from duecourse.web.deciding.on_customer import advice_shown, worth_of
from duecourse.web.frame import day_in_use, standing_of
from duecourse.web.pages.customer import page_of_customer
from duecourse.web.paging import page_of

STATES = tuple(LimitState.values)
CHANGING = ("limit.granted", "limit.taken-back")


@allowed(Right.LIMITS)
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """List the requests, those that wait first, each with its recommendation."""
    latest = day_in_use(request)
    if latest is None or latest.policy_version is None:
        return redirect("overview")
    rows = requests_seen(request, latest)
    asked = request.GET.get("state", OPEN)
    if asked in STATES:
        rows = rows.filter(state=asked)
    if sought := request.GET.get("q", "").strip():
        named = PositionCustomer.objects.filter(day=latest, name__icontains=sought)
        rows = rows.filter(
            Q(customer_id__icontains=sought)
            | Q(group_id__icontains=sought)
            | Q(customer_id__in=named.values("customer_id"))
        )
    people = ("asked_by", "approved_by", "decided_by")
    page = page_of(request, rows.select_related(*people).order_by("-id"))
    standing = standing_of(latest, {one.customer_id for one in page if one.customer_id})
    policy, rates = policy_of(latest.policy_version), rates_beside("", None)
    shown = {
        "page": page,
        "rows": [
            line(request, one, policy, rates) | {"row": standing.get(one.customer_id)}
            for one in page
        ],
        "states": STATES,
        "asked": asked,
        "sought": sought,
    }
    return render(request, "worklists/limits.html", shown)


def requests_seen(request: HttpRequest, latest: PositionDay) -> Any:
    """Leave the requests that this person may see: sales those about its own customers."""
    rows = LimitRequest.objects.all()
    if not only_own(request.user):
        return rows
    own = rows_seen_by(request.user, latest, rows)
    return own | rows.filter(customer_id=None, asked_by=request.user)


def line(
    request: HttpRequest, one: LimitRequest, policy: Policy, rates: Mapping[str, Decimal]
) -> dict[str, Any]:
    """Gather a request with what this person's signature is worth, and what is offered."""
    rate = Decimal(1) if one.currency == policy.currency else rates.get(one.currency)
    home = None if rate is None else Money(one.amount * rate, policy.currency)
    worth = worth_of(policy, request.user, home)
    own = one.asked_by_id == request.user.pk
    signed = one.approved_by_id == request.user.pk
    waits = one.state == OPEN
    return {
        "request": one,
        "worth": worth,
        "may_sign": waits and not own and not signed and worth.enough and decides(request),
        "may_refuse": waits and not own and decides(request),
        "may_withdraw": waits and own,
    }


def decides(request: HttpRequest) -> bool:
    """Say whether this person decides over limits at all."""
    return may(request.user, Right.DECIDE_LIMITS)


def advice_asked(request: HttpRequest) -> Advice:
    """Read the advice about the customer, or the group, that a form names: as its page shows it.

    Raises:
        NobodyToDecideOn: it names nobody of the position.
    """
    if group := text(request, "group"):
        return advice_for_group(group)
    latest, customer_id = day_in_use(request), text(request, "customer")
    row = PositionCustomer.objects.filter(day=latest, customer_id=customer_id).first()
    if latest is None or row is None:
        raise nobody(customer_id)
    return advice_shown(standing_today(row, latest))


@allowed(Right.ASK_LIMITS)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a limit, or set one within a mandate of one's own."""
    customer_id = text(request, "customer")

    def act() -> None:
        choice = text(request, "choice")
        if choice not in ("advised", "keep", "other"):
            done = request_limit(asked_in(request, None), advice_asked(request), request.user)
            return tell(request, done)
        must(request.user, Right.DECIDE_LIMITS)
        advice = advice_asked(request)
        done = grant_limit(asked_in(request, advice), advice, request.user)
        return tell(request, done)

    def refused(says: str) -> HttpResponse:
        return page_of_customer(request, customer_id, Refused("limit", says, request.POST.dict()))

    back = f"{reverse('customer', args=[customer_id])}#decide" if customer_id else "/"
    return acted(request, act, back=back, refused=refused if customer_id else None)


def asked_in(request: HttpRequest, advice: Advice | None) -> LimitAsked:
    """Read what a form asks: what is advised, what is in force, or an amount of its own."""
    choice, reason = text(request, "choice"), text(request, "reason")
    if advice is not None and choice == "advised" and advice.limit is not None:
        return LimitAsked(advice.limit, advice.currency, reason, terms=advice.terms)
    if advice is not None and choice == "keep" and advice.current is not None:
        return LimitAsked(advice.current, advice.currency, reason)
    return LimitAsked(
        amount=amount(request),
        currency=text(request, "currency").upper(),
        reason=reason,
        terms=text(request, "terms") or None,
        from_on=day(request, "from"),
    )


@allowed(Right.ASK_LIMITS)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Approve, refuse or withdraw a request."""
    asked, reason = number(request, "request"), text(request, "reason")
    acts = {
        "approve": lambda: approve_limit(asked, request.user, reason=reason),
        "refuse": lambda: refuse_limit(asked, request.user, reason=reason),
        "withdraw": lambda: withdraw_limit(asked, request.user, reason=reason),
    }
    act = acts.get(text(request, "decision"), acts["withdraw"])
    back = place(request, reverse("worklist-limits"))
    return acted(request, lambda: tell(request, act()), back=back)


@allowed(Right.DECIDE_LIMITS)
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take back a limit that was just granted."""

    def act() -> None:
        done = take_back_limit(number(request, "limit"), request.user)
        in_force(done)
        say(request, "deciding.limit_taken_back")

    return acted(request, act, back=place(request, reverse("worklist-limits")))


def tell(request: HttpRequest, done: LimitRequest) -> None:
    """Say what became of a request; what was granted counts for orders from now on."""
    told = {
        "name": done.customer_id or done.group_id,
        "amount": f"{amount_text(done.amount, done.currency, request.language)} {done.currency}",
    }
    if done.state == APPROVED:
        in_force(done)
        undo = reverse("limit-take-back")
        fields = {"limit": done.pk, "next": place(request, back_to(done))}
        say(request, "deciding.limit_granted", undo=undo, fields=fields, **told)
        return
    key = "signed" if done.waits_for_second else {OPEN: "asked"}.get(done.state, done.state)
    say(request, f"deciding.limit_{key}", **told)


def back_to(done: LimitRequest) -> str:
    """Return the page of whom a limit is about."""
    if done.customer_id is None:
        return reverse("worklist-limits")
    return reverse("customer", args=[done.customer_id])


def in_force(done: LimitRequest) -> None:
    """Let orders be answered by the limit that holds now."""
    event = AuditEvent.objects.filter(action__in=CHANGING).latest("id")
    named = done.customer_id
    if named is None:
        member = PositionCustomer.objects.filter(group_id=done.group_id).order_by("-id").first()
        named = None if member is None else member.customer_id
    if named is not None:
        refresh_account(named, event)
