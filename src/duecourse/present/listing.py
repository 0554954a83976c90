"""A listing: rows for people and scripts, each column with the kind of thing it holds."""

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

Kind = Literal[
    "text", "code", "day", "amount", "days", "share", "score", "count", "digits", "measured"
]
"""``text`` came from somebody's file, ``code`` is a word of the house, ``digits`` a number
already written out, ``measured`` one with its unit."""


DIGITS: dict[str, int] = {"days": 2, "share": 6, "score": 2}
"""Decimals of the kinds that do not depend on a currency."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a listing; ``currency`` names the column that holds an amount's currency."""

    name: str
    kind: Kind = "text"
    currency: str = "currency"


@dataclass(frozen=True, slots=True)
class Listing:
    """Named columns and their rows, typed; days are day numbers, unknown is null."""

    name: str
    columns: tuple[Column, ...]
    rows: pa.Table

    def __len__(self) -> int:
        return int(self.rows.num_rows)


def listing(name: str, columns: tuple[Column, ...], rows: pa.Table) -> Listing:
    """Take the columns of a listing out of a wider table; what is not there is unknown."""
    there = set(rows.column_names)
    taken = {
        column.name: rows[column.name] if column.name in there else pa.nulls(rows.num_rows)
        for column in columns
    }
    return Listing(name, columns, pa.table(taken))
