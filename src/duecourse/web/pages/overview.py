"""The overview: the day's figures, aging, grades, DSO, and the ten decisions of today."""

from datetime import date
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duecourse.present.tables import BUCKETS
from duecourse.present.wording import words
from duecourse.services.rights import Right, only_own, seen_by
from duecourse.store.day_told import Told, read_back, worded
from duecourse.store.people import User
from duecourse.store.positions import PositionCustomer, PositionDay
from duecourse.values.says import Language
from duecourse.web import drawing
from duecourse.web.allowed import allowed
from duecourse.web.frame import day_in_use
from duecourse.web.imports.front import sending

KEPT_SECONDS = 24 * 60 * 60
LARGEST = 8
LISTS = {
    "open_amount": "?sort=-exposure",
    "overdue_amount": "?show=overdue&sort=-overdue",
    "dso_simple": "?sort=-late",
    "high_risk_share": "?grade=C&sort=-exposure",
    "concentration": "?sort=-exposure",
}
"""The list behind each figure."""


@allowed(Right.OVERVIEW)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the latest day; without one, say what comes first."""
    day = day_in_use(request)
    if day is None or day.policy_version is None:
        return render(request, "start.html", sending(request.user))
    told = told_of(day, request.user, request.language)
    seen = seen_by(request.user, PositionCustomer.objects.filter(day=day))
    shown = {
        "figures": [
            (one, note, f"{reverse('customers')}{LISTS[one.key]}") for one, note in told.figures
        ],
        "decisions": told.decisions,
        "aging": aging_rows(told, request.language),
        "owed": sum(told.amounts[bucket] for bucket in BUCKETS[:-1]),
        "unallocated": told.amounts["unallocated"],
        "aging_bar": drawing.aging_bar(
            [told.amounts[bucket] for bucket in BUCKETS[:-1]], says=told.says
        ),
        "grades": told.grades,
        "dso": None if only_own(request.user) else dso_of(day, request.language),
        "largest": largest_overdue(seen),
        "overdue_count": told.overdue,
    }
    return render(request, "overview.html", shown)


def told_of(day: PositionDay, user: User, language: Language) -> Told:
    """Return the words of a day: kept with it for who sees all, else once until it is made anew."""
    if not only_own(user) and language in day.told:
        return read_back(day.told[language])
    reader = sha256(user.salesperson.encode()).hexdigest() if only_own(user) else "all"
    key = f"overview:{day.pk}:{day.made_at.timestamp()}:{language}:{reader}"
    seen = seen_by(user, PositionCustomer.objects.filter(day=day)) if only_own(user) else None
    return cache.get_or_set(key, lambda: worded(day, language, seen=seen), KEPT_SECONDS)


def aging_rows(told: Told, language: Language) -> list[dict[str, Any]]:
    """List the buckets that are owed: name, amount, share, customers."""
    word = words(language)
    owed = sum(told.amounts[bucket] for bucket in BUCKETS[:-1])
    return [
        {
            "place": place,
            "bucket": bucket,
            "name": word(f"bucket.{bucket}"),
            "amount": told.amounts[bucket],
            "share": told.amounts[bucket] / owed if owed else None,
            "customers": told.customers[bucket],
        }
        for place, bucket in enumerate(BUCKETS[:-1])
    ]


def largest_overdue(seen: "QuerySet[PositionCustomer]") -> list[PositionCustomer]:
    """List the customers with the largest amounts overdue."""
    return list(seen.filter(overdue_home__gt=0).order_by("-overdue_home", "customer_id")[:LARGEST])


def dso_of(day: PositionDay, language: Language) -> dict[str, Any] | None:
    """Draw DSO over the months known; None where too little is known."""
    history = day.dso_history
    series = {
        key: [number(month.get(key)) for month in history]
        for key in ("dso_countback", "dso_simple", "dso_best_possible")
    }
    main = next((key for key, values in series.items() if any(v is not None for v in values)), None)
    if main is None:
        return None
    word, values = words(language), [value for value in series[main] if value is not None]
    first, last = (f"{value:.1f}" for value in (values[0], values[-1]))
    ends = [label_of(history[0]["day"]), label_of(history[-1]["day"])] if history else []
    says = word("chart.dso", first=first, last=last)
    drawn = drawing.lines([("", series[main])], ends, says=says)
    return {"name": word(f"line.{main}"), "last": last, "says": says, "chart": drawn}


def number(value: Any) -> float | None:
    """Read a figure as a number."""
    return None if value is None else float(value)


def label_of(day: str) -> str:
    """Shorten a month's end to its year and month."""
    return date.fromisoformat(day).strftime("%Y-%m")
