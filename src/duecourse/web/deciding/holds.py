"""Orders stopped by a person, and let go again, from a customer's page."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from duecourse.services.hold_orders import lift_holds, set_hold, take_back_hold
from duecourse.services.refresh_account import refresh_account
from duecourse.services.rights import Right
from duecourse.store.audit import AuditEvent
from duecourse.store.policy_in_force import policy_of
from duecourse.store.positions import PositionCustomer, latest_day
from duecourse.web.allowed import allowed
from duecourse.web.chasing.on_customer import Refused
from duecourse.web.deciding.acting import acted, day, number, place, say, text
from duecourse.web.deciding.limits import advice_asked
from duecourse.web.pages.customer import page_of_customer


@allowed(Right.SET_HOLDS)
@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Stop a customer's orders, or let them go again."""
    customer_id = text(request, "customer")

    def act() -> None:
        reason = text(request, "reason")
        if text(request, "choice") == "lift":
            event = lifted(request, customer_id, reason)
        else:
            until = day(request, "until")
            event = set_hold(advice_asked(request), request.user, reason=reason, until_on=until)
        tell(request, event)

    def refused(says: str) -> HttpResponse:
        return page_of_customer(request, customer_id, Refused("hold", says, request.POST.dict()))

    back = f"{reverse('customer', args=[customer_id])}#decide" if customer_id else "/"
    return acted(request, act, back=back, refused=refused if customer_id else None)


def lifted(request: HttpRequest, customer_id: str, reason: str) -> AuditEvent:
    """Let orders go again; what the customer owes says whose mandate that takes."""
    advice = advice_asked(request)
    row = PositionCustomer.objects.filter(day=latest_day(), customer_id=customer_id).first()
    owed = None if row is None else row.exposure
    home = policy_of(advice.version).currency
    exposure = advice.at_home(owed, advice.currency, home)
    return lift_holds(advice, exposure, request.user, reason=reason)


@allowed(Right.SET_HOLDS)
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take back that orders were stopped or let go."""

    def act() -> None:
        event = take_back_hold(number(request, "event"), request.user)
        refresh_account(str(event.customer_id), event)
        say(request, "deciding.hold_taken_back")

    return acted(request, act, back=place(request))


def tell(request: HttpRequest, event: AuditEvent) -> None:
    """Say what was done; orders are answered by it from now on."""
    customer_id = str(event.customer_id)
    refresh_account(customer_id, event)
    back = f"{reverse('customer', args=[customer_id])}#decide"
    key = "hold_set" if event.action == "hold.set" else "hold_lifted"
    fields = {"event": event.pk, "next": back}
    say(
        request,
        f"deciding.{key}",
        undo=reverse("hold-take-back"),
        name=customer_id,
        fields=fields,
    )
