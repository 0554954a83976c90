"""The tables of what others say: reports, statements, references, countries, rates."""

from duecourse.ledger.column_makings import COMPANY, CURRENCY, CUSTOMER, DIRECTION, KNOWN, may, must
from duecourse.ledger.columns import Table

REPORTS = Table(
    "reports",
    (
        CUSTOMER,
        must("reported_on", "day"),
        must("provider"),
        must("scale"),
        may("value", "number"),
        DIRECTION,
        may("recommended_limit", "money"),
        may("adverse_events", "count"),
        COMPANY,
        KNOWN,
    ),
    key=("customer_id", "reported_on", "provider"),
    known_by="reported_on",
)
STATEMENT_AMOUNTS = (
    "revenue",
    "cogs",
    "ebit",
    "interest",
    "net_income",
    "operating_cash_flow",
    "total_assets",
    "current_assets",
    "cash",
    "receivables",
    "inventory",
    "current_liabilities",
    "total_liabilities",
    "equity",
    "retained_earnings",
    "payables",
)
STATEMENTS = Table(
    "statements",
    (
        CUSTOMER,
        must("period_end", "day"),
        CURRENCY,
        *(may(name, "money") for name in STATEMENT_AMOUNTS),
        COMPANY,
        KNOWN,
    ),
    key=("customer_id", "period_end"),
    known_by="period_end",
    known_after=120,
)
REFERENCES = Table(
    "references",
    (
        CUSTOMER,
        must("given_on", "day"),
        may("referee"),
        may("opinion", "number"),
        may("high_credit", "money"),
        may("days_beyond_terms", "number"),
        COMPANY,
        KNOWN,
    ),
    key=("customer_id", "given_on", "referee"),
    known_by="given_on",
)
COUNTRIES = Table(
    "countries",
    (
        must("country", "country"),
        must("on", "day"),
        must("source"),
        must("scale"),
        may("value", "number"),
        DIRECTION,
        KNOWN,
    ),
    key=("country", "on", "source"),
    known_by="on",
)
RATES = Table(
    "rates",
    (CURRENCY, must("on", "day"), must("rate", "number"), KNOWN),
    key=("currency", "on"),
    known_by="on",
)
