"""Facts as Arrow tables: what the engine reads, straight from the database, never row by row."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.ledger.arrow import ARROW
from duecourse.ledger.columns import Column, Table
from duecourse.ledger.tables import TABLE
from duecourse.store.fields import DIGITS, UNIT
from duecourse.store.reading import Fetch, reading

TEN_THOUSANDTH = pa.scalar(UNIT, pa.decimal128(5, DIGITS))
OF_INVOICE = ("due_parts", "notices", "disputes", "promises")
"""Tables whose rows name an invoice and no customer."""
OF_ALL = ("countries", "rates", "groups")
"""Tables that concern every customer."""


def facts_as_arrow(
    customers: Sequence[str] | None = None, tables: Sequence[str] = tuple(TABLE)
) -> dict[str, pa.Table]:
    """Read the facts that hold, by table; with ``customers``, what concerns them alone.

    Shapes:
        returns: tables in the ledger's columns and Arrow types; days as day numbers.
    """
    with reading(few=customers is not None) as fetch:
        return {name: read(fetch, TABLE[name], customers) for name in tables}


def keys_held(table: str) -> pa.Array:
    """Read the keys of the facts that hold, of a table whose key is one id."""
    [key] = TABLE[table].key
    told = f'FROM "ledger_{table}" WHERE superseded_id IS NULL'
    with reading() as fetch:
        found = fetch(told, [TABLE[table].column(key)], [])
    return found[key].cast(pa.string()).combine_chunks()


def read(fetch: Fetch, table: Table, customers: Sequence[str] | None) -> pa.Table:
    """Read the facts of one table."""
    where, named = chosen(table, customers)
    told = f'FROM "ledger_{table.name}" WHERE superseded_id IS NULL{where}'
    found = fetch(told, table.columns, named)
    return pa.table({column.name: as_kept(found[column.name], column) for column in table.columns})


def chosen(table: Table, customers: Sequence[str] | None) -> tuple[str, list[str]]:
    """Write the condition that leaves some customers' facts, with its values."""
    if customers is None or table.name in OF_ALL:
        return "", []
    marks = ", ".join(["%s"] * len(customers))
    mine = f"customer_id IN ({marks})"
    if table.name in OF_INVOICE:
        held = f"SELECT invoice_id FROM ledger_invoices WHERE superseded_id IS NULL AND {mine}"
        return f" AND invoice_id IN ({held})", list(customers)
    if table.name == "limits":
        return f" AND ({mine} OR customer_id IS NULL)", list(customers)
    return f" AND {mine}", list(customers)


def amounts_of(ten_thousandths: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Read whole ten-thousandths as amounts."""
    whole = ten_thousandths.cast(pa.int64()).cast(pa.decimal128(19, 0))
    return pc.multiply(whole, TEN_THOUSANDTH).cast(ARROW["money"])


def as_kept(values: pa.ChunkedArray, column: Column) -> pa.ChunkedArray:
    """Bring a column to the ledger's type: ten-thousandths to amounts, days to day numbers."""
    kept = ARROW[column.kind]
    match column.kind:
        case "money":
            return amounts_of(values)
        case "day":
            return values.cast(pa.date32()).cast(kept)
        case _:
            return values.cast(kept)
