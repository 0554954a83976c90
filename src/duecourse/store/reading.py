"""Queries answered as Arrow columns: over ADBC from PostgreSQL, else by Django's own connection.

To connect anew costs more than to read a few customers: those are read over the open connection.

A second SQLite library in the process (ADBC brings one) does not see the locks of the first: it
takes the database for unused, cuts the memory that the first has mapped, and the process dies or
the file is spoilt. So SQLite is read over the connection that is open already.
Source: sqlite.org/howtocorrupt.html, 2.2.1, multiple copies of SQLite in one application.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import pyarrow as pa
from django.db import connection

from duecourse.ledger.columns import Column, Kind
from duecourse.store.database_copy import postgres_parameters

Fetch = Callable[[str, Sequence[Column], Sequence[str]], pa.Table]
"""Run what follows SELECT columns, given the values of its marks (%s)."""
BATCH = 100_000
"""Rows taken at a time over Django's connection."""
AS_STORED: dict[Kind, pa.DataType] = {
    "money": pa.int64(),
    "day": pa.int32(),
    "number": pa.float64(),
    "count": pa.int64(),
    "flag": pa.int8(),
}
"""What is selected of a kind over Django's connection; all others are texts."""


BEGIN = {
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "sqlite": "BEGIN DEFERRED",
}
"""A transaction that only reads, begun by hand: Django's own would lock SQLite."""


def reading(*, few: bool = False) -> AbstractContextManager[Fetch]:
    """Open the database for queries that all see it as it is now; ``few`` where little is read.

    On PostgreSQL by a connection of its own, which sees what is committed, unless little is read.
    """
    whole = connection.vendor == "postgresql" and not few
    return reading_postgresql() if whole else reading_here()


@contextmanager
def reading_postgresql() -> Iterator[Fetch]:
    """Read over ADBC, in one transaction."""
    from adbc_driver_postgresql import dbapi  # noqa: PLC0415  # an extra

    with dbapi.connect(address()) as opened, opened.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

        def fetch(told: str, columns: Sequence[Column], named: Sequence[str]) -> pa.Table:
            listed = ", ".join(f'"{column.name}"' for column in columns)
            cursor.execute(f"SELECT {listed} {numbered(told)}", list(named))
            return cursor.fetch_arrow_table()

        yield fetch


def numbered(told: str) -> str:
    """Number the marks of a query, as PostgreSQL has them.

    >>> numbered("FROM a WHERE b IN (%s, %s)")
    'FROM a WHERE b IN ($1, $2)'
    """
    first, *others = told.split("%s")
    return first + "".join(f"${place}{text}" for place, text in enumerate(others, start=1))


def address() -> str:
    """Return the address of the PostgreSQL database in use; a blank is %20 there, and not +."""
    return "postgresql://?" + urlencode(postgres_parameters(), quote_via=quote)


@contextmanager
def reading_here() -> Iterator[Fetch]:
    """Read over Django's connection, in a transaction that locks nobody out."""
    with connection.cursor() as cursor:

        def fetch(told: str, columns: Sequence[Column], named: Sequence[str]) -> pa.Table:
            listed = ", ".join(selected(column) for column in columns)
            cursor.execute(f"SELECT {listed} {told}", list(named))
            return fetched(cursor, columns)

        if connection.in_atomic_block:
            yield fetch
            return
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield fetch
        finally:
            cursor.execute("ROLLBACK")


def selected(column: Column) -> str:
    """Select a column so that no value is converted in Python: days as numbers."""
    name, postgresql = f'"{column.name}"', connection.vendor == "postgresql"
    match column.kind:
        case "day":
            of_sqlite = f"CAST(julianday({name}) - 2440587.5 AS INTEGER)"
            return f"{name} - DATE '1970-01-01'" if postgresql else of_sqlite
        case "flag":
            return f"{name}::int" if postgresql else f"+{name}"
        case _:
            return name


def fetched(cursor: Any, columns: Sequence[Column]) -> pa.Table:
    """Turn the rows of a query into columns, some rows at a time."""
    kinds = [AS_STORED.get(column.kind, pa.string()) for column in columns]
    schema = pa.schema(list(zip([column.name for column in columns], kinds, strict=True)))
    batches = []
    while rows := cursor.fetchmany(BATCH):
        values = zip(zip(*rows, strict=True), kinds, strict=True)
        arrays = [pa.array(value, kind) for value, kind in values]
        batches.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
    return pa.Table.from_batches(batches, schema)
