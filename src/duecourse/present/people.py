"""The listings that people read: what matters most first, names beside ids."""

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.present.collected import Collected
from duecourse.present.filled import text_column, worded
from duecourse.present.listing import Column, Listing, listing
from duecourse.present.stakes import at_home, rates_of
from duecourse.present.tables import (
    ALERTS_TOLD,
    CUSTOMERS,
    DUNNING,
    INVOICES,
    NOT_DUNNED,
    customers_listing,
)
from duecourse.present.terms_text import terms_in_words
from duecourse.present.wording import Words, words
from duecourse.values.says import Language

NAME = Column("name")
CODES = {
    "bucket": "bucket",
    "status": "status",
    "stage": "stage",
    "security": "security",
    "limit_rule": "limit_rule",
    "action": "action",
    "severity": "severity",
    "reason": "not_dunned",
}
"""Columns that hold codes, and the heading under which their words stand."""
LOUDNESS = ("high", "medium", "low")
Order = list[tuple[str, str]]


def customers_by_exposure(facts: Collected, language: Language) -> Listing:
    """List customers, the largest exposure in the home currency first."""
    rows = customers_listing(facts, language).rows
    home = at_home(rows["exposure"], facts.customers["to_home"])
    by: Order = [("home", "descending"), ("customer_id", "ascending")]
    return sorted_listing("customers", CUSTOMERS, rows.append_column("home", home), by)


def invoices_by_lateness(facts: Collected) -> Listing:
    """List open parts with their customers' names, the latest first, then the largest."""
    rows = with_name(facts.invoices, facts)
    home = at_home(rows["open_amount"], rates_of(rows, facts.rates))
    by: Order = [
        ("days_past_due", "descending"),
        ("home", "descending"),
        ("invoice_id", "ascending"),
        ("part", "ascending"),
    ]
    return sorted_listing("invoices", (NAME, *INVOICES), rows.append_column("home", home), by)


def dunning_by_level(facts: Collected) -> Listing:
    """List what is chased, the highest level first, then the largest amount."""
    rows = with_name(facts.dunning, facts)
    home = at_home(rows["chase_amount"], rates_of(rows, facts.rates))
    levels = pa.array([level.id for level in facts.position.policy.dunning.levels], pa.string())
    place = pc.index_in(text_column(rows, "level"), levels)
    keyed = rows.append_column("home", home).append_column("place", place)
    by: Order = [("place", "descending"), ("home", "descending"), ("invoice_id", "ascending")]
    return sorted_listing("dunning", (NAME, *DUNNING), keyed, by)


def not_dunned_by_days(facts: Collected) -> Listing:
    """List what is overdue and left out, the latest first."""
    rows = with_name(facts.not_dunned, facts)
    by: Order = [("days_past_due", "descending"), ("invoice_id", "ascending")]
    return sorted_listing("not_dunned", (NAME, *NOT_DUNNED), rows, by)


def alerts_by_severity(alerts: Listing, facts: Collected) -> Listing:
    """List what rings, the loudest first."""
    rows = with_name(alerts.rows, facts)
    place = pc.index_in(text_column(rows, "severity"), pa.array(LOUDNESS))
    by: Order = [("place", "ascending"), ("says", "ascending"), ("customer_id", "ascending")]
    return sorted_listing("alerts", (NAME, *ALERTS_TOLD), rows.append_column("place", place), by)


def sorted_listing(name: str, columns: tuple[Column, ...], rows: pa.Table, by: Order) -> Listing:
    """Sort rows and make a listing of them."""
    return listing(name, columns, rows.take(pc.sort_indices(rows, by)).combine_chunks())


def with_name(rows: pa.Table, facts: Collected) -> pa.Table:
    """Add each row's customer by name."""
    ids = text_column(rows, "customer_id")
    places = pc.index_in(ids, text_column(facts.customers, "customer_id"))
    return rows.append_column("name", text_column(facts.customers, "name").take(places))


def in_words(rows: Listing, levels: dict[str, str], language: Language) -> Listing:
    """Replace codes by the words for them, whole columns at once."""
    word, table = words(language), rows.rows
    for name in table.column_names:
        texts = texts_of_column(name, levels, word)
        if name == "terms":
            known = pc.unique(text_column(table, name)).drop_null().to_pylist()
            texts = {text: terms_in_words(text, word) for text in known}
        if texts:
            said = worded(text_column(table, name), texts)
            table = table.set_column(table.column_names.index(name), name, said)
    return Listing(rows.name, rows.columns, table)


def texts_of_column(name: str, levels: dict[str, str], word: Words) -> dict[str, str]:
    """Find the words for the codes of a column; none where it holds no codes."""
    if name == "level":
        return levels
    return word.group(CODES[name]) if name in CODES else {}


def level_says(facts: Collected, language: Language) -> dict[str, str]:
    """Word the dunning levels by id."""
    levels = facts.position.policy.dunning.levels
    return {level.id: level.says.in_language(language) for level in levels}
