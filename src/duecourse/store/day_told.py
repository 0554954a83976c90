"""What the overview says of a day in words: once when the position is taken, for who sees all."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet, Sum

from duecourse.present.collected import Collected
from duecourse.present.decisions import Decision, ten_decisions
from duecourse.present.figures import Figure, exposures, figures_of
from duecourse.present.numbers import Shown
from duecourse.present.tables import BUCKETS
from duecourse.present.wording import words
from duecourse.store.day_aging import aging_on
from duecourse.store.day_in_frames import day_in_frames
from duecourse.store.policy_in_force import policy_of
from duecourse.store.positions import PositionCustomer, PositionDay
from duecourse.values.says import LANGUAGES, Language

HEADLINES = ("open_amount", "overdue_amount", "dso_simple", "high_risk_share", "concentration")
OF_OWN = ("open_amount", "overdue_amount", "high_risk_share", "concentration")
"""What can be said of a part of the customers: DSO needs the sales of all."""
NOTED = {
    "open_amount": ("open_invoices", "customers"),
    "dso_simple": ("dso_best_possible", "average_days_delinquent"),
}
"""What is said beneath a figure, where that is not its sum."""


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


def told_in_all_languages(day: PositionDay, facts: Collected) -> dict[str, Any]:
    """Word a day that was just written for who sees every customer, as JSON holds it."""
    return {language: asdict(worded(day, language, facts=facts)) for language in LANGUAGES}


def read_back(kept: Mapping[str, Any]) -> Told:
    """Read what was kept of a day as JSON."""
    figures = tuple(
        (Figure(**{**figure, "value": Shown(**figure["value"])}), note)
        for figure, note in kept["figures"]
    )
    decisions = tuple(
        Decision(**{**one, "why": tuple(one["why"]), "also": tuple(one["also"])})
        for one in kept["decisions"]
    )
    return Told(**{**kept, "figures": figures, "decisions": decisions})


def worded(
    day: PositionDay,
    language: Language,
    *,
    seen: "QuerySet[PositionCustomer] | None" = None,
    facts: Collected | None = None,
) -> Told:
    """Word the day for a reader: of all customers, or of those whom the reader sees.

    ``facts`` spares reading what is at hand already.
    """
    facts = facts or day_in_frames(day, policy_of(day.policy_version), seen)
    aging = aging_on(day, facts, seen)
    if seen is not None:
        facts = facts_of_own(facts, aging.amounts)
    rows = PositionCustomer.objects.filter(day=day) if seen is None else seen
    figures = {figure.key: figure for figure in figures_of(facts, language)}
    return Told(
        figures=tuple(
            (figures[key], note_of(figures, key, language))
            for key in (HEADLINES if seen is None else OF_OWN)
        ),
        decisions=ten_decisions(facts, language),
        amounts=aging.amounts,
        customers=aging.customers,
        says=aging.says(day.home_currency, language),
        grades=grades_of(rows),
        overdue=rows.filter(overdue_home__gt=0).count(),
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


def grades_of(seen: "QuerySet[PositionCustomer]") -> list[dict[str, Any]]:
    """List the grades with exposure and customers; who has no grade stands last."""
    found = seen.values("grade").annotate(exposure=Sum("exposure_home"), customers=Count("pk"))
    rows = {row["grade"] or "": row for row in found}
    total = float(sum(row["exposure"] or 0 for row in rows.values()))
    return [
        {
            "grade": grade,
            "exposure": float(rows[grade]["exposure"] or 0),
            "share": float(rows[grade]["exposure"] or 0) / total if total else None,
            "customers": rows[grade]["customers"],
        }
        for grade in ("A", "B", "C", "")
        if grade in rows
    ]
