"""Arrow types of ledger columns: the form in which tables travel between engines and the store."""

import pyarrow as pa

from duecourse.ledger.columns import Kind, Table

ARROW: dict[Kind, pa.DataType] = {
    "id": pa.string(),
    "text": pa.string(),
    "choice": pa.string(),
    "currency": pa.string(),
    "country": pa.string(),
    "day": pa.int32(),
    "money": pa.decimal128(18, 4),
    "number": pa.float64(),
    "count": pa.int64(),
    "flag": pa.bool_(),
}


def schema_of(table: Table) -> pa.Schema:
    """Return the Arrow schema of a ledger table."""
    return pa.schema([(column.name, ARROW[column.kind]) for column in table.columns])


def empty_table(table: Table) -> pa.Table:
    """Return a ledger table without rows."""
    return schema_of(table).empty_table()
