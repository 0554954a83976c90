"""The list of customers: searched, filtered, sorted, fifty a page."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duecourse.services.rights import Right, may_see_customer, seen_by
from duecourse.store.facts import FACTS
from duecourse.store.positions import STATUSES, PositionCustomer
from duecourse.web.allowed import allowed
from duecourse.web.frame import day_in_use
from duecourse.web.paging import in_order, page_of, sort_asked_for

COLUMNS: Mapping[str, str] = {
    "name": "name",
    "grade": "grade",
    "score": "score",
    "exposure": "exposure_home",
    "limit": "limit_home",
    "headroom": "headroom_home",
    "overdue": "overdue_home",
    "late": "days_beyond_terms",
    "oldest": "largest_days_past_due",
}
"""By what the list can be sorted, and the column that holds it."""
SHOWN: Mapping[str, Q] = {
    "overdue": Q(overdue_home__gt=0),
    "over": Q(headroom_home__lt=0),
    "worse": Q(days_beyond_terms_change__gte=5),
    "new": Q(stage="observation"),
}
"""Ready-made choices."""
GRADES = ("A", "B", "C")
NAMED_BY = (("invoices", "invoice_id"), ("orders", "order_id"))
"""What else a customer is found by."""


@allowed(Right.CUSTOMERS)
@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """List the customers that a person may see."""
    day = day_in_use(request)
    if day is None:
        return redirect("overview")
    rows = chosen(request, seen_by(request.user, PositionCustomer.objects.filter(day=day)))
    sort = sort_asked_for(request, COLUMNS, first="-exposure")
    sums = rows.aggregate(
        count=Count("pk"), exposure=Sum("exposure_home"), overdue=Sum("overdue_home")
    )
    page = page_of(request, in_order(rows, sort, COLUMNS, then="customer_id"), sums["count"])
    shown = {
        "page": page,
        "sort": sort,
        "sums": sums,
        "q": request.GET.get("q", ""),
        "grades": GRADES,
        "statuses": STATUSES,
        "shows": tuple(SHOWN),
        "asked": {key: request.GET.get(key, "") for key in ("grade", "status", "show")},
    }
    return render(request, "customers.html", shown)


def chosen(
    request: HttpRequest, rows: "QuerySet[PositionCustomer]"
) -> "QuerySet[PositionCustomer]":
    """Leave what the search and the filters ask for; what they do not know is no filter."""
    asked = {key: request.GET.get(key, "") for key in ("q", "grade", "status", "show")}
    if text := asked["q"].strip():
        rows = rows.filter(search__contains=text.lower())
    if asked["grade"] in GRADES:
        rows = rows.filter(grade=asked["grade"])
    if asked["status"] in STATUSES:
        rows = rows.filter(status=asked["status"])
    if asked["show"] in SHOWN:
        rows = rows.filter(SHOWN[asked["show"]])
    return rows


@allowed(Right.CUSTOMERS)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Go to the customer that is named, or whose invoice or order is; else list what is like it."""
    text = request.GET.get("q", "").strip()
    if found := customer_named(text):
        facts = FACTS["customers"].objects.filter(superseded=None, customer_id=found)
        salesperson = facts.values_list("salesperson", flat=True).first()
        if may_see_customer(request.user, {"salesperson": salesperson}):
            return redirect("customer", found)
    return redirect(f"{reverse('customers')}?{request.GET.urlencode()}")


def customer_named(text: str) -> str | None:
    """Return the customer of this id, or of the invoice or order of this number."""
    if not text:
        return None
    if FACTS["customers"].objects.filter(superseded=None, customer_id=text).exists():
        return text
    for table, column in NAMED_BY:
        held = FACTS[table].objects.filter(superseded=None, **{column: text})
        if owner := held.values_list("customer_id", flat=True).first():
            return str(owner)
    return None
