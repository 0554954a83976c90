"""The figures of the day, each with its definition and today's sum."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.pipeline.position import Figures
from duecourse.present.collected import Collected
from duecourse.present.kpi_text import COUNTS, DAYS, MONEY, SHARES
from duecourse.present.numbers import Number, Shown, amount, brief, number, share
from duecourse.present.stakes import at_home
from duecourse.present.wording import words
from duecourse.values.says import Language

HEADLINES = ("open_amount", "overdue_amount", "dso_simple", "high_risk_share", "concentration")
"""The figures that stand large at the top."""
FIGURES = (
    "open_amount",
    "overdue_amount",
    "credit_sales",
    "dso_simple",
    "dso_countback",
    "dso_best_possible",
    "average_days_delinquent",
    "collection_effectiveness",
    "bad_debt_rate",
    "high_risk_share",
    "concentration",
    "customers",
    "open_invoices",
)
LARGEST = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: its name, what it is today, what it means, how it came about if it is known."""

    key: str
    name: str
    value: Shown
    exact: str
    number: float | None
    means: str
    sum: str


def figures_of(facts: Collected, language: Language) -> tuple[Figure, ...]:
    """Word every figure of the home currency, in the order of ``FIGURES``."""
    position = facts.position
    blanks = sum_blanks(facts, language)
    return tuple(
        figure(key, position.home, position.home_currency, blanks=blanks, language=language)
        for key in FIGURES
    )


def figure(
    key: str, figures: Figures, currency: str, *, blanks: Mapping[str, str], language: Language
) -> Figure:
    """Word one figure."""
    word, value = words(language), figures.get(key)
    exact = exact_text(key, value, currency, language)
    told = {**blanks, "value": exact}
    return Figure(
        key=key,
        name=word(f"figure.{key}.name", **told),
        value=shown(key, value, currency, language),
        exact=exact,
        number=None if value is None else float(value),
        means=word(f"figure.{key}.means", **told),
        sum="" if value is None else word(f"figure.{key}.sum", **told),
    )


def exact_text(key: str, value: Number, currency: str, language: Language) -> str:
    """Write a figure in full."""
    if key in SHARES:
        return share(value, language, digits=2 if key == "bad_debt_rate" else 1)
    if key in DAYS:
        return number(value, 1, language)
    if key in COUNTS:
        return number(value, 0, language)
    return amount(value, currency, language)


def shown(key: str, value: Number, currency: str, language: Language) -> Shown:
    """Write a figure as a summary does: money in 万元 or m, days with their unit."""
    if key in MONEY:
        return brief(value, currency, language)
    unit = words(language)("unit.days") if key in DAYS and value is not None else ""
    return Shown(exact_text(key, value, currency, language), unit)


def sum_blanks(facts: Collected, language: Language) -> dict[str, str]:
    """Write out what the sums name: the figures themselves, and the exposures behind two."""
    position = facts.position
    home, currency = position.home, position.home_currency
    receivable, open_amount = home.get("receivable"), home.get("open_amount")
    overdue = home.get("overdue_amount")
    known = receivable is not None and open_amount is not None
    unallocated = float(receivable) - float(open_amount) if known else None  # type: ignore[arg-type]
    part = float(overdue) / float(receivable) if overdue is not None and receivable else None
    return {
        **{key: exact_text(key, home.get(key), currency, language) for key in FIGURES},
        **{key: amount(value, currency, language) for key, value in exposures(facts).items()},
        "receivable": amount(receivable, currency, language),
        "unallocated": amount(unallocated, currency, language),
        "overdue_share": share(part, language),
        "days": str(position.policy.windows.sales_days),
    }


def exposures(facts: Collected) -> dict[str, float]:
    """Sum exposures in the home currency: all, graded, grade C, the ten largest."""
    rows = facts.customers
    home = pc.fill_null(at_home(rows["exposure"], rows["to_home"]), 0.0)
    ungraded = pa.scalar(0.0)
    graded = pc.if_else(pc.is_valid(rows["grade"]), home, ungraded)
    in_c = pc.if_else(pc.fill_null(pc.equal(rows["grade"], "C"), False), home, ungraded)
    largest = pc.take(home, pc.sort_indices(home, sort_keys=[("", "descending")])[:LARGEST])
    parts = {"exposure": home, "exposure_graded": graded, "exposure_c": in_c}
    sums = {key: pc.sum(values, min_count=0).as_py() for key, values in parts.items()}
    return sums | {"exposure_ten": pc.sum(largest, min_count=0).as_py()}
