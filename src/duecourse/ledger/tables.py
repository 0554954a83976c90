"""The tables of the ledger: canonical names in every format."""

from duecourse.ledger.columns import Column, Kind, Table

OWN_COMPANY = "main"
SETTLING_KINDS = (
    "payment",
    "bill",
    "credit_note",
    "discount",
    "write_off",
    "set_off",
    "reversal",
)
"""Kinds that reduce what is owed."""
PAYING_KINDS = ("payment", "bill", "set_off")
"""Kinds that say something about paying."""
OTHER_KINDS = ("recovery", "indemnity")
"""Kinds that never touch what is owed."""


def must(name: str, kind: Kind = "text", **more: object) -> Column:
    """Make a column that no row can do without."""
    return Column(name, kind, required=True, **more)  # type: ignore[arg-type]


def may(name: str, kind: Kind = "text", **more: object) -> Column:
    """Make a column that may be absent or empty."""
    return Column(name, kind, **more)  # type: ignore[arg-type]


CUSTOMER = must("customer_id", "id", refers_to="customers")
CUSTOMER_OR_GROUP = may("customer_id", "id", refers_to="customers")
INVOICE = must("invoice_id", "id", refers_to="invoices")
COMPANY = may("company_id", "id", default=OWN_COMPANY)
KNOWN = may("known_on", "day")
CURRENCY = must("currency", "currency")
AMOUNT = must("amount", "money")
PART = may("part", "count")
DIRECTION = may("direction", "choice", choices=("safer", "riskier"), default="safer")


