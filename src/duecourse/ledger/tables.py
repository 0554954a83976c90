"""The tables of the ledger: canonical names in every format."""

from duecourse.ledger.columns import Table
from duecourse.ledger.tables_dealings import (
    COVERS,
    DISPUTES,
    HOLDS,
    LIMITS,
    NOTICES,
    PROMISES,
    SECURITIES,
)
from duecourse.ledger.tables_standing import (
    COUNTRIES,
    RATES,
    REFERENCES,
    REPORTS,
    STATEMENTS,
)
from duecourse.ledger.tables_trade import (
    BILLS,
    CONTRACTS,
    CUSTOMER_HISTORY,
    CUSTOMERS,
    DUE_PARTS,
    GROUPS,
    INVOICES,
    ORDERS,
    SETTLEMENTS,
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
