"""Arrow types of ledger columns: the form in which frames travel between engines."""

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


def day_numbered(table: pa.Table) -> pa.Table:
    """Read dates as the day numbers they are stored as; nothing is copied."""
    for place, field in enumerate(table.schema):
        if pa.types.is_date32(field.type):
            numbers = table.column(place).cast(pa.int32())
            table = table.set_column(place, field.name, numbers)
    return table
