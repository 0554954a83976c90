"""The overview: the day's figures, aging, grades, DSO, and the ten decisions of today."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duecourse.present.collected import Collected
from duecourse.present.decisions import Decision, ten_decisions
from duecourse.present.figures import Figure, exposures, figures_of
from duecourse.present.tables import BUCKETS
from duecourse.present.wording import words
from duecourse.services.rights import Right, only_own, seen_by
from duecourse.store.day_in_frames import day_in_frames
from duecourse.store.people import User
from duecourse.store.policy_in_force import policy_of
from duecourse.store.positions import PositionCustomer, PositionDay
from duecourse.values.says import Language
from duecourse.web import drawing
from duecourse.web.aging import aging_on
from duecourse.web.allowed import allowed
from duecourse.web.frame import day_in_use
from duecourse.web.imports.front import sending

HEADLINES = ("open_amount", "overdue_amount", "dso_simple", "high_risk_share", "concentration")
OF_OWN = ("open_amount", "overdue_amount", "high_risk_share", "concentration")
"""What can be said of a part of the customers: DSO needs the sales of all."""
NOTED = {
    "open_amount": ("open_invoices", "customers"),
    "dso_simple": ("dso_best_possible", "average_days_delinquent"),
}
"""What is said beneath a figure, where that is not its sum."""
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


@dataclass(frozen=True, slots=True)
class Told:
    """What the overview says of a day to one reader; it changes when the day is worked out anew."""

    figures: tuple[tuple[Figure, str], ...]
    decisions: tuple[Decision, ...]
    amounts: Mapping[str, float]
    customers: Mapping[str, int]
    says: str
    grades: list[dict[str, Any]]
    overdue: int


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
    """Word the day for a reader, once until it is worked out anew."""
    reader = sha256(user.salesperson.encode()).hexdigest() if only_own(user) else "all"
    key = f"overview:{day.pk}:{day.made_at.timestamp()}:{language}:{reader}"
    return cache.get_or_set(key, lambda: worded(day, user, language), KEPT_SECONDS)


def worded(day: PositionDay, user: User, language: Language) -> Told:
    """Word the day for a reader."""
    policy = policy_of(day.policy_version)
    mine = only_own(user)
    seen = seen_by(user, PositionCustomer.objects.filter(day=day))
    facts = day_in_frames(day, policy, seen if mine else None)
    aging = aging_on(day, facts, seen if mine else None)
    if mine:
        facts = facts_of_own(facts, aging.amounts)
    figures = {figure.key: figure for figure in figures_of(facts, language)}
    return Told(
        figures=tuple(
            (figures[key], note_of(figures, key, language))
            for key in (OF_OWN if mine else HEADLINES)
        ),
        decisions=ten_decisions(facts, language),
        amounts=aging.amounts,
        customers=aging.customers,
        says=aging.says(day.home_currency, language),
        grades=grades_of(seen),
        overdue=seen.filter(overdue_home__gt=0).count(),
    )


def note_of(figures: Mapping[str, Figure], key: str, language: Language) -> str:
    """Say one thing that helps to read a figure; else how it came about."""
    word = words(language)
    if figures[key].number is None:
        return word("web.overview.no_sum")
    told = {name: figures[name].exact for name in NOTED.get(key, ())}
    known = told and all(figures[name].number is not None for name in NOTED[key])
    return word(f"web.note.{key}", **told) if known else figures[key].sum


def facts_of_own(facts: Collected, amounts: Mapping[str, float]) -> Collected:
    """Put the figures of some customers in place of the company's."""
    owed, parts = sum(amounts[bucket] for bucket in BUCKETS[:-1]), exposures(facts)
    figures = {
        "receivable": owed,
        "open_amount": owed + amounts["unallocated"],
        "overdue_amount": sum(amounts[bucket] for bucket in BUCKETS[1:-1]),
        "high_risk_share": part_of(parts["exposure_c"], parts["exposure_graded"]),
        "concentration": part_of(parts["exposure_ten"], parts["exposure"]),
    }
    return replace(facts, position=replace(facts.position, home=figures, problems=()))


def part_of(part: float, whole: float) -> float | None:
    """Divide; a part of nothing is unknown."""
    return part / whole if whole else None


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


def grades_of(seen: "QuerySet[PositionCustomer]") -> list[dict[str, Any]]:
    """List the grades with exposure and customers; who has no grade stands last."""
    found = seen.values("grade").annotate(exposure=Sum("exposure_home"), customers=Count("pk"))
    rows = {row["grade"] or "": row for row in found}
    total = sum(row["exposure"] or 0 for row in rows.values())
    return [
        {
            "grade": grade,
            "exposure": rows[grade]["exposure"] or 0,
            "share": (rows[grade]["exposure"] or 0) / total if total else None,
            "customers": rows[grade]["customers"],
        }
        for grade in ("A", "B", "C", "")
        if grade in rows
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
