"""The tables of what was granted, secured, sent and said about a debt."""

from duecourse.ledger.column_makings import (
    AMOUNT,
    COMPANY,
    CURRENCY,
    CUSTOMER,
    CUSTOMER_OR_GROUP,
    INVOICE,
    KNOWN,
    PART,
    may,
    must,
)
from duecourse.ledger.columns import Table

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
    key=("customer_id", "group_id", "company_id", "from_on"),
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
