"""Writing many rows at once: Arrow columns into a table, by the quickest way each database has."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from django.db import connection, models

from duecourse.ledger.arrow import ARROW
from duecourse.store.fields import DIGITS, MoneyField

CHUNK = 10_000
"""Rows handed to SQLite at a time."""
TEN_THOUSAND = pa.scalar(10**DIGITS, pa.decimal128(5, 0))
MONEY = ARROW["money"]


def write_rows(model: type[models.Model], rows: pa.Table, **constants: object) -> int:
    """Write rows into a model's table, within the caller's transaction; return how many.

    Shapes:
        rows: columns named as the fields of the model (a foreign key as ``day_id``): amounts as
            decimals, days as dates or day numbers, JSON as text; a field that may be empty may be
            absent.
        constants: what stands alike in every row.

    Raises:
        FieldDoesNotExist: the model has no such field.
        ArrowInvalid: a value does not fit its field.
    """
    if not rows.num_rows:
        return 0
    for name, value in constants.items():
        rows = rows.append_column(name, pa.repeat(pa.scalar(value), rows.num_rows))
    fields = [field_named(model, name) for name in rows.column_names]
    columns = [field.column for field in fields]
    written = pa.table(
        [stored(rows.column(place), field) for place, field in enumerate(fields)], names=columns
    )
    with connection.cursor() as cursor:
        fill(cursor, f'"{model._meta.db_table}"', written)
    return rows.num_rows


def looked_through(*models: type[models.Model]) -> None:
    """Let PostgreSQL look through tables whose rows were replaced, so that it plans for them.

    It would do so by itself, but only minutes later.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(each._meta.db_table for each in models)}")


def field_named(model: type[models.Model], name: str) -> models.Field:
    """Return the field of that name, or of that column for a foreign key."""
    return model._meta.get_field(name.removesuffix("_id") if is_key(model, name) else name)


def is_key(model: type[models.Model], name: str) -> bool:
    """Say whether a name is the column of a foreign key."""
    keys = (field.attname for field in model._meta.concrete_fields if field.is_relation)
    return name in keys


def stored(values: pa.ChunkedArray, field: models.Field) -> pa.ChunkedArray:
    """Bring a column to what its field keeps."""
    if isinstance(field, MoneyField):
        return ten_thousandths(values)
    if isinstance(field, models.DateField):
        return as_days(values)
    if isinstance(field, models.IntegerField):
        return values.cast(pa.int64())
    if isinstance(field, models.FloatField):
        return values.cast(pa.float64())
    return values


def ten_thousandths(amounts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Turn amounts into whole ten-thousandths, as ``MoneyField`` keeps them."""
    return pc.multiply(amounts.cast(MONEY), TEN_THOUSAND).cast(pa.int64())


def as_days(days: pa.ChunkedArray) -> pa.ChunkedArray:
    """Turn day numbers into dates; dates stay."""
    return days if pa.types.is_date32(days.type) else days.cast(pa.int32()).cast(pa.date32())


def fill(cursor: Any, target: str, rows: pa.Table) -> None:
    """Write rows into a table by the quickest way that the database has.

    Shapes:
        rows: columns named and typed as those of the table.
    """
    listed = ", ".join(map(quoted, rows.column_names))
    if connection.vendor == "postgresql":
        told = f"COPY {target} ({listed}) FROM STDIN (FORMAT csv)"
        whole = rows.combine_chunks()  # Arrow writes what lies in memory for a chunk of no rows
        with connection.wrap_database_errors, cursor.copy(told) as copy:
            pa_csv.write_csv(whole, Writer(copy), pa_csv.WriteOptions(include_header=False))
        return
    marks = ", ".join(["%s"] * rows.num_columns)
    for chunk in chunks(rows):
        cursor.executemany(f"INSERT INTO {target} ({listed}) VALUES ({marks})", chunk)


def quoted(name: str) -> str:
    """Write the name of a column."""
    return f'"{name}"'


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


def chunks(rows: pa.Table) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Cut rows into lists of plain values."""
    for batch in rows.to_batches(max_chunksize=CHUNK):
        columns = [plain(batch.column(place)) for place in range(batch.num_columns)]
        yield list(zip(*columns, strict=True))


def plain(values: pa.Array) -> list[Any]:
    """Turn a column into plain values; days as texts, for SQLite has no days."""
    return list(
        (values.cast(pa.string()) if pa.types.is_date32(values.type) else values).to_pylist()
    )
