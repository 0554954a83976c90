"""The tables of the trade itself: who buys, what is invoiced, how it is settled."""

from duecourse.ledger.column_makings import (
    AMOUNT,
    COMPANY,
    CURRENCY,
    CUSTOMER,
    INVOICE,
    KNOWN,
    may,
    must,
)
from duecourse.ledger.columns import Table

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
