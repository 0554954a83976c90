"""The contract files as listings: names, columns and order that others script against."""

from collections.abc import Callable
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.present.collected import Collected
from duecourse.present.digits import shortened, written
from duecourse.present.filled import looked_up, text_column
from duecourse.present.listing import Column, Listing, listing
from duecourse.present.reasons import UNIT_DIGITS, reasons_of, with_unit
from duecourse.values.measure_spec import Unit
from duecourse.values.says import Language

BUCKETS = ("current", "1-30", "31-60", "61-90", "90+", "unallocated")
"""In the order in which they are read."""
SHARE_DIGITS = 6
ByUnit = Callable[[pa.Array, Unit], pa.Array]

AGING = (
    Column("customer_id"),
    Column("currency", "code"),
    Column("bucket", "code"),
    Column("open_amount", "amount"),
)
INVOICES = (
    Column("invoice_id"),
    Column("part", "count"),
    Column("customer_id"),
    Column("currency", "code"),
    Column("issued_on", "day"),
    Column("due_on", "day"),
    Column("amount", "amount"),
    Column("open_amount", "amount"),
    Column("days_past_due", "count"),
    Column("bucket", "code"),
)
CUSTOMERS = (
    Column("customer_id"),
    Column("name"),
    Column("currency", "code"),
    Column("open_amount", "amount"),
    Column("overdue_amount", "amount"),
    Column("exposure", "amount"),
    Column("days_beyond_terms", "days"),
    Column("days_beyond_terms_recent", "days"),
    Column("days_beyond_terms_change", "days"),
    Column("late_share", "share"),
    Column("score", "score"),
    Column("grade", "code"),
    Column("known_weight", "share"),
    Column("recommended_limit", "amount"),
    Column("limit_rule", "code"),
    Column("effective_limit", "amount"),
    Column("terms"),
    Column("security"),
    Column("headroom", "amount"),
    Column("stage", "code"),
    Column("status", "code"),
    Column("reasons"),
)
DUNNING = (
    Column("invoice_id"),
    Column("part", "count"),
    Column("customer_id"),
    Column("level"),
    Column("action", "code"),
    Column("days_past_due", "count"),
    Column("open_amount", "amount"),
    Column("chase_amount", "amount"),
    Column("currency", "code"),
    Column("late_interest", "amount"),
)
NOT_DUNNED = (
    Column("invoice_id"),
    Column("part", "count"),
    Column("customer_id"),
    Column("days_past_due", "count"),
    Column("reason", "code"),
)
ALERTS = (
    Column("customer_id"),
    Column("rule"),
    Column("severity", "code"),
    Column("value", "digits"),
    Column("threshold", "digits"),
    Column("says"),
)
ALERTS_TOLD = (
    Column("severity", "code"),
    Column("customer_id"),
    Column("says"),
    Column("value", "measured"),
    Column("threshold", "measured"),
)
"""What people read of an alert: the rule's sentence instead of its id."""


def contract_listings(facts: Collected, language: Language) -> tuple[Listing, ...]:
    """Make the listings that become CSV files, each named as its file."""
    return (
        aging_listing(facts),
        listing("invoices", INVOICES, facts.invoices),
        customers_listing(facts, language),
        listing("dunning", DUNNING, facts.dunning),
        listing("not_dunned", NOT_DUNNED, facts.not_dunned),
        alerts_listing(facts, language),
    )


def aging_listing(facts: Collected) -> Listing:
    """List what each customer owes by currency and bucket, buckets by lateness."""
    place = pc.index_in(text_column(facts.aging, "bucket"), pa.array(BUCKETS))
    keyed = facts.aging.append_column("place", place)
    by = [(name, "ascending") for name in ("customer_id", "currency", "place")]
    return listing("aging", AGING, keyed.take(pc.sort_indices(keyed, by)))


def customers_listing(facts: Collected, language: Language) -> Listing:
    """List every customer once, with the reasons for its grade and status."""
    policy = facts.position.policy
    reasons = reasons_of(
        facts.customers, facts.points, policy=policy, specs=facts.specs, language=language
    )
    return listing("customers", CUSTOMERS, facts.customers.append_column("reasons", reasons))


def alerts_listing(facts: Collected, language: Language) -> Listing:
    """List what rings, value and threshold as numbers with the digits of their unit."""
    return alerts_written(facts, language, by_unit=plain)


def alerts_in_words(facts: Collected, language: Language) -> Listing:
    """List what rings as people read it: value and threshold with their unit, the rule in words."""
    told = alerts_written(facts, language, by_unit=partial(with_unit, language=language))
    return listing("alerts", ALERTS_TOLD, told.rows)


def alerts_written(facts: Collected, language: Language, *, by_unit: ByUnit) -> Listing:
    """List what rings, its numbers written by the unit of the rule's measure."""
    rules = facts.position.policy.alerts
    units = {rule.id: facts.specs[rule.when.measure].unit for rule in rules}
    says = {rule.id: rule.says.in_language(language) for rule in rules}
    rule = text_column(facts.alerts, "rule")
    rows = facts.alerts
    for name in ("value", "threshold"):
        values, text = rows[name].combine_chunks(), pa.nulls(len(rule), pa.string())
        for one, unit in units.items():
            text = pc.if_else(pc.equal(rule, one), by_unit(values, unit), text)
        rows = rows.set_column(rows.column_names.index(name), name, text)
    return listing("alerts", ALERTS, rows.append_column("says", looked_up(rule, says)))


def plain(values: pa.Array, unit: Unit) -> pa.Array:
    """Write numbers of one unit for scripts: shares to a millionth, as shares."""
    digits = SHARE_DIGITS if unit == "share" else UNIT_DIGITS[unit]
    return shortened(written(values, digits))
