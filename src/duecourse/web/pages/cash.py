"""Worklist: money that came and belongs to no invoice yet."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import FloatField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duecourse.ledger.tables_trade import SETTLING_KINDS
from duecourse.services.rights import Right
from duecourse.store.positions import PositionCustomer, PositionDay
from duecourse.web.allowed import allowed
from duecourse.web.customer_facts import holding
from duecourse.web.frame import day_in_use
from duecourse.web.paging import page_of

KEPT_SECONDS = 24 * 60 * 60
LEAST = 0.005


@allowed(Right.CASH)
@require_safe
def cash(request: HttpRequest) -> HttpResponse:
    """List customers by their unallocated cash, with the payments that it came from."""
    day = day_in_use(request)
    if day is None:
        return redirect("overview")
    amounts = cache.get_or_set(
        f"cash:{day.pk}:{day.made_at.timestamp()}", lambda: unallocated_on(day), KEPT_SECONDS
    )
    page = page_of(request, amounts)
    standing = {row.pk: row for row in PositionCustomer.objects.filter(pk__in=[x.pk for x in page])}
    came = payments_of([row.customer_id for row in standing.values()])
    rows = [(standing[one.pk], one, came[standing[one.pk].customer_id]) for one in page]
    total = sum(one.home for one in amounts if one.home is not None)
    return render(request, "worklists/cash.html", {"page": page, "rows": rows, "total": total})


class Unallocated(NamedTuple):
    """What stands to a customer's good, in its own currency and at home."""

    pk: int
    own: float
    home: float | None


def unallocated_on(day: PositionDay) -> list[Unallocated]:
    """List the customers to whose good something stands, the largest first; for all are read."""
    amount = Cast(KeyTextTransform("unallocated", "profile"), FloatField())
    rows = PositionCustomer.objects.filter(day=day).annotate(own=amount).filter(own__gt=LEAST)
    found = [
        Unallocated(pk, own, None if rate is None else own * rate)
        for pk, own, rate in rows.values_list("pk", "own", "to_home")
    ]
    return sorted(found, key=lambda one: (one.home is None, -(one.home or 0.0), one.pk))


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
