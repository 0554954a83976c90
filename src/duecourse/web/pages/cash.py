"""Worklist: money that came and belongs to no invoice yet."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import F, FloatField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duecourse.ledger.tables_trade import SETTLING_KINDS
from duecourse.services.rights import Right, seen_by
from duecourse.store.positions import PositionCustomer
from duecourse.web.allowed import allowed
from duecourse.web.customer_facts import holding
from duecourse.web.frame import day_in_use
from duecourse.web.paging import page_of

SHOWN = 3
LEAST = 0.005


@allowed(Right.CASH)
@require_safe
def cash(request: HttpRequest) -> HttpResponse:
    """List customers by their unallocated cash, with the payments that it came from."""
    day = day_in_use(request)
    if day is None:
        return redirect("overview")
    amount = Cast(KeyTextTransform("unallocated", "profile"), FloatField())
    rows = (
        seen_by(request.user, PositionCustomer.objects.filter(day=day))
        .annotate(unallocated=amount)
        .annotate(unallocated_home=F("unallocated") * F("to_home"))
        .filter(unallocated__gt=LEAST)
    )
    page = page_of(request, rows.order_by(F("unallocated_home").desc(nulls_last=True), "pk"))
    came = payments_of([row.customer_id for row in page])
    shown = {
        "page": page,
        "rows": [(row, came[row.customer_id][:SHOWN], len(came[row.customer_id])) for row in page],
        "total": rows.aggregate(total=Sum("unallocated_home"))["total"],
    }
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
