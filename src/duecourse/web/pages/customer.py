"""Everything about one customer on one page."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duecourse.present.numbers import amount, day
from duecourse.present.wording import words
from duecourse.services.customer_position import CustomerPosition, standing_today
from duecourse.services.rights import Right, seen_by
from duecourse.store.positions import PositionCustomer, PositionPart
from duecourse.values.says import Language
from duecourse.web import drawing
from duecourse.web.allowed import allowed
from duecourse.web.chasing.on_customer import Refused, chased_of, chasing_shown
from duecourse.web.chasing.timeline import chased_events, coming_events
from duecourse.web.customer_facts import (
    Pin,
    customer_told,
    facts_of,
    payments_of,
    pins_of,
)
from duecourse.web.customer_history import Teller, events_of, past_days
from duecourse.web.customer_reasons import alerts_in_words, reasons_of
from duecourse.web.deciding.on_customer import deciding_shown
from duecourse.web.frame import day_in_use

BUCKETS = ("current", "1-30", "31-60", "61-90", "90+")
TREND = 12


@allowed(Right.CUSTOMERS)
@require_safe
def customer(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Show one customer, if it is one that this person may see; another is as if unknown."""
    return page_of_customer(request, customer_id)


def page_of_customer(
    request: HttpRequest, customer_id: str, refused: Refused | None = None
) -> HttpResponse:
    """Answer with a customer's page; with ``refused``, a form on it that could not be done."""
    latest = day_in_use(request)
    if latest is None or latest.policy_version is None:
        return redirect("overview")
    seen = seen_by(request.user, PositionCustomer.objects.filter(day=latest))
    row = seen.filter(customer_id=customer_id).first()
    if row is None:
        raise Http404
    fresh = standing_today(row, latest)
    status = HTTPStatus.OK if refused is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "customer.html", shown(request, fresh, refused), status=status)


def shown(
    request: HttpRequest, fresh: CustomerPosition, refused: Refused | None = None
) -> dict[str, Any]:
    """Gather what the page says: the position worked out anew, and the facts behind it."""
    row, as_of, policy = fresh.customer, fresh.as_of, fresh.policy
    customer_id, language = row.customer_id, request.language
    facts = facts_of(customer_id) | {"payments": payments_of(customer_id)}
    chased = chased_of(customer_id, as_of)
    days = past_days(customer_id)
    parts = [one for one in fresh.parts if one.invoice_id and one.bucket in BUCKETS]
    pins = pins_of(customer_id, {one.invoice_id for one in parts}, as_of=as_of)
    teller = Teller(policy, language)
    return {
        "row": row,
        "version": fresh.version,
        "group": fresh.group,
        "told": customer_told(customer_id),
        "facts": facts,
        "deciding": deciding_shown(request, fresh, refused),
        "chasing": chasing_shown(request, fresh, facts, chased, refused),
        "reasons": reasons_of(row, fresh.points, policy, language),
        "alerts": alerts_in_words(fresh.alerts, policy, language),
        "tasks": fresh.tasks,
        "parts": states_of(in_due_order(parts), fresh, language),
        "credits": [one for one in fresh.parts if one not in parts],
        "aging": aging_of(parts, row.currency),
        "pins": drawn_pins(pins, language),
        "score_trend": trend(days, "score"),
        "late_trend": trend(days, "days_beyond_terms"),
        "headroom": headroom_of(row, language),
        "coming": coming_events(facts, chased, as_of, language),
        "history": teller.history(
            days, facts, events_of(customer_id), chased_events(fresh, chased, language)
        ),
    }


def in_due_order(parts: Sequence[PositionPart]) -> list[PositionPart]:
    """Sort open parts by their due dates."""
    return sorted(parts, key=lambda one: (one.due_on or date.max, one.invoice_id, one.part or 0))


def states_of(
    parts: Sequence[PositionPart], fresh: CustomerPosition, language: Language
) -> list[dict[str, Any]]:
    """Say of each open part what is to be done about it, or why nothing is."""
    word = words(language)
    levels = {one.id: one.says.in_language(language) for one in fresh.policy.dunning.levels}
    steps = {(one.invoice_id, one.part): one for one in fresh.dunning}
    left = {(one.invoice_id, one.part): one.reason for one in fresh.left_out}
    found = []
    for part in parts:
        key, state, css = (part.invoice_id, part.part), "", ""
        if key in steps:
            level = levels.get(steps[key].level, steps[key].level)
            state, css = word("web.customer.step", level=level), "watch"
        elif key in left:
            state = word.known(f"not_dunned.{left[key]}", left[key])
        elif not part.days_past_due:
            state, css = word("bucket.current"), "fine"
        found.append({"part": part, "state": state, "css": css})
    return found


def aging_of(parts: Sequence[PositionPart], currency: str) -> Any:
    """Draw the customer's aging in its own currency; None where nothing is open in it."""
    own = [one for one in parts if one.currency == currency]
    sums = [float(sum(one.open_amount for one in own if one.bucket == b)) for b in BUCKETS]
    return drawing.aging_bar(sums, height=22) if any(sums) else None


def drawn_pins(pins: Sequence[Pin], language: Language) -> dict[str, Any] | None:
    """Draw every invoice against its due date, and say what is seen."""
    if not pins:
        return None
    late = [pin.days for pin in pins if pin.days > 0]
    told = {
        "count": len(pins),
        "late": len(late),
        "most": max(late, default=0),
        "open": sum(pin.still_open for pin in pins),
    }
    says = words(language)("web.customer.pins_say", **told)
    ends = [day(pins[0].due_on, language), day(pins[-1].due_on, language)]
    drawn = drawing.pins([(pin.days, pin.still_open) for pin in pins], ends, says=says)
    return {"chart": drawn, "says": says}


def trend(days: Sequence[PositionCustomer], name: str) -> Any:
    """Draw how a number went over the last days that are kept."""
    values = [getattr(one, name) for one in days[-TREND:] if getattr(one, name) is not None]
    if len(values) < 2:  # noqa: PLR2004  # one point is no trend
        return ""
    worse = values[-1] > values[0] if name == "days_beyond_terms" else values[-1] < values[0]
    return drawing.spark(values, worse=worse, least=10)


def headroom_of(row: Any, language: Language) -> dict[str, Any] | None:
    """Draw exposure and orders against the limit; None where one of them is unknown."""
    if row.exposure is None or row.effective_limit is None:
        return None
    reserved = Decimal(row.profile.get("uninvoiced_orders") or 0)
    owed = row.exposure - reserved
    told = {
        "owed": amount(owed, row.currency, language),
        "orders": amount(reserved, row.currency, language),
        "limit": amount(row.effective_limit, row.currency, language),
    }
    says = words(language)("web.customer.headroom_says", **told)
    bar = drawing.headroom_bar(float(owed), float(reserved), float(row.effective_limit), says=says)
    return {"bar": bar, "owed": owed, "orders": reserved}
