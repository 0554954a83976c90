"""Facts as Arrow tables: what the engine reads, straight from the database, never row by row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from duecourse.ledger.arrow import ARROW
from duecourse.ledger.columns import Column, Table
from duecourse.ledger.tables import TABLE
from duecourse.store.fields import DIGITS, UNIT

TEN_THOUSANDTH = pa.scalar(UNIT, pa.decimal128(5, DIGITS))
OF_INVOICE = ("due_parts", "notices", "disputes", "promises")
"""Tables whose rows name an invoice and no customer."""
OF_ALL = ("countries", "rates", "groups")
"""Tables that concern every customer."""
WHOLE_RESULT = 1 << 24
"""Rows by which the SQLite driver tells the type of a column: all, so that gaps mislead nobody."""


@contextmanager
def arrow_connection() -> Iterator[Any]:
    """Open a connection of its own for reading; it sees what is committed."""
    if connection.vendor == "postgresql":
        from adbc_driver_postgresql import dbapi  # noqa: PLC0415  # an extra

        opened = dbapi.connect(address())
    else:
        from adbc_driver_sqlite import dbapi  # noqa: PLC0415  # one of the two is installed

        opened = dbapi.connect(f"file:{connection.settings_dict['NAME']}?mode=ro")
    with opened:
        yield opened


def address() -> str:
    """Return the address of the PostgreSQL database in use."""
    asked = connection.get_connection_params()
    parts = ("dbname", "user", "password", "host", "port")
    return "postgresql://?" + urlencode({name: asked[name] for name in parts if asked.get(name)})


def facts_as_arrow(
    customers: Sequence[str] | None = None, tables: Sequence[str] = tuple(TABLE)
) -> dict[str, pa.Table]:
    """Read the facts that hold, by table; with ``customers``, what concerns them alone.

    Shapes:
        returns: tables in the ledger's columns and Arrow types; days as day numbers.
    """
    with arrow_connection() as opened, opened.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": WHOLE_RESULT})
        return {name: read(cursor, TABLE[name], customers) for name in tables}


def keys_held(table: str) -> pa.Array:
    """Read the keys of the facts that hold, of a table whose key is one id."""
    [key] = TABLE[table].key
    with arrow_connection() as opened, opened.cursor() as cursor:
        cursor.execute(f'SELECT "{key}" FROM "ledger_{table}" WHERE superseded_id IS NULL')
        return cursor.fetch_arrow_table()[key].cast(pa.string()).combine_chunks()


def read(cursor: Any, table: Table, customers: Sequence[str] | None) -> pa.Table:
    """Read the facts of one table."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    where, named = chosen(table, customers)
    cursor.execute(
        f'SELECT {columns} FROM "ledger_{table.name}" WHERE superseded_id IS NULL{where}', named
    )
    found = cursor.fetch_arrow_table()
    return pa.table({column.name: as_kept(found[column.name], column) for column in table.columns})


def chosen(table: Table, customers: Sequence[str] | None) -> tuple[str, list[str]]:
    """Write the condition that leaves some customers' facts, with its values."""
    if customers is None or table.name in OF_ALL:
        return "", []
    marks = ", ".join(mark(place) for place in range(1, len(customers) + 1))
    mine = f"customer_id IN ({marks})"
    if table.name in OF_INVOICE:
        held = f"SELECT invoice_id FROM ledger_invoices WHERE superseded_id IS NULL AND {mine}"
        return f" AND invoice_id IN ({held})", list(customers)
    if table.name == "limits":
        return f" AND ({mine} OR customer_id IS NULL)", list(customers)
    return f" AND {mine}", list(customers)


def mark(place: int) -> str:
    """Write the mark of a value in a query."""
    return f"${place}" if connection.vendor == "postgresql" else "?"


def as_kept(values: pa.ChunkedArray, column: Column) -> pa.ChunkedArray:
    """Bring a column to the ledger's type: ten-thousandths to amounts, days to day numbers.

    SQLite knows no type where it has no value.
    """
    kept = ARROW[column.kind]
    if values.null_count == len(values):
        return pa.chunked_array([pa.nulls(len(values), kept)])
    match column.kind:
        case "money":
            whole = values.cast(pa.int64()).cast(pa.decimal128(19, 0))
            return pc.multiply(whole, TEN_THOUSANDTH).cast(kept)
        case "day":
            return values.cast(pa.date32()).cast(kept)
        case _:
            return values.cast(kept)
