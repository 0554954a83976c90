"""Worklist: overdue customers by the step of the ladder that is due, the most at risk first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duecourse.policy.shapes import DunningLevel, Policy
from duecourse.services.rights import Right, may, rows_seen_by
from duecourse.store.outbox import UNDER_WAY, Letter, LetterKind
from duecourse.store.policy_in_force import policy_of
from duecourse.store.positions import (
    PositionCustomer,
    PositionDay,
    PositionDunning,
    PositionLeftOut,
)
from duecourse.web.allowed import allowed
from duecourse.web.frame import day_in_use
from duecourse.web.paging import ROWS

ASKED = (
    *("customer_id", "name", "grade", "days_beyond_terms", "days_beyond_terms_change"),
    *("overdue_home", "exposure", "net_exposure", "to_home"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One customer, the step that is due, and the money."""

    customer: Mapping[str, Any]
    level: str
    days: int
    at_risk: Decimal | None
    letter: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder, its customers on this page, and what it holds in all."""

    level: DunningLevel
    count: int
    total: Decimal
    lines: Sequence[Line] = field(default_factory=tuple)


@allowed(Right.OVERDUE)
@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """List the overdue customers for whom a step is due, and count those left alone."""
    day = day_in_use(request)
    if day is None or day.policy_version is None:
        return redirect("overview")
    policy = policy_of(day.policy_version)
    lines = lines_of(request, day, policy)
    levels = [one.id for one in policy.dunning.levels]
    asked = request.GET.get("level", "")
    chosen = [line for line in lines if asked not in levels or line.level == asked]
    page = Paginator(chosen, ROWS).get_page(request.GET.get("page"))
    left = rows_seen_by(request.user, day, PositionLeftOut.objects.filter(day=day))
    letters = letters_under_way([line.customer["customer_id"] for line in page])
    shown = {
        "page": page,
        "steps": steps_of(page, lines, policy, letters),
        "levels": [(one, counted(lines, one.id)) for one in reversed(policy.dunning.levels)],
        "asked": asked,
        "total": sum((line.customer["overdue_home"] or 0 for line in lines), Decimal(0)),
        "at_risk": sum((line.at_risk or 0 for line in lines), Decimal(0)),
        "left_out": left.values("customer_id").distinct().count(),
        "may_send": may(request.user, Right.SEND_LETTERS),
    }
    return render(request, "worklists/overdue.html", shown)


def lines_of(request: HttpRequest, day: PositionDay, policy: Policy) -> list[Line]:
    """List each customer once, at the highest step that is due, highest step first."""
    rank = {level.id: place for place, level in enumerate(policy.dunning.levels)}
    due = rows_seen_by(request.user, day, PositionDunning.objects.filter(day=day))
    found: dict[str, tuple[str, int]] = defaultdict(lambda: ("", 0))
    for row in due.values("customer_id", "level").annotate(days=Max("days_past_due")):
        level, days = found[row["customer_id"]]
        higher = max(level, row["level"], key=lambda one: rank.get(one, -1))
        found[row["customer_id"]] = (higher, max(days, row["days"]))
    customers = PositionCustomer.objects.filter(day=day, customer_id__in=due.values("customer_id"))
    lines = [
        Line(row, *found[row["customer_id"]], at_risk=at_risk_of(row))
        for row in customers.values(*ASKED)
    ]
    return sorted(lines, key=lambda one: order_of(one, rank))


def order_of(line: Line, rank: Mapping[str, int]) -> tuple[int, Decimal, Decimal, str]:
    """Sort by the step, then by what is at risk, then by what is overdue; the unknown last."""
    overdue = line.customer["overdue_home"] or Decimal(0)
    at_risk = Decimal(-1) if line.at_risk is None else line.at_risk
    return -rank.get(line.level, -1), -at_risk, -overdue, line.customer["customer_id"]


def at_risk_of(row: Mapping[str, Any]) -> Decimal | None:
    """Return what is overdue and neither secured nor covered, in the home currency."""
    known = (row["overdue_home"], row["exposure"], row["net_exposure"], row["to_home"])
    if any(value is None for value in known):
        return None
    behind = (row["exposure"] - row["net_exposure"]) * Decimal(str(row["to_home"]))
    return max(Decimal(row["overdue_home"]) - behind, Decimal(0))


def letters_under_way(customers: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Return the letter under way to each of some customers: its number, its state, why."""
    rows = Letter.objects.filter(kind=LetterKind.DUNNING, state__in=UNDER_WAY)
    found = rows.filter(customer_id__in=customers).order_by("pk")
    return {row["customer_id"]: row for row in found.values("customer_id", "pk", "state", "why")}


def steps_of(
    page: Page,
    lines: Sequence[Line],
    policy: Policy,
    letters: Mapping[str, Mapping[str, Any]],
) -> list[Step]:
    """Put the customers of a page under their steps, each with its letter."""
    levels = {level.id: level for level in policy.dunning.levels}
    sums = {level: sum_of(lines, level) for level in levels}
    return [
        Step(
            levels[level],
            counted(lines, level),
            sums[level],
            tuple(replace(one, letter=letters.get(one.customer["customer_id"])) for one in group),
        )
        for level, group in groupby(page, lambda line: line.level)
        if level in levels
    ]


def counted(lines: Sequence[Line], level: str) -> int:
    """Count the customers of a step."""
    return sum(line.level == level for line in lines)


def sum_of(lines: Sequence[Line], level: str) -> Decimal:
    """Sum what is overdue at a step, in the home currency."""
    own = (line.customer["overdue_home"] or Decimal(0) for line in lines if line.level == level)
    return Decimal(sum(own, Decimal(0)))
