"""Worklist: overdue customers by the step of the ladder that is due, the most at risk first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duecourse.policy.shapes import DunningLevel, Policy
from duecourse.services.rights import Right, may, rows_seen_by, seen_by
from duecourse.store.outbox import UNDER_WAY, Letter, LetterKind
from duecourse.store.policy_in_force import policy_of
from duecourse.store.positions import PositionCustomer, PositionLeftOut
from duecourse.web.allowed import allowed
from duecourse.web.frame import day_in_use
from duecourse.web.paging import page_of

NONE = Decimal(0)
ORDER = (
    F("step_rank").desc(),
    F("at_risk_home").desc(nulls_last=True),
    F("overdue_home").desc(nulls_last=True),
    "customer_id",
)
"""The highest step first, then what is at risk, then what is overdue; the unknown last."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What a step holds in all: customers, and what is overdue and at risk at home."""

    count: int = 0
    overdue: Decimal = NONE
    at_risk: Decimal = NONE


@dataclass(frozen=True, slots=True)
class Line:
    """One customer, and the letter under way to it."""

    customer: PositionCustomer
    letter: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder, its customers on this page, and what it holds in all."""

    level: DunningLevel
    sums: Sums
    lines: Sequence[Line] = field(default_factory=tuple)


@allowed(Right.OVERDUE)
@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """List the overdue customers for whom a step is due, and count those left alone."""
    day = day_in_use(request)
    if day is None or day.policy_version is None:
        return redirect("overview")
    policy = policy_of(day.policy_version)
    due = seen_by(request.user, PositionCustomer.objects.filter(day=day, step__isnull=False))
    sums = sums_of(due)
    levels = [one.id for one in policy.dunning.levels]
    asked = request.GET.get("level", "")
    chosen = due.filter(step=asked) if asked in levels else due
    counts = [sums.get(one, Sums()).count for one in ([asked] if asked in levels else sums)]
    page = page_of(request, chosen.order_by(*ORDER), sum(counts))
    left = rows_seen_by(request.user, day, PositionLeftOut.objects.filter(day=day))
    shown = {
        "page": page,
        "steps": steps_of(page, sums, policy),
        "levels": [
            (one, sums.get(one.id, Sums()).count) for one in reversed(policy.dunning.levels)
        ],
        "asked": asked,
        "total": sum((one.overdue for one in sums.values()), NONE),
        "at_risk": sum((one.at_risk for one in sums.values()), NONE),
        "left_out": left.aggregate(found=Count("customer_id", distinct=True))["found"],
        "may_send": may(request.user, Right.SEND_LETTERS),
    }
    return render(request, "worklists/overdue.html", shown)


def sums_of(due: "QuerySet[PositionCustomer]") -> dict[str, Sums]:
    """Count customers and sum their money by step; what is unknown is left out of a sum."""
    found: QuerySet[Any] = due.values_list("step").annotate(
        Count("pk"), Sum("overdue_home"), Sum("at_risk_home")
    )
    return {
        step: Sums(count, overdue or NONE, at_risk or NONE)
        for step, count, overdue, at_risk in found
    }


def letters_under_way(customers: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Return the letter under way to each of some customers: its number, its state, why."""
    rows = Letter.objects.filter(kind=LetterKind.DUNNING, state__in=UNDER_WAY)
    found = rows.filter(customer_id__in=customers).order_by("pk")
    return {row["customer_id"]: row for row in found.values("customer_id", "pk", "state", "why")}


def steps_of(page: Page, sums: Mapping[str, Sums], policy: Policy) -> list[Step]:
    """Put the customers of a page under their steps, each with its letter."""
    levels = {level.id: level for level in policy.dunning.levels}
    letters = letters_under_way([row.customer_id for row in page])
    return [
        Step(
            levels[step],
            sums.get(step, Sums()),
            tuple(Line(row, letters.get(row.customer_id)) for row in group),
        )
        for step, group in groupby(page, lambda row: row.step)
        if step in levels
    ]
