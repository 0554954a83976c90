"""What people record about a customer while they chase, each from a form on its page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from duecourse.present.refusals import refusal_text
from duecourse.present.wording import words
from duecourse.services.change_address import change_address
from duecourse.services.close_dispute import close_dispute
from duecourse.services.close_promise import close_promise
from duecourse.services.open_dispute import DisputeTold, open_dispute
from duecourse.services.pause_chasing import pause_chasing
from duecourse.services.record_promise import PromiseTold, record_promise
from duecourse.services.resume_chasing import resume_chasing
from duecourse.services.rights import Right
from duecourse.services.undo_chasing import undo_chasing
from duecourse.services.write_call_note import NoteTold, write_call_note
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_facts import working_day
from duecourse.values.refusals import Refusal
from duecourse.web.allowed import allowed
from duecourse.web.chasing.asked import amount_asked, day_asked, number_asked, text_asked
from duecourse.web.chasing.on_customer import Refused
from duecourse.web.pages.customer import page_of_customer
from duecourse.web.toasts import toast

Act = Callable[[], AuditEvent]


@allowed(Right.PROMISES)
@require_POST
def promise(request: HttpRequest) -> HttpResponse:
    """Record a promise to pay."""

    def act() -> AuditEvent:
        told = PromiseTold(
            customer_id=text_asked(request, "customer"),
            invoices=request.POST.getlist("invoice"),
            until_on=day_asked(request, "until") or working_day(),
            amount=amount_asked(request, "amount"),
            said=text_asked(request, "said"),
        )
        return record_promise(told, request.user, on=working_day())

    return carried_out(request, "promise", act)


@allowed(Right.PROMISES)
@require_POST
def promise_over(request: HttpRequest) -> HttpResponse:
    """Close a promise: kept, broken or withdrawn."""
    return carried_out(
        request,
        "promise_over",
        lambda: close_promise(
            text_asked(request, "promise"),
            text_asked(request, "outcome"),
            request.user,
            on=working_day(),
        ),
    )


@allowed(Right.CHASE)
@require_POST
def dispute(request: HttpRequest) -> HttpResponse:
    """Open a dispute."""

    def act() -> AuditEvent:
        told = DisputeTold(
            invoice_id=text_asked(request, "invoice"),
            reason=text_asked(request, "reason"),
            amount=amount_asked(request, "amount"),
        )
        return open_dispute(told, request.user, on=working_day())

    return carried_out(request, "dispute", act)


@allowed(Right.CHASE)
@require_POST
def dispute_over(request: HttpRequest) -> HttpResponse:
    """Close a dispute with its outcome."""
    return carried_out(
        request,
        "dispute_over",
        lambda: close_dispute(
            text_asked(request, "dispute"),
            text_asked(request, "outcome"),
            request.user,
            on=working_day(),
            reason=text_asked(request, "reason"),
        ),
    )


@allowed(Right.PROMISES)
@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """Keep a note of a call."""

    def act() -> AuditEvent:
        told = NoteTold(
            customer_id=text_asked(request, "customer"),
            spoken_on=day_asked(request, "spoken") or working_day(),
            text=text_asked(request, "text"),
            contact=text_asked(request, "contact")[:200],
            next_contact_on=day_asked(request, "next"),
        )
        return write_call_note(told, request.user, on=working_day()).recorded

    return carried_out(request, "note", act)


@allowed(Right.CHASE)
@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """Pause the chasing of a customer."""
    return carried_out(
        request,
        "pause",
        lambda: (
            pause_chasing(
                text_asked(request, "customer"),
                day_asked(request, "until") or working_day(),
                text_asked(request, "reason"),
                request.user,
                on=working_day(),
            ).event
        ),
        way_back=False,
    )


@allowed(Right.CHASE)
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """End a pause before its day."""
    number = number_asked(request, "pause")
    return carried_out(
        request, "resume", lambda: resume_chasing(number, request.user), way_back=False
    )


@allowed(Right.CHASE)
@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Change the address to which letters go."""
    return carried_out(
        request,
        "address",
        lambda: change_address(
            text_asked(request, "customer"), text_asked(request, "email"), request.user
        ),
    )


@allowed(Right.PROMISES)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was just recorded."""
    number = number_asked(request, "event")
    return carried_out(request, "undo", lambda: undo_chasing(number, request.user), way_back=False)


def carried_out(
    request: HttpRequest, form: str, act: Act, *, way_back: bool = True
) -> HttpResponse:
    """Do what a form asks, and go back to the customer with word of it.

    What is refused is said at the form, with all that was entered still in it.
    """
    customer_id = text_asked(request, "customer")
    try:
        event = act()
    except Refusal as refusal:
        typed = {**request.POST.dict(), "invoices": request.POST.getlist("invoice")}
        says = refusal_text(refusal, request.language)
        return page_of_customer(request, customer_id, Refused(form, says, typed))
    says = words(request.language)(f"web.chasing.done.{form}")
    if way_back:
        undo_at = reverse("chasing-undo")
        toast(request, says, undo=undo_at, event=event.pk, customer=customer_id)
    else:
        toast(request, says)
    return redirect(f"{reverse('customer', args=[event.customer_id])}#chasing")
