"""Profiles typed by hand: one row per customer, what assess and decide read."""

from decimal import Decimal

import pyarrow as pa

from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says

TEXT = (
    "customer_id",
    "name",
    "group_id",
    "country",
    "debtor_class",
    "salesperson",
    "language",
    "currency",
    "granted_terms",
)
FLAGS = (
    "is_new",
    "has_group_limit",
    "first_late",
    "lost_discount",
)
DAYS = (
    "started_on",
    "granted_on",
)
COUNTS = (
    "months_known",
    "invoices_paid",
    "open_disputes",
    "largest_days_past_due",
    "adverse_events",
)
AMOUNTS = (
    "open_amount",
    "receivable",
    "overdue_amount",
    "unallocated",
    "uninvoiced_orders",
    "bills_at_risk",
    "prepayments",
    "exposure",
    "securities",
    "covers",
    "secured_amount",
    "net_exposure",
    "credit_sales",
    "granted_limit",
    "group_limit",
)
CALCULATED_AMOUNTS = (
    "monthly_purchases",
    "net_worth",
    "customer_turnover",
    "reported_limit",
)
SHARES = (
    "late_share",
    "overdue_over_30_share",
    "disputed_share",
    "disputed_share_change",
)
NUMBERS = (
    "to_home",
    "days_beyond_terms",
    "days_beyond_terms_recent",
    "days_beyond_terms_base",
    "days_beyond_terms_change",
    "order_surge",
    "dishonoured_bills",
    "report_standing",
    "reference_standing",
    "country_standing",
    "current_ratio",
    "quick_ratio",
    "debt_ratio",
    "interest_cover",
    "operating_cash_flow_cover",
    "revenue_growth",
    "altman_z1",
    "altman_z2",
    "zmijewski",
)

GRADED = {
    "grade": pa.string(),
    "score": pa.float64(),
    "known_weight": pa.float64(),
    "probability_of_default": pa.float64(),
    "effective_limit": pa.float64(),
    "stage": pa.string(),
}
"""What later stages or a model add; there only where it is typed."""
TYPES = {
    **dict.fromkeys(TEXT, pa.string()),
    **dict.fromkeys(FLAGS, pa.bool_()),
    **dict.fromkeys(DAYS, pa.int32()),
    **dict.fromkeys(COUNTS, pa.int64()),
    **dict.fromkeys(AMOUNTS, pa.decimal128(18, 4)),
    **dict.fromkeys(CALCULATED_AMOUNTS + SHARES + NUMBERS, pa.float64()),
}

PLAIN = {"currency": "CNY", "to_home": 1.0, "securities": 0, "covers": 0, "is_new": False}
"""What a row has unless it says otherwise."""


def profile_table(rows):
    """Build an Arrow table with every column of a profile; what is not said is unknown."""
    whole = [
        {**PLAIN, "has_group_limit": row.get("group_limit") is not None, **row} for row in rows
    ]
    typed_too = {name: kind for name, kind in GRADED.items() if rows and name in rows[0]}
    return pa.table(
        {
            name: pa.array([cell(row.get(name), kind) for row in whole], kind)
            for name, kind in (TYPES | typed_too).items()
        }
    )


def cell(value, kind):
    """Fit a typed value to its column."""
    if value is None:
        return None
    if pa.types.is_decimal(kind):
        return Decimal(str(value)).quantize(Decimal("0.0001"))
    return int(value) if pa.types.is_integer(kind) else value


def spec(name):
    """Describe a measure as the catalogue would: only its unit matters here."""
    unit = "money" if name in AMOUNTS + CALCULATED_AMOUNTS else "ratio"
    return MeasureSpec(name, unit, "neither", Says(name, name), "none.md")


SPECS = {name: spec(name) for name in TYPES if name not in TEXT}


def profile(engine, text):
    """Build a profile from a typed table; ``-`` is a gap, ``yes`` and ``no`` are flags."""
    names, *lines = [line.split() for line in text.strip().splitlines()]
    rows = [
        {name: typed(word, (TYPES | GRADED)[name]) for name, word in zip(names, line, strict=True)}
        for line in lines
    ]
    return engine.frame(profile_table(rows))


def typed(word, kind):
    """Read one typed cell."""
    if word == "-":
        return None
    if pa.types.is_boolean(kind):
        return word == "yes"
    return word if pa.types.is_string(kind) else float(word)
