"""Orders: those that wait, one order checked, released or cancelled."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duecourse.present.order_answer import order_sentences
from duecourse.present.refusals import refusal_text
from duecourse.services.check_and_reserve import OrderRequest, check_and_reserve
from duecourse.services.release_order import release_order
from duecourse.services.release_reservation import release_reservation
from duecourse.services.rights import Right, may, rows_seen_by
from duecourse.store.deeds import ORDER, last_deeds
from duecourse.store.facts import FACTS
from duecourse.store.order_answers import answer_read
from duecourse.store.order_events import MayNot
from duecourse.store.positions import PositionCustomer, PositionDay
from duecourse.store.reservations import OrderDecision, Reservation
from duecourse.values.refusals import Refusal
from duecourse.web.allowed import allowed
from duecourse.web.deciding.acting import acted, amount, number, place, say, text
from duecourse.web.frame import day_in_use, standing_of
from duecourse.web.paging import page_of

SHOWN = ("waiting", "reserved")


@allowed(Right.ORDERS)
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """List the orders that wait for a release or a condition, or what is reserved."""
    latest = day_in_use(request)
    if latest is None:
        return redirect("overview")
    asked = request.GET.get("show", SHOWN[0])
    decided = decisions_seen(request, latest)
    rows = reserved(decided) if asked == "reserved" else waiting(decided)
    if sought := request.GET.get("q", "").strip():
        rows = rows.filter(Q(order_id__icontains=sought) | Q(customer_id__icontains=sought))
    page = page_of(request, rows.select_related("user").order_by("-id"))
    standing = standing_of(latest, {one.customer_id for one in page})
    shown = {
        "page": page,
        "rows": [(one, standing.get(one.customer_id), said(request, one)) for one in page],
        "asked": asked if asked in SHOWN else SHOWN[0],
        "shows": SHOWN,
        "sought": sought,
        "may_check": may(request.user, Right.CHECK_ORDERS),
    }
    return render(request, "worklists/orders.html", shown)


def decisions_seen(request: HttpRequest, latest: PositionDay) -> "QuerySet[OrderDecision]":
    """Leave the last decision about each order whose customer this person may see."""
    later = OrderDecision.objects.filter(
        order_id=OuterRef("order_id"), customer_id=OuterRef("customer_id"), pk__gt=OuterRef("pk")
    )
    rows = OrderDecision.objects.exclude(Exists(later))
    return rows_seen_by(request.user, latest, rows)


def waiting(decided: "QuerySet[OrderDecision]") -> "QuerySet[OrderDecision]":
    """Leave those that wait: neither approved nor let go, neither in the ledger nor given up."""
    kept = Reservation.objects.filter(decision=OuterRef("pk"))
    held = held_for_it()
    told = FACTS["orders"].objects.filter(superseded=None, order_id=OuterRef("order_id"))
    dropped = last_deeds(ORDER).filter(
        customer_id=OuterRef("customer_id"), name=OuterRef("order_id"), did="done"
    )
    rows = decided.exclude(outcome="approve").exclude(Exists(kept)).exclude(Exists(held))
    return rows.exclude(Exists(told)).exclude(Exists(dropped))


def reserved(decided: "QuerySet[OrderDecision]") -> "QuerySet[OrderDecision]":
    """Leave those for which a part of a limit is kept."""
    return decided.filter(Exists(held_for_it()))


def held_for_it() -> "QuerySet[Reservation]":
    """Find what is kept for an order of the same customer."""
    return Reservation.objects.filter(
        order_id=OuterRef("order_id"), account__customer_id=OuterRef("customer_id"), state="held"
    )


def said(request: HttpRequest, one: OrderDecision) -> list[str]:
    """Word the answer that was given."""
    answer = answer_read(one.outcome, one.reasons, one.answer)
    return order_sentences(answer, request.language)


@allowed(Right.CHECK_ORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask whether an order may go; approved, it is reserved."""
    if day_in_use(request) is None:
        return redirect("overview")
    if request.method != "POST":
        typed = {"customer": request.GET.get("customer", ""), "key": uuid4().hex}
        return render(request, "order_check.html", {"typed": typed})
    try:
        decided = check_and_reserve(asked_in(request), request.user)
    except MayNot as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        typed = {**request.POST.dict(), "key": uuid4().hex}
        told = {"typed": typed, "refused": refusal_text(refusal, request.language)}
        return render(request, "order_check.html", told)
    return redirect("order", decided.decision_id)


def asked_in(request: HttpRequest) -> OrderRequest:
    """Read an order; the key of the form makes sending it twice harmless."""
    return OrderRequest(
        order_id=text(request, "order"),
        customer_id=text(request, "customer"),
        amount=amount(request),
        key=f"page/{request.user.pk}/{text(request, 'key') or uuid4().hex}"[:200],
        currency=text(request, "currency").upper() or None,
    )


@allowed(Right.ORDERS)
@require_safe
def order(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show the answer to one order, who may let it go, and what is kept for it."""
    latest = day_in_use(request)
    if latest is None:
        return redirect("overview")
    one = rows_seen_by(request.user, latest, OrderDecision.objects.all())
    found = one.select_related("user", "policy_version").filter(pk=decision_id).first()
    if found is None:
        raise Http404
    customer = PositionCustomer.objects.filter(day=latest, customer_id=found.customer_id).first()
    outcome, *lines = said(request, found)
    shown: dict[str, Any] = {
        "decision": found,
        "row": customer,
        "outcome": outcome,
        "lines": lines,
        "held": Reservation.objects.filter(order_id=found.order_id, state="held").first(),
        "releases": list(found.releases.select_related("user")),
        "waits": waiting(OrderDecision.objects.filter(pk=found.pk)).exists(),
        "may_release": may(request.user, Right.RELEASE_ORDERS)
        and request.user.role in found.answer["release_by"],
        "may_cancel": may(request.user, Right.CHECK_ORDERS),
        "may_drop": may(request.user, Right.DEEDS),
    }
    return render(request, "order.html", shown)


@allowed(Right.RELEASE_ORDERS)
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Let an order go that waits, with a reason."""

    def act() -> None:
        reason = text(request, "reason")
        done = release_order(number(request, "decision"), request.user, reason=reason)
        key = "release_waits" if done.waits_for_second else "released"
        say(request, f"orders.{key}", order=done.order_id)

    return acted(request, act, back=place(request, reverse("worklist-orders")))


@allowed(Right.CHECK_ORDERS)
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Give back what is reserved for an order."""

    def act() -> None:
        reason = text(request, "reason")
        done = release_reservation(text(request, "order"), request.user, reason=reason)
        say(request, "orders.cancelled", order=done.order_id)

    return acted(request, act, back=place(request, reverse("worklist-orders")))
