"""What a column of the ledger holds, and how each kind is kept in a frame."""

from dataclasses import dataclass
from typing import Literal

import narwhals.stable.v2 as nw
from narwhals.stable.v2.dtypes import DType

Kind = Literal[
    "id", "text", "choice", "currency", "country", "day", "money", "number", "count", "flag"
]

DTYPES: dict[Kind, DType] = {
    "id": nw.String(),
    "text": nw.String(),
    "choice": nw.String(),
    "currency": nw.String(),
    "country": nw.String(),
    "day": nw.Int32(),
    "money": nw.Decimal(18, 4),
    "number": nw.Float64(),
    "count": nw.Int64(),
    "flag": nw.Boolean(),
}
"""Days are kept as day numbers (``values.days``); flags as booleans; rates and scores as floats."""


TOTAL = nw.Decimal(38, 4)
"""The width of sums, alike on every engine."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, whether a row can do without it.

    ``choices`` are the values that a choice may take; ``refers_to`` names the table whose key
    it repeats; ``default`` fills a gap (as text, or the name of another column after ``=``).
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    default: str | None = None

    @property
    def dtype(self) -> DType:
        """Return the type this column has in a frame."""
        return DTYPES[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, what makes a row unique, and the day on which a fact is its own.

    ``known_by`` names the column that stands in where ``known_on`` is absent; ``known_after``
    is added to it, in days.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    known_by: str | None = None
    known_after: int = 0

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def schema(self) -> dict[str, DType]:
        """Return column names and types, in order."""
        return {column.name: column.dtype for column in self.columns}
