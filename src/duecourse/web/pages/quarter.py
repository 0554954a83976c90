"""The quarter: its figures beside those before and the policy's targets, and who fell."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from duecourse.policy.shapes import Policy
from duecourse.present.figures import exact_text
from duecourse.present.wording import words
from duecourse.review.quarter import against, days_that_stand, quarter_of, worsened
from duecourse.services.rights import Right
from duecourse.store.policy_in_force import policy_of
from duecourse.store.positions import PositionCustomer, PositionDay
from duecourse.values.says import Language
from duecourse.web import drawing
from duecourse.web.allowed import allowed
from duecourse.web.frame import day_in_use
from duecourse.web.paging import page_of

QUARTERS = 4
FIGURES = (
    *("dso_countback", "average_days_delinquent", "collection_effectiveness"),
    *("bad_debt_rate", "high_risk_share", "concentration"),
)
TONES = {"met": "fine", "near": "watch", "missed": "act"}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure through the quarters: in words, drawn, beside its target."""

    key: str
    name: str
    means: str
    values: Sequence[str]
    trend: SafeString
    target: str
    verdict: str
    tone: str


@allowed(Right.QUARTER)
@require_safe
def quarter(request: HttpRequest) -> HttpResponse:
    """Show the last quarters side by side, and the customers whose grade fell in this one."""
    day = day_in_use(request)
    if day is None or day.policy_version is None:
        return redirect("overview")
    days = quarters_of(day)
    policy = policy_of(day.policy_version)
    before = days[-2] if len(days) > 1 else None
    fell = page_of(request, fallen(day, before))
    shown = {
        "quarters": [(quarter_of(one.as_of), one) for one in days],
        "rows": [row_of(key, days, policy, request.language) for key in FIGURES],
        "before": before,
        "page": fell,
        "policy": policy,
    }
    return render(request, "quarter.html", shown)


def quarters_of(day: PositionDay) -> list[PositionDay]:
    """Return the days that stand for the last quarters, the day itself last."""
    first = quarter_of(day.as_of).before(QUARTERS - 1).first_day
    kept = PositionDay.objects.filter(as_of__gte=first, as_of__lte=day.as_of)
    listed = kept.values_list("as_of", flat=True)
    chosen = days_that_stand(listed, latest=day.as_of, count=QUARTERS)
    days = PositionDay.objects.filter(as_of__in=chosen).order_by("as_of")
    return list(days.only("as_of", "figures", "home_currency"))


def row_of(key: str, days: Sequence[PositionDay], policy: Policy, language: Language) -> Row:
    """Word one figure through the quarters."""
    word = words(language)
    values = [figure(day, key) for day in days]
    target = policy.review.targets.get(key)
    verdict = against(key, values[-1], target)
    known = [float(value) for value in values if value is not None]
    currency = days[-1].home_currency
    return Row(
        key=key,
        name=word(f"figure.{key}.name"),
        means=word(f"figure.{key}.means"),
        values=[exact_text(key, value, currency, language) for value in values],
        trend=drawing.spark(known, worse=worsened(key, values)),
        target="" if target is None else exact_text(key, target, currency, language),
        verdict=verdict or "",
        tone=TONES.get(verdict or "", ""),
    )


def figure(day: PositionDay, key: str) -> Decimal | None:
    """Read a figure of a day."""
    told: Any = day.figures.get(key)
    return None if told is None else Decimal(str(told))


def fallen(day: PositionDay, before: PositionDay | None) -> "QuerySet[PositionCustomer]":
    """Return the customers whose grade is worse than at the end of the quarter before."""
    customers = PositionCustomer.objects.filter(day=day)
    if before is None:
        return customers.none().annotate(was=F("grade"))
    earlier = PositionCustomer.objects.filter(day=before, customer_id=OuterRef("customer_id"))
    fell = customers.annotate(was=Subquery(earlier.values("grade")[:1])).filter(
        grade__gt=F("was")  # A stands before B
    )
    return fell.order_by(F("exposure_home").desc(nulls_last=True), "customer_id").only(
        *("customer_id", "name", "grade", "exposure_home", "overdue_home", "day_id"),
        *("days_beyond_terms", "days_beyond_terms_change"),
    )
