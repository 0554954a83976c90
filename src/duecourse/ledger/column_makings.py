"""The makings of tables: how a column is declared, and the columns that many tables have."""

from duecourse.ledger.columns import Column, Kind

OWN_COMPANY = "main"


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
