"""Worklist: customers who owe without a complete contract; the checklist of terms and clauses."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duecourse.services.rights import Right, seen_by
from duecourse.store.positions import PositionCustomer
from duecourse.web.allowed import allowed
from duecourse.web.customer_facts import holding
from duecourse.web.frame import day_in_use
from duecourse.web.paging import in_order, page_of, sort_asked_for

CHECKLIST = (
    "signed_on",
    "terms",
    "late_interest",
    "governing_law",
    "retention_of_title",
    "limit_clause",
)
"""What a contract should settle, in the order in which it is checked."""
COLUMNS = {"name": "name", "grade": "grade", "exposure": "exposure_home"}


@allowed(Right.CONTRACTS)
@require_safe
def contracts(request: HttpRequest) -> HttpResponse:
    """List who owes and has no contract that settles everything."""
    day = day_in_use(request)
    if day is None:
        return redirect("overview")
    owing = PositionCustomer.objects.filter(day=day, exposure_home__gt=0)
    gaps = seen_by(request.user, owing).exclude(
        Exists(complete().filter(customer_id=OuterRef("customer_id")))
    )
    sort = sort_asked_for(request, COLUMNS, first="-exposure")
    page = page_of(request, in_order(gaps, sort, COLUMNS, then="customer_id"))
    signed = contracts_of([row.customer_id for row in page])
    rows = [(row, *best_of(signed[row.customer_id])) for row in page]
    shown = {"page": page, "rows": rows, "sort": sort, "checklist": CHECKLIST}
    return render(request, "worklists/contracts.html", shown)


def complete() -> Any:
    """Return the contracts that settle everything."""
    settled = {f"{name}__isnull": False for name in CHECKLIST}
    clauses = Q(retention_of_title=True, limit_clause=True)
    return holding("contracts").filter(clauses, ~Q(terms=""), ~Q(governing_law=""), **settled)


def contracts_of(customer_ids: Sequence[str]) -> dict[str, list[Any]]:
    """Return the contracts of some customers."""
    found: dict[str, list[Any]] = defaultdict(list)
    for one in holding("contracts", customer_id__in=customer_ids).order_by("id"):
        found[one.customer_id].append(one)
    return found


def best_of(signed: Sequence[Any]) -> tuple[Any, list[tuple[str, bool]]]:
    """Return the contract with the fewest gaps, and what it settles; none: nothing."""
    if not signed:
        return None, [(name, False) for name in CHECKLIST]
    best = min(signed, key=lambda one: sum(not settles(one, name) for name in CHECKLIST))
    return best, [(name, settles(best, name)) for name in CHECKLIST]


def settles(contract: Any, name: str) -> bool:
    """Say whether a contract settles a point; interest of zero is settled."""
    value = getattr(contract, name)
    return value not in (None, "", False) or (name == "late_interest" and value == 0)
