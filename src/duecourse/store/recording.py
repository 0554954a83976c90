"""Recording facts: new ones come in, corrected ones supersede, what is known already stays."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import pyarrow as pa
from django.db import connection, transaction

from duecourse.ledger.columns import Column, Table
from duecourse.ledger.tables import TABLES
from duecourse.store.audit import AuditEvent
from duecourse.store.writing import as_days, fill, quoted, ten_thousandths

STAGE = "stage"


class Recorded(NamedTuple):
    """How many facts were new, how many corrected another, how many were known."""

    new: int
    corrected: int
    known: int


def record(
    table: Table, rows: pa.Table, event: AuditEvent, told: Collection[str] | None = None
) -> Recorded:
    """Record rows of one table as facts of an event, within the caller's transaction.

    A row with the key of a fact that holds supersedes it where any column differs; a row that says
    the same is no new fact. A table without a key knows a row again by all of its columns.
    ``told`` names the columns that the source of the rows has at all, every one where it is None:
    in the others a correction keeps what was said by the fact that it supersedes.

    Shapes:
        rows: the ledger's columns and Arrow types; each key once.

    Raises:
        IntegrityError: a row breaks a constraint, for instance the same key twice.
    """
    if not rows.num_rows:
        return Recorded(0, 0, 0)
    key = [table.column(name) for name in table.key or table.schema]
    others = [column for column in table.columns if column not in key]
    known = [column for column in others if told is None or column.name in told]
    target, same_key = f'"ledger_{table.name}"', agreeing(key)
    differs = " OR ".join(f"NOT ({same(column)})" for column in known) or "FALSE"
    with staged(table, rows), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {target} AS held SET superseded_id = %s WHERE superseded_id IS NULL"
            f" AND EXISTS (SELECT 1 FROM {STAGE} AS told WHERE {same_key} AND ({differs}))",
            [event.pk],
        )
        corrected = cursor.rowcount
        listed = ", ".join(quoted(column.name) for column in table.columns)
        cursor.execute(
            f"INSERT INTO {target} ({listed}, recorded_id) {facts(table, key, known, event.pk)}"
            f" WHERE NOT EXISTS (SELECT 1 FROM {target} AS held"
            f" WHERE held.superseded_id IS NULL AND {same_key})"
        )
        written = cursor.rowcount
    return Recorded(written - corrected, corrected, rows.num_rows - written)


def record_whole(table: Table, rows: pa.Table, event: AuditEvent, *, of: str) -> Recorded:
    """Record rows that are all there is of each value in the column ``of``.

    For tables without a key, where nothing else tells a corrected row from another one: what is
    held of the same values and is not among the rows holds no longer.
    """
    target = f'"ledger_{table.name}"'
    if not rows.num_rows:
        return Recorded(0, 0, 0)
    with staged(table, rows), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {target} AS held SET superseded_id = %s WHERE superseded_id IS NULL"
            f" AND EXISTS (SELECT 1 FROM {STAGE} AS told WHERE {same(table.column(of))})"
            f" AND NOT EXISTS (SELECT 1 FROM {STAGE} AS told WHERE {agreeing(table.columns)})",
            [event.pk],
        )
        dropped = cursor.rowcount
    written = record(table, rows, event)
    return Recorded(max(written.new - dropped, 0), dropped, written.known)


def facts(table: Table, key: Sequence[Column], known: Sequence[Column], event: int) -> str:
    """Select the facts that an event makes of the staged rows.

    What the rows cannot know is taken from the fact that the event has just superseded.
    """
    unknown = [column for column in table.columns if column not in key and column not in known]
    columns = ", ".join(
        f"CASE WHEN old.id IS NULL THEN told.{name} ELSE old.{name} END"
        if column in unknown
        else f"told.{name}"
        for column in table.columns
        for name in [quoted(column.name)]
    )
    found = f"SELECT {columns}, {event} FROM {STAGE} AS told"
    if not unknown:
        return found
    return (
        f'{found} LEFT JOIN "ledger_{table.name}" AS old'
        f" ON old.superseded_id = {event} AND {agreeing(key, 'old')}"
    )


def agreeing(key: Sequence[Column], fact: str = "held") -> str:
    """Say in SQL that a fact and a row have the same key."""
    return " AND ".join(same(column, fact) for column in key)


def same(column: Column, fact: str = "held") -> str:
    """Say in SQL that a fact and a row agree in a column, the unknown with the unknown.

    What is never unknown is compared so that an index serves.
    """
    held, told = f"{fact}.{quoted(column.name)}", f"told.{quoted(column.name)}"
    return f"{held} = {told}" if column.required else f"{held} IS NOT DISTINCT FROM {told}"


class staged:  # noqa: N801  # reads as a verb where it is used
    """Hold rows in a temporary table while they are compared."""

    def __init__(self, table: Table, rows: pa.Table) -> None:
        """Take the rows of one table."""
        self.table, self.rows = table, rows

    def __enter__(self) -> None:
        listed = ", ".join(quoted(column.name) for column in self.table.columns)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {STAGE}")
            cursor.execute(
                f"CREATE TEMPORARY TABLE {STAGE} AS"
                f' SELECT {listed} FROM "ledger_{self.table.name}" WHERE FALSE'
            )
            fill(cursor, STAGE, in_database(self.table, self.rows))
            cursor.execute(index_of(self.table))

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is not None:
            return  # the transaction ends, and the table with it
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
            return ten_thousandths(values)
        case "day":
            return as_days(values)
        case _:
            return values


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
