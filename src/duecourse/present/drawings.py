"""What the charts of the report show: numbers of a position put into chart definitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.present.charts import Bar, Chart, over_time, rows_of_bars
from duecourse.present.collected import Collected
from duecourse.present.marks import aging_bar, overdue_bar
from duecourse.present.numbers import Number, brief, number, share
from duecourse.present.stakes import at_home, rates_of
from duecourse.present.tables import BUCKETS
from duecourse.present.wording import words
from duecourse.values.says import Language

LARGEST = 10
NAME_WIDTH = 20
GRADES = ("A", "B", "C", "")


@dataclass(frozen=True, slots=True)
class Aging:
    """The aging of everything in the home currency, and its bar."""

    amounts: Mapping[str, float]
    customers: Mapping[str, int]
    bar: str
    says: str

    @property
    def owed(self) -> float:
        """Sum all buckets but what is unallocated."""
        return sum(self.amounts[bucket] for bucket in BUCKETS[:-1])


def aging_of(facts: Collected, language: Language) -> Aging:
    """Sum the buckets in the home currency; currencies without a rate are left out."""
    rows = facts.aging
    home = pc.fill_null(at_home(rows["open_amount"], rates_of(rows, facts.rates)), 0.0)
    summed = (
        rows.append_column("home", home)
        .group_by("bucket")
        .aggregate([("home", "sum"), ("customer_id", "count_distinct")])
        .to_pylist()
    )
    amounts = dict.fromkeys(BUCKETS, 0.0) | {row["bucket"]: row["home_sum"] for row in summed}
    counts = dict.fromkeys(BUCKETS, 0) | {
        row["bucket"]: row["customer_id_count_distinct"] for row in summed
    }
    overdue = sum(amounts[bucket] for bucket in BUCKETS[1:-1])
    told = {"current": amounts["current"], "overdue": overdue, "oldest": amounts["90+"]}
    currency = facts.position.home_currency
    written = {name: str(brief(value, currency, language)) for name, value in told.items()}
    says = words(language)("chart.aging", **written)
    bar = aging_bar([amounts[bucket] for bucket in BUCKETS[:-1]], says)
    return Aging(amounts, counts, bar, says)


def overdue_bars(facts: Collected, customer_ids: Sequence[str]) -> tuple[str, ...]:
    """Draw the overdue buckets of some customers in home currency; empty where nothing is."""
    ids = pa.array(customer_ids, pa.string())
    rows = facts.aging.filter(pc.is_in(facts.aging["customer_id"], ids))
    home = pc.fill_null(at_home(rows["open_amount"], rates_of(rows, facts.rates)), 0.0)
    late: dict[str, dict[str, float]] = {name: {} for name in customer_ids}
    for name, bucket, amount in zip(
        rows["customer_id"].to_pylist(), rows["bucket"].to_pylist(), home.to_pylist(), strict=True
    ):
        late[name][bucket] = late[name].get(bucket, 0.0) + amount
    amounts = [[late[name].get(bucket, 0.0) for bucket in BUCKETS[1:-1]] for name in customer_ids]
    most = max((sum(each) for each in amounts), default=0.0)
    return tuple(overdue_bar(each, most) if sum(each) else "" for each in amounts)


def without_rate(facts: Collected) -> tuple[str, ...]:
    """Name the currencies that could not be converted."""
    currencies = pc.unique(facts.aging["currency"]).to_pylist()
    return tuple(sorted(name for name in currencies if name not in facts.rates))


def charts_of(facts: Collected, language: Language) -> dict[str, Chart]:
    """Define the larger charts, by key."""
    charts = (dso_chart, grade_chart, largest_chart)
    return {chart.key: chart for chart in (define(facts, language) for define in charts)}


def dso_chart(facts: Collected, language: Language) -> Chart:
    """Draw DSO over the months known, the best possible beneath where it is known."""
    word, history = words(language), facts.position.dso_history
    series = {
        key: [figures.get(key) for _, figures in history]
        for key in ("dso_simple", "dso_countback", "dso_best_possible")
    }
    known = {key: values for key, values in series.items() if any(v is not None for v in values)}
    main = next((key for key in ("dso_simple", "dso_countback") if key in known), None)
    keys = [key for key in (main, "dso_best_possible") if key in known]
    lines = [(word(f"line.{key}"), floats(known[key])) for key in keys if key]
    says = word("chart.dso_none")
    if main:
        numbers = [value for value in known[main] if value is not None]
        ends = {"first": numbers[0], "last": numbers[-1]}
        says = word("chart.dso", **{name: number(v, 1, language) for name, v in ends.items()})
    months = [month_of(day) for day, _ in history]
    legend = tuple(name for name, _ in lines)
    return Chart("dso", word("section.dso"), says, over_time(months, lines), legend)


def floats(values: Sequence[Number]) -> list[float | None]:
    """Make drawable numbers; unknown stays unknown."""
    return [None if value is None else float(value) for value in values]


def month_of(day: date) -> str:
    """Name a month shortly: 25-04."""
    return f"{day:%y-%m}"


def grade_chart(facts: Collected, language: Language) -> Chart:
    """Draw exposure by grade, in the home currency."""
    word, rows = words(language), facts.customers
    home = pc.fill_null(at_home(rows["exposure"], rows["to_home"]), 0.0)
    grade = pc.fill_null(rows["grade"].cast(pa.string()), "")
    summed = (
        pa.table({"grade": grade, "home": home})
        .group_by("grade")
        .aggregate([("home", "sum"), ("home", "count")])
        .to_pylist()
    )
    of = {row["grade"]: row for row in summed}
    total = sum(row["home_sum"] for row in summed)
    bars, shares = [], []
    for name in (grade for grade in GRADES if grade in of):
        part = of[name]["home_sum"] / total if total else None
        label = name or word("chart.ungraded")
        text = word(
            "chart.grade_row",
            amount=str(brief(of[name]["home_sum"], facts.position.home_currency, language)),
            share=share(part, language),
        )
        bars.append(Bar(label, of[name]["home_sum"], text, grade=name))
        shares.append(f"{label} {share(part, language)}")
    says = word("chart.empty")
    if bars:
        says = word("chart.grades", shares=word("word.comma").join(shares))
    return Chart("grades", word("section.grades"), says, rows_of_bars(bars))


def largest_chart(facts: Collected, language: Language) -> Chart:
    """Draw the largest exposures with the limit in force across each."""
    word, rows, currency = words(language), facts.customers, facts.position.home_currency
    keyed = rows.append_column("home", at_home(rows["exposure"], rows["to_home"])).append_column(
        "home_limit", at_home(rows["effective_limit"], rows["to_home"])
    )
    by = [("home", "descending"), ("customer_id", "ascending")]
    top = keyed.take(pc.sort_indices(keyed, by)[:LARGEST]).to_pylist()
    bars = [
        Bar(
            label=shortened_name(row["name"], place),
            value=row["home"],
            text=str(brief(row["home"], currency, language)),
            grade=row["grade"] or "",
            mark=row["home_limit"],
        )
        for place, row in enumerate(top, start=1)
        if row["home"] is not None and row["home"] > 0
    ]
    says = word("chart.empty")
    if bars:
        says = word("chart.largest", name=top[0]["name"], amount=bars[0].text)
    return Chart("largest", word("section.largest"), says, rows_of_bars(bars))


def shortened_name(name: str, place: int) -> str:
    """Cut a name to what fits beside a bar; its place keeps two alike apart.

    A Chinese character is as wide as two Latin letters.
    """
    if width_of(name) <= NAME_WIDTH:
        return f"{place}. {name}"
    kept = next(
        name[:length] for length in range(len(name), 0, -1) if width_of(name[:length]) < NAME_WIDTH
    )
    return f"{place}. {kept}…"


def width_of(text: str) -> int:
    """Count the columns that a text takes, two for a wide character."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
