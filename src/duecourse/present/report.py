"""The report: everything that people read about one day, worded, before it becomes a page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from duecourse.present.charts import Chart
from duecourse.present.collected import Collected
from duecourse.present.currencies import currency_view
from duecourse.present.decisions import Decision, ten_decisions
from duecourse.present.drawings import Aging, aging_of, charts_of, overdue_bars, without_rate
from duecourse.present.figures import HEADLINES, Figure, figures_of
from duecourse.present.listing import Listing
from duecourse.present.numbers import amount, day, share
from duecourse.present.people import (
    alerts_by_severity,
    customers_by_exposure,
    dunning_by_level,
    invoices_by_lateness,
    level_says,
    not_dunned_by_days,
)
from duecourse.present.problems import problems_listing
from duecourse.present.tables import BUCKETS, aging_listing, alerts_in_words
from duecourse.present.views import View, view_of
from duecourse.present.wording import Words, words
from duecourse.values.says import Language

PAGE_ROWS = {"customers": 200, "dunning": 500, "not_dunned": 200, "alerts": 200, "problems": 200}
"""Rows that a page shows; the rest is in the files."""
PAGE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "customers": (
        "grade",
        "name",
        "currency",
        "exposure",
        "effective_limit",
        "headroom",
        "overdue_amount",
        "days_beyond_terms",
        "status",
        "stage",
        "reasons",
    ),
    "dunning": (
        "level",
        "name",
        "invoice_id",
        "days_past_due",
        "currency",
        "open_amount",
        "chase_amount",
        "late_interest",
        "action",
    ),
    "not_dunned": ("name", "invoice_id", "days_past_due", "reason"),
    "alerts": ("severity", "name", "says", "value", "threshold"),
    "problems": ("file", "row", "column", "problem", "what to do"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """One day of one company in one language.

    ``views`` are the tables of the page by name, ``listings`` the whole tables behind them;
    ``overdue_bars`` has one drawing for each row of the customers' view.
    ``aging_rows``: label, amount, share, customers, per bucket and in total.
    """

    language: Language
    company: str
    as_of: date
    home_currency: str
    version: int
    facts: tuple[str, ...]
    decisions: tuple[Decision, ...]
    figures: tuple[Figure, ...]
    currencies: View | None
    aging: Aging
    aging_rows: tuple[tuple[str, str, str, str], ...]
    aging_notes: tuple[str, ...]
    charts: Mapping[str, Chart]
    views: Mapping[str, View]
    overdue_bars: tuple[str, ...]
    listings: Mapping[str, Listing]
    levels: dict[str, str]

    @property
    def headlines(self) -> tuple[Figure, ...]:
        """Pick the figures that stand large at the top."""
        return tuple(figure for figure in self.figures if figure.key in HEADLINES)

    @property
    def head(self) -> tuple[str, ...]:
        """Say whose day it is and on what the report stands; a preset names no company."""
        as_of = f"{self.word('report.as_of')} {day(self.as_of, self.language)}"
        return (*filter(None, (self.company,)), as_of, *self.facts)

    @property
    def footer(self) -> str:
        """Say beneath every page whose day it is, and by which policy."""
        key = "report.footer" if self.company else "report.footer_unnamed"
        as_of = day(self.as_of, self.language)
        return self.word(key, company=self.company, as_of=as_of, version=self.version)

    @property
    def word(self) -> Words:
        """Return the wordings of the report's language."""
        return words(self.language)

    def to_print(self) -> "Report":
        """Return what page and paper set: all but the whole tables, which may be long."""
        return replace(self, listings={})


def report_of(facts: Collected, language: Language) -> Report:
    """Word everything that people read about a position.

    Source: docs/adr/0060-report.md.
    """
    position, aging = facts.position, aging_of(facts, language)
    listings, levels = listings_of(facts, language), level_says(facts, language)
    shown = listings["customers"].rows["customer_id"].slice(0, PAGE_ROWS["customers"])
    return Report(
        language=language,
        company=position.policy.company.in_language(language),
        as_of=position.as_of,
        home_currency=position.home_currency,
        version=position.policy.version,
        facts=head_facts(facts, language),
        decisions=ten_decisions(facts, language),
        figures=figures_of(facts, language),
        currencies=currency_view(position, language),
        aging=aging,
        aging_rows=aging_rows(aging, position.home_currency, language),
        aging_notes=aging_notes(facts, aging, language),
        charts=charts_of(facts, language),
        views=views_of(listings, levels, language),
        overdue_bars=overdue_bars(facts, shown.to_pylist()),
        listings=listings,
        levels=levels,
    )


def listings_of(facts: Collected, language: Language) -> dict[str, Listing]:
    """Sort every table for people."""
    listings = (
        aging_listing(facts),
        invoices_by_lateness(facts),
        customers_by_exposure(facts, language),
        dunning_by_level(facts),
        not_dunned_by_days(facts),
        alerts_by_severity(alerts_in_words(facts, language), facts),
        problems_listing(facts.position.problems, language),
    )
    return {listing.name: listing for listing in listings}


def views_of(
    listings: Mapping[str, Listing], levels: dict[str, str], language: Language
) -> dict[str, View]:
    """Word the first rows of the tables that a page shows."""
    return {
        name: view_of(
            listings[name], columns, most=PAGE_ROWS[name], levels=levels, language=language
        )
        for name, columns in PAGE_COLUMNS.items()
    }


def head_facts(facts: Collected, language: Language) -> tuple[str, ...]:
    """Say on what the report stands: day, policy, currency, customers."""
    position, word = facts.position, words(language)
    from_day = day(position.policy.effective_from, language)
    return (
        word("report.policy", version=position.policy.version, from_day=from_day),
        word("report.home", currency=position.home_currency),
        word("report.counted", customers=f"{facts.customers.num_rows:,}"),
    )


def aging_rows(
    aging: Aging, currency: str, language: Language
) -> tuple[tuple[str, str, str, str], ...]:
    """Write out the buckets that are owed, and their total."""
    word, owed = words(language), aging.owed
    rows = [
        (
            word(f"bucket.{bucket}"),
            amount(aging.amounts[bucket], currency, language),
            share(aging.amounts[bucket] / owed if owed else None, language),
            f"{aging.customers[bucket]:,}",
        )
        for bucket in BUCKETS[:-1]
    ]
    whole = share(1.0 if owed else None, language)
    return (*rows, (word("chart.total"), amount(owed, currency, language), whole, ""))


def aging_notes(facts: Collected, aging: Aging, language: Language) -> tuple[str, ...]:
    """Say what the aging table leaves out."""
    word, currency = words(language), facts.position.home_currency
    notes = [word("note.aging")]
    if unallocated := aging.amounts["unallocated"]:
        left = amount(aging.owed + unallocated, currency, language)
        told = amount(unallocated, currency, language)
        notes.append(word("note.unallocated", amount=told, open=left))
    if missing := without_rate(facts):
        notes.append(word("note.no_rate", currencies=", ".join(missing)))
    return tuple(notes)
