"""Ledgers recorded in the database, for tests of what is worked out from it."""

import pyarrow as pa
from django.db import transaction
from golden import GOLDEN, records
from typed import arrow_of

from duecourse.ledger.arrow import schema_of
from duecourse.ledger.tables import TABLE
from duecourse.services.python_face import simulate
from duecourse.store.audit import AuditEvent
from duecourse.store.recording import record


def record_all(tables):
    """Record tables of the ledger, by name, as one import; columns may be absent."""
    with transaction.atomic():
        event = AuditEvent.objects.create(action="import.kept")
        for name, rows in tables.items():
            record(TABLE[name], conformed(rows, TABLE[name]), event)
    return event


def conformed(rows, table):
    """Give an Arrow table the ledger's columns and types."""
    columns = {}
    for field in schema_of(table):
        if field.name not in rows.column_names:
            columns[field.name] = pa.nulls(rows.num_rows, field.type)
            continue
        values = rows[field.name]
        if pa.types.is_date(values.type):
            values = values.cast(pa.date32()).cast(pa.int32())
        columns[field.name] = values.cast(field.type)
    filled = [
        (column.name, column.default)
        for column in table.columns
        if column.default and not column.default.startswith("=")
    ]
    for name, word in filled:
        columns[name] = columns[name].fill_null(word)
    return pa.table(columns)


def record_golden():
    """Record the golden ledger."""
    return record_all(
        {
            path.stem: arrow_of(path.stem, records(path))
            for path in sorted((GOLDEN / "ledger").glob("*.csv"))
        }
    )


def record_simulated(**spec):
    """Record an example company."""
    return record_all(simulate(**spec))
