"""Worklist: customers whose orders are stopped, and what lets them go again."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duecourse.present.reasons import hold_says
from duecourse.services.rights import Right, seen_by
from duecourse.store.policy_in_force import policy_of
from duecourse.store.positions import PositionCustomer
from duecourse.web.allowed import allowed
from duecourse.web.customer_reasons import said
from duecourse.web.frame import day_in_use
from duecourse.web.paging import in_order, page_of, sort_asked_for

COLUMNS = {
    "name": "name",
    "grade": "grade",
    "exposure": "exposure_home",
    "headroom": "headroom_home",
    "overdue": "overdue_home",
}


@allowed(Right.HOLDS)
@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """List the customers on hold with the rules that stop them."""
    day = day_in_use(request)
    if day is None or day.policy_version is None:
        return redirect("overview")
    seen = seen_by(request.user, PositionCustomer.objects.filter(day=day, status="hold"))
    sort = sort_asked_for(request, COLUMNS, first="-overdue")
    page = page_of(request, in_order(seen, sort, COLUMNS, then="customer_id"))
    says = hold_says(policy_of(day.policy_version), request.language)
    rows = [(row, said(row.holds, says), to_pay(row)) for row in page]
    return render(request, "worklists/holds.html", {"page": page, "rows": rows, "sort": sort})


def to_pay(row: Any) -> Decimal | None:
    """Return what must be paid to end the hold: what is overdue, or beyond the limit."""
    if row.overdue_home is None:
        return None
    beyond = -(row.headroom_home or Decimal(0))
    return max(row.overdue_home, beyond, Decimal(0))
