"""Write-offs: those that wait, proposed by Finance and approved by a person with a mandate."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duecourse.present.numbers import amount as amount_text
from duecourse.services.refresh_account import refresh_account
from duecourse.services.rights import Right, may
from duecourse.services.write_off import (
    WriteOffAsked,
    approve_write_off,
    propose_write_off,
    refuse_write_off,
    take_back_write_off,
    withdraw_write_off,
)
from duecourse.store.audit import AuditEvent
from duecourse.store.write_offs import APPROVED, OPEN, WriteOff, WriteOffState
from duecourse.web.allowed import allowed
from duecourse.web.deciding.acting import acted, amount, number, place, say, text
from duecourse.web.frame import day_in_use, standing_of
from duecourse.web.paging import page_of

STATES = tuple(WriteOffState.values)


@allowed(Right.WRITE_OFFS)
@require_safe
def write_offs(request: HttpRequest) -> HttpResponse:
    """List the proposals, those that wait unless another state is asked for."""
    latest = day_in_use(request)
    if latest is None:
        return redirect("overview")
    rows = WriteOff.objects.select_related("asked_by", "decided_by")
    asked = request.GET.get("state", OPEN)
    if asked in STATES:
        rows = rows.filter(state=asked)
    if sought := request.GET.get("q", "").strip():
        rows = rows.filter(Q(invoice_id__icontains=sought) | Q(customer_id__icontains=sought))
    page = page_of(request, rows.order_by("-id"))
    standing = standing_of(latest, {one.customer_id for one in page})
    decides = may(request.user, Right.DECIDE_WRITE_OFFS)
    shown = {
        "page": page,
        "rows": [(one, standing.get(one.customer_id), own(request, one)) for one in page],
        "states": STATES,
        "asked": asked,
        "sought": sought,
        "may_decide": decides,
        "may_ask": may(request.user, Right.ASK_WRITE_OFFS),
    }
    return render(request, "worklists/write_offs.html", shown)


def own(request: HttpRequest, one: WriteOff) -> bool:
    """Say whether this person proposed it."""
    return bool(one.asked_by_id == request.user.pk)


@allowed(Right.ASK_WRITE_OFFS)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose to write off what is open of an invoice."""

    def act() -> None:
        asked = WriteOffAsked(text(request, "invoice"), amount(request), text(request, "reason"))
        tell(request, propose_write_off(asked, request.user))

    return acted(request, act, back=place(request, reverse("worklist-write-offs")))


@allowed(Right.ANSWER_WRITE_OFFS)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Approve, refuse or withdraw a proposal."""
    asked, reason = number(request, "write_off"), text(request, "reason")

    def act() -> None:
        match text(request, "decision"):
            case "approve":
                done = approve_write_off(asked, request.user, reason=reason)
            case "refuse":
                done = refuse_write_off(asked, request.user, reason=reason)
            case _:
                done = withdraw_write_off(asked, request.user)
        tell(request, done)

    return acted(request, act, back=place(request, reverse("worklist-write-offs")))


@allowed(Right.DECIDE_WRITE_OFFS)
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take back a write-off that was just approved."""

    def act() -> None:
        done = take_back_write_off(number(request, "write_off"), request.user)
        counted(done)
        say(request, "write_offs.taken_back")

    return acted(request, act, back=place(request, reverse("worklist-write-offs")))


def tell(request: HttpRequest, done: WriteOff) -> None:
    """Say what became of a proposal."""
    told = {
        "invoice": done.invoice_id,
        "amount": f"{amount_text(done.amount, done.currency, request.language)} {done.currency}",
    }
    if done.state != APPROVED:
        say(request, f"write_offs.done_{done.state}", **told)
        return
    counted(done)
    undo = reverse("write-off-take-back")
    say(request, "write_offs.done_approved", undo=undo, fields={"write_off": done.pk}, **told)


def counted(done: WriteOff) -> None:
    """Let orders be answered by what is open now."""
    named = AuditEvent.objects.filter(customer_id=done.customer_id)
    event = named.filter(action__startswith="write-off.").latest("id")
    refresh_account(done.customer_id, event)
