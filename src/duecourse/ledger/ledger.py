"""A ledger: every table present, every canonical column present, days as numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import pyarrow as pa
from narwhals.stable.v2.dtypes import DType
from narwhals.stable.v2.typing import IntoFrame

from duecourse.ledger.columns import Table
from duecourse.ledger.tables import TABLE
from duecourse.values.days import numbered
from duecourse.values.frames import Frame

Keep = Callable[[Frame], Frame]
"""Compute a frame once and return it, ready to be read many times; each engine has its own."""


def as_it_is(frame: Frame) -> Frame:
    """Keep nothing: the frame is computed anew for every reader."""
    return frame


Make = Callable[[pa.Table], Frame]
"""Turn a small Arrow table into a frame of the same engine."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The facts as lazy frames of one engine, by table name (``ledger.tables``).

    Every table and every canonical column is there; what is not known is empty. Days are day
    numbers (``values.days``).
    """

    tables: Mapping[str, Frame]
    keep: Keep
    make: Make

    def __getitem__(self, table: str) -> Frame:
        return self.tables[table]


def conformed(frame: IntoFrame | Frame, table: Table) -> Frame:
    """Give a frame exactly the canonical columns of a table, in order and of the right type.

    Dates become day numbers; absent columns come in empty, or with their default.
    """
    lazy = nw.from_native(frame).lazy()
    schema = lazy.collect_schema()
    if any(schema.get(name) != dtype for name, dtype in table.schema.items()):
        known = [conformed_column(column.name, schema, table) for column in table.columns]
        lazy = lazy.select(*known)
    return with_defaults(lazy, table)


def conformed_column(name: str, schema: Mapping[str, DType], table: Table) -> nw.Expr:
    """Express one canonical column of a frame that may lack it or hold it as a date."""
    dtype = table.column(name).dtype
    if name not in schema:
        return nw.lit(None, dtype=dtype).alias(name)
    if table.column(name).kind == "day" and schema[name] == nw.Date:
        return numbered(name).alias(name)
    return nw.col(name).cast(dtype).alias(name)


def with_defaults(frame: Frame, table: Table) -> Frame:
    """Fill gaps where the table says with what: a word, or another column."""
    filled = [
        nw.col(column.name).fill_null(column.default)
        if not column.default.startswith("=")
        else nw.coalesce(column.name, column.default[1:])
        for column in table.columns
        if column.default is not None and column.name in table.schema
    ]
    return frame.with_columns(*filled) if filled else frame


def ledger_of(
    frames: Mapping[str, IntoFrame | Frame],
    *,
    keep: Keep,
    empty: Callable[[Table], Frame],
    make: Make,
) -> Ledger:
    """Make a ledger from frames of one engine; ``empty`` makes the tables that are absent.

    Raises:
        KeyError: a frame has a name that is no table of the ledger.
    """
    if strangers := sorted(set(frames) - set(TABLE)):
        raise KeyError(f"no such tables: {strangers}; the ledger has {sorted(TABLE)}")
    return Ledger(
        {
            name: conformed(frames[name], table) if name in frames else empty(table)
            for name, table in TABLE.items()
        },
        keep,
        make,
    )
