"""Recording facts: new ones come in, corrected ones supersede, what is known already stays."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from django.db import connection, transaction

from duecourse.ledger.columns import Column, Table
from duecourse.ledger.tables import TABLES
from duecourse.store.audit import AuditEvent
from duecourse.store.fields import DIGITS

STAGE = "stage"
CHUNK = 10_000
"""Rows handed to SQLite at a time."""
TEN_THOUSAND = pa.scalar(10**DIGITS, pa.decimal128(5, 0))


class Recorded(NamedTuple):
    """How many facts were new, how many corrected another, how many were known."""

    new: int
    corrected: int
    known: int


def record(table: Table, rows: pa.Table, event: AuditEvent) -> Recorded:
    """Record rows of one table as facts of an event, within the caller's transaction.

    A row with the key of a fact that holds supersedes it where any column differs; a row that says
    the same is no new fact. A table without a key knows a row again by all of its columns.

    Shapes:
        rows: the ledger's columns and Arrow types; each key once.

    Raises:
        IntegrityError: a row breaks a constraint, for instance the same key twice.
    """
    if not rows.num_rows:
        return Recorded(0, 0, 0)
    names = [column.name for column in table.columns]
    target, columns = f'"ledger_{table.name}"', ", ".join(map(quoted, names))
    key = table.key or tuple(names)
    same_key = " AND ".join(same(table.column(name)) for name in key)
    others = [table.column(name) for name in names if name not in key]
    differs = " OR ".join(f"NOT ({same(column)})" for column in others) or "FALSE"
    with staged(table, rows), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {target} AS held SET superseded_id = %s WHERE superseded_id IS NULL"
            f" AND EXISTS (SELECT 1 FROM {STAGE} AS told WHERE {same_key} AND ({differs}))",
            [event.pk],
        )
        corrected = cursor.rowcount
        cursor.execute(
            f"INSERT INTO {target} ({columns}, recorded_id)"
            f" SELECT {columns}, %s FROM {STAGE} AS told"
            f" WHERE NOT EXISTS (SELECT 1 FROM {target} AS held"
            f" WHERE held.superseded_id IS NULL AND {same_key})",
            [event.pk],
        )
        written = cursor.rowcount
    return Recorded(written - corrected, corrected, rows.num_rows - written)


def quoted(name: str) -> str:
    """Write the name of a column."""
    return f'"{name}"'


def same(column: Column) -> str:
    """Say in SQL that a fact and a row agree in a column, the unknown with the unknown.

    What is never unknown is compared so that an index serves.
    """
    held, told = f"held.{quoted(column.name)}", f"told.{quoted(column.name)}"
    return f"{held} = {told}" if column.required else f"{held} IS NOT DISTINCT FROM {told}"


class staged:  # noqa: N801  # reads as a verb where it is used
    """Hold rows in a temporary table while they are compared."""

    def __init__(self, table: Table, rows: pa.Table) -> None:
        """Take the rows of one table."""
        self.table, self.rows = table, rows

    def __enter__(self) -> None:
        columns = [column.name for column in self.table.columns]
        listed = ", ".join(map(quoted, columns))
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {STAGE}")
            cursor.execute(
                f"CREATE TEMPORARY TABLE {STAGE} AS"
                f' SELECT {listed} FROM "ledger_{self.table.name}" WHERE FALSE'
            )
            fill(cursor, in_database(self.table, self.rows), columns)
            cursor.execute(index_of(self.table))

    def __exit__(self, *_: object) -> None:
        if connection.needs_rollback:
            return
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {STAGE}")


def index_of(table: Table) -> str:
    """Index the stage by what is never unknown of the key, so that each fact finds its row."""
    key = table.key or tuple(table.schema)
    known = [quoted(name) for name in key if table.column(name).required]
    place = "" if connection.vendor == "postgresql" else "temp."
    return f"CREATE INDEX {place}stage_key ON {STAGE} ({', '.join(known)})"


def in_database(table: Table, rows: pa.Table) -> pa.Table:
    """Bring columns to the types of the database: amounts whole, days as dates."""
    return pa.table({column.name: stored(rows[column.name], column) for column in table.columns})


def stored(values: pa.ChunkedArray, column: Column) -> pa.ChunkedArray:
    """Bring one column to its type in the database."""
    match column.kind:
        case "money":
            return pc.multiply(values, TEN_THOUSAND).cast(pa.int64())
        case "day":
            return values.cast(pa.int32()).cast(pa.date32())
        case _:
            return values


def fill(cursor: Any, rows: pa.Table, columns: Sequence[str]) -> None:
    """Write rows into the stage by the quickest way that the database has."""
    listed = ", ".join(map(quoted, columns))
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {STAGE} ({listed}) FROM STDIN (FORMAT csv)") as copy:
            pa_csv.write_csv(rows, Writer(copy), pa_csv.WriteOptions(include_header=False))
        return
    marks = ", ".join(["%s"] * len(columns))
    for chunk in chunks(rows):
        cursor.executemany(f"INSERT INTO {STAGE} ({listed}) VALUES ({marks})", chunk)


class Writer:
    """Let Arrow write into a copy of PostgreSQL's as into a file."""

    closed = False

    def __init__(self, copy: Any) -> None:
        """Take the copy that is under way."""
        self.copy = copy

    def write(self, data: bytes) -> int:
        """Hand over a piece."""
        self.copy.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Leave nothing behind: every piece is handed over at once."""


def chunks(rows: pa.Table) -> Iterator[list[tuple[Any, ...]]]:
    """Cut rows into lists of plain values."""
    for batch in rows.to_batches(max_chunksize=CHUNK):
        columns = [plain(batch.column(place)) for place in range(batch.num_columns)]
        yield list(zip(*columns, strict=True))


def plain(values: pa.Array) -> list[Any]:
    """Turn a column into plain values; days as texts, for SQLite has no days."""
    return list(
        (values.cast(pa.string()) if pa.types.is_date32(values.type) else values).to_pylist()
    )


@transaction.atomic
def take_back(recorded_by: AuditEvent, event: AuditEvent) -> dict[str, int]:
    """Take back every fact that an event recorded, and let hold again what it had superseded.

    Returns:
        by table, how many facts were taken back.

    Raises:
        SupersededSince: another event has corrected some of them; that one goes first.
    """
    found = {table.name: take_back_in(table, recorded_by, event) for table in TABLES}
    return {name: count for name, count in found.items() if count}


class SupersededSince(RuntimeError):
    """Facts of an event cannot be taken back: others rest on them."""


def take_back_in(table: Table, recorded_by: AuditEvent, event: AuditEvent) -> int:
    """Take back the facts of one table."""
    target = f'"ledger_{table.name}"'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {target} WHERE recorded_id = %s AND superseded_id IS NOT NULL",
            [recorded_by.pk],
        )
        [corrected] = cursor.fetchone()
        if corrected:
            raise SupersededSince(f"{corrected} facts of {table.name} were corrected since.")
        cursor.execute(
            f"UPDATE {target} SET superseded_id = %s WHERE recorded_id = %s",
            [event.pk, recorded_by.pk],
        )
        taken = int(cursor.rowcount)
        cursor.execute(
            f"UPDATE {target} SET superseded_id = NULL WHERE superseded_id = %s", [recorded_by.pk]
        )
    return taken
