"""The tables of a policy on grading: each function reads one into its shape."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from duecourse.policy import shapes
from duecourse.policy.fields import Section, as_number, shown

BOUNDS = ("above", "up_to", "below", "at_least")
MOST_POINTS = Decimal(100)


def condition(section: Section) -> shapes.Condition:
    """Read one measure against one number, or two that leave room between them."""
    measure = section.measure()
    bounds = {name: section.number(name) for name in BOUNDS if section.has(name)}
    if not bounds and not section.void:
        section.wrong("condition-without-bound", "measure", measure=measure)
    low = max((bounds[name] for name in ("above", "at_least") if name in bounds), default=None)
    high = min((bounds[name] for name in ("below", "up_to") if name in bounds), default=None)
    if low is not None and high is not None and low > high:
        section.wrong("condition-never-met", "measure", low=low, high=high)
    return shapes.Condition(measure, **bounds)


def maybe_condition(section: Section, key: str) -> shapes.Condition | None:
    """Read a condition that need not be written."""
    found = section.maybe_section(key)
    return None if found is None else condition(found)


def criterion(section: Section) -> shapes.Criterion:
    """Read how one measure earns points."""
    weight = section.number("weight")
    if weight <= 0 and section.has("weight"):
        section.wrong("weight-not-positive", "weight", value=weight)
    max_age = section.whole("max_age_days", least=1) if section.has("max_age_days") else None
    return shapes.Criterion(
        measure=section.measure(),
        weight=weight,
        bands=bands(section),
        says=section.says(),
        when_unknown=when_unknown(section),
        max_age_days=max_age,
    )


def when_unknown(section: Section) -> Decimal | None:
    """Read what silence is worth: "skip" (also when nothing is written) or points."""
    if not section.has("when_unknown") or section.table["when_unknown"] == "skip":
        return None
    written = section.table["when_unknown"]
    points = as_number(written)
    if points is None or not 0 <= points <= MOST_POINTS:
        section.wrong("not-skip-or-points", "when_unknown", value=shown(written))
    return points


def bands(section: Section) -> tuple[tuple[Decimal, Decimal], ...]:
    """Read bands ``[up to and including, points]``, their bounds ascending."""
    rows = section.rows("bands")
    if not rows and isinstance(section.table.get("bands"), list):
        section.wrong("no-bands", "bands")
    read = [band(section, place, row) for place, row in enumerate(rows)]
    for place, (before, after) in enumerate(pairwise(read), start=1):
        if before is not None and after is not None and after[0] <= before[0]:
            path = (*section.path, "bands", place)
            section.book.wrong("bands-not-ascending", path, bound=after[0], before=before[0])
    return tuple(found for found in read if found is not None)


def band(section: Section, place: int, row: Any) -> tuple[Decimal, Decimal] | None:
    """Read one band; None where it is not a pair of numbers with points from 0 to 100."""
    path = (*section.path, "bands", place)
    numbers = [as_number(item) for item in row] if isinstance(row, list) else []
    match numbers:
        case [Decimal() as bound, Decimal() as points] if 0 <= points <= MOST_POINTS:
            return bound, points
    section.book.wrong("not-a-band", path, value=shown(row))
    return None


def grades(section: Section) -> dict[shapes.Grade, shapes.GradeThreshold]:
    """Read the least score and known weight of every grade."""
    found: dict[shapes.Grade, shapes.GradeThreshold] = {}
    for grade in shapes.GRADES:
        if not section.has(grade) and not section.void:
            section.wrong("missing-grade", grade, grade=grade)
        elif not section.void:
            threshold = section.section(grade)
            found[grade] = shapes.GradeThreshold(
                threshold.number("score", least=Decimal(0), most=MOST_POINTS),
                threshold.share("known_weight", Decimal(0)),
            )
    return found


def grade_cap(section: Section) -> shapes.GradeCap:
    """Read a fact that keeps a grade down."""
    return shapes.GradeCap(
        id=section.text("id"),
        when=condition(section.section("when")),
        unless=maybe_condition(section, "unless"),
        at_most=section.choice("at_most", shapes.GRADES),
        says=section.says(),
    )