CUSTOMERS = Table(
    "customers",
    (
        must("customer_id", "id", default="=name"),
        may("name", default="=customer_id"),
        may("country", "country"),
        may("tax_id"),
        may("group_id", "id"),
        may("sector"),
        may("currency", "currency"),
        may("salesperson"),
        may("onboarded_on", "day"),
        may("language", "choice", choices=("zh", "en", "de", "fr")),
        may("email"),
        may("debtor_class", "choice", choices=("sme", "large", "public")),
        COMPANY,
        KNOWN,
    ),
    key=("customer_id",),
)
CUSTOMER_HISTORY = Table(
    "customer_history",
    (CUSTOMER, must("from_on", "day"), may("attribute"), may("value"), COMPANY, KNOWN),
    key=("customer_id", "from_on", "attribute"),
    known_by="from_on",
)
GROUPS = Table(
    "groups",
    (
        must("group_id", "id"),
        may("name", default="=group_id"),
        may("parent_id", "id"),
        COMPANY,
        KNOWN,
    ),
    key=("group_id",),
)
INVOICES = Table(
    "invoices",
    (
        must("invoice_id", "id"),
        CUSTOMER,
        must("issued_on", "day"),
        must("due_on", "day"),
        CURRENCY,
        AMOUNT,
        may("tax_amount", "money"),
        may("terms"),
        may("order_id", "id"),
        may("contract_id", "id"),
        may("shipped_on", "day"),
        may("delivered_on", "day"),
        may("accepted_on", "day"),
        may("cancelled_on", "day"),
        may("disputed_amount", "money"),
        may("open_amount", "money"),
        may("balance_on", "day"),
        COMPANY,
        KNOWN,
    ),
    key=("invoice_id",),
    known_by="issued_on",
)
DUE_PARTS = Table(
    "due_parts",
    (INVOICE, must("part", "count"), must("due_on", "day"), AMOUNT, COMPANY, KNOWN),
    key=("invoice_id", "part"),
)
SETTLEMENTS = Table(
    "settlements",
    (
        must("settlement_id", "id"),
        CUSTOMER,
        may("invoice_id", "id", refers_to="invoices"),
        may("order_id", "id"),
        must("posted_on", "day"),
        CURRENCY,
        AMOUNT,
        may("applied_amount", "money"),
        must("kind", "choice", choices=SETTLING_KINDS + OTHER_KINDS, default="payment"),
        may("status", "choice", choices=("posted", "pending"), default="posted"),
        may("reverses", "id", refers_to="settlements"),
        COMPANY,
        KNOWN,
    ),
    key=("settlement_id",),
    known_by="posted_on",
)
BILLS = Table(
    "bills",
    (
        must("bill_id", "id"),
        CUSTOMER,
        may("kind", "choice", choices=("bank", "commercial"), default="commercial"),
        may("acceptor"),
        AMOUNT,
        CURRENCY,
        must("received_on", "day"),
        must("matures_on", "day"),
        may("endorsed_or_discounted_on", "day"),
        may("recourse", "flag"),
        may("paid_on", "day"),
        may("dishonoured_on", "day"),
        COMPANY,
        KNOWN,
    ),
    key=("bill_id",),
    known_by="received_on",
)
ORDERS = Table(
    "orders",
    (
        must("order_id", "id"),
        CUSTOMER,
        must("ordered_on", "day"),
        CURRENCY,
        AMOUNT,
        may("invoiced_amount", "money"),
        may("cancelled_on", "day"),
        COMPANY,
        KNOWN,
    ),
    key=("order_id",),
    known_by="ordered_on",
)
CONTRACTS = Table(
    "contracts",
    (
        must("contract_id", "id"),
        CUSTOMER,
        may("signed_on", "day"),
        may("terms"),
        may("late_interest", "number"),
        may("governing_law", "country"),
        may("retention_of_title", "flag"),
        may("limit_clause", "flag"),
        COMPANY,
        KNOWN,
    ),
    key=("contract_id",),
    known_by="signed_on",
)
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
SECURITIES = Table(
    "securities",
    (
        CUSTOMER,
        must("kind", "choice", choices=("guarantee", "deposit", "standby_lc")),
        AMOUNT,
        CURRENCY,
        may("valid_from", "day"),
        may("valid_until", "day"),
        COMPANY,
        KNOWN,
    ),
    key=(),
    known_by="valid_from",
)
LIMITS = Table(
    "limits",
    (
        CUSTOMER_OR_GROUP,
        may("group_id", "id", refers_to="groups"),
        must("from_on", "day"),
        AMOUNT,
        CURRENCY,
        may("terms"),
        may("granted_by"),
        may("reason"),
        COMPANY,
        KNOWN,
    ),
    key=("customer_id", "group_id", "from_on"),
    known_by="from_on",
)
HOLDS = Table(
    "holds",
    (
        CUSTOMER,
        must("from_on", "day"),
        may("until_on", "day"),
        may("rule"),
        may("by"),
        may("reason"),
        COMPANY,
        KNOWN,
    ),
    key=("customer_id", "from_on", "rule"),
    known_by="from_on",
)
NOTICES = Table(
    "notices",
    (
        INVOICE,
        PART,
        must("level", "id"),
        must("sent_on", "day"),
        may("channel"),
        may("status", "choice", choices=("sent", "failed"), default="sent"),
        COMPANY,
        KNOWN,
    ),
    key=(),
    known_by="sent_on",
)
DISPUTES = Table(
    "disputes",
    (
        must("dispute_id", "id"),
        INVOICE,
        PART,
        must("opened_on", "day"),
        may("amount", "money"),
        may("reason"),
        may("closed_on", "day"),
        may("outcome"),
        COMPANY,
        KNOWN,
    ),
    key=("dispute_id",),
    known_by="opened_on",
)
PROMISES = Table(
    "promises",
    (
        must("promise_id", "id"),
        INVOICE,
        PART,
        must("promised_on", "day"),
        may("amount", "money"),
        must("until_on", "day"),
        may("closed_on", "day"),
        COMPANY,
        KNOWN,
    ),
    key=("promise_id",),
    known_by="promised_on",
)
COVERS = Table(
    "covers",
    (
        must("policy_no", "id"),
        CUSTOMER,
        may("insurer"),
        may("kind", "choice", choices=("named", "discretionary", "temporary", "top_up")),
        AMOUNT,
        CURRENCY,
        may("decided_on", "day"),
        may("notified_on", "day"),
        must("effective_on", "day"),
        may("until_on", "day"),
        COMPANY,
        KNOWN,
    ),
    key=(),
    known_by="effective_on",
)
RATES = Table(
    "rates",
    (CURRENCY, must("on", "day"), must("rate", "number"), KNOWN),
    key=("currency", "on"),
    known_by="on",
)

TABLES: tuple[Table, ...] = (
    CUSTOMERS,
    CUSTOMER_HISTORY,
    GROUPS,
    INVOICES,
    DUE_PARTS,
    SETTLEMENTS,
    BILLS,
    ORDERS,
    CONTRACTS,
    REPORTS,
    STATEMENTS,
    REFERENCES,
    COUNTRIES,
    SECURITIES,
    LIMITS,
    HOLDS,
    NOTICES,
    DISPUTES,
    PROMISES,
    COVERS,
    RATES,
)
TABLE = {table.name: table for table in TABLES}
