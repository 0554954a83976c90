"""Arrow tables as engines take them: dates as the day numbers they are stored as."""

import pyarrow as pa


def day_numbered(table: pa.Table) -> pa.Table:
    """Read dates as the day numbers they are stored as; nothing is copied."""
    for place, field in enumerate(table.schema):
        if pa.types.is_date32(field.type):
            numbers = table.column(place).cast(pa.int32())
            table = table.set_column(place, field.name, numbers)
    return table
