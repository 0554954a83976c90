"""Worklist: money that came and belongs to no invoice yet."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duecourse.ledger.tables_trade import SETTLING_KINDS
from duecourse.services.rights import Right
from duecourse.store.positions import PositionCustomer
from duecourse.web.allowed import allowed
from duecourse.web.customer_facts import holding
from duecourse.web.frame import day_in_use
from duecourse.web.paging import in_order, page_of

LEAST = Decimal("0.005")


@allowed(Right.CASH)
@require_safe
def cash(request: HttpRequest) -> HttpResponse:
    """List customers by their unallocated cash, with the payments that it came from."""
    day = day_in_use(request)
    if day is None:
        return redirect("overview")
    owed = PositionCustomer.objects.filter(day=day, unallocated__gt=LEAST)
    sorted_rows = in_order(owed, "-home", {"home": "unallocated_home"}, then="customer_id")
    sums = owed.aggregate(count=Count("pk"), total=Sum("unallocated_home"))
    page = page_of(request, sorted_rows, sums["count"])
    came = payments_of([row.customer_id for row in page])
    rows = [(row, came[row.customer_id]) for row in page]
    shown = {"page": page, "rows": rows, "total": sums["total"] or Decimal(0)}
    return render(request, "worklists/cash.html", shown)


def payments_of(customer_ids: Sequence[str]) -> dict[str, list[Any]]:
    """Return what some customers paid for no invoice or order, the latest first; none undone."""
    found: dict[str, list[Any]] = defaultdict(list)
    without = {"invoice_id": None, "order_id": None, "kind__in": SETTLING_KINDS}
    own = holding("settlements", customer_id__in=customer_ids)
    undone = own.exclude(reverses=None).values("reverses")
    standing = own.filter(reverses=None, **without).exclude(settlement_id__in=undone)
    for one in standing.order_by("-posted_on", "-id"):
        found[one.customer_id].append(one)
    return found
