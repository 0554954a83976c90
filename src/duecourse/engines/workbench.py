"""The DuckDB connection on which files become tables, with what was found on the way."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from duecourse.engines.cells import MACROS, quoted
from duecourse.ledger.checks import LISTED
from duecourse.values.problems import Problem

FILE_BITS = 40
"""A row's place: the number of its file above, the number of its row below."""
SCHEMAS = count(1)
Held = Callable[[str], pa.Array]
"""Given a table's name, the keys of it that are known besides what the source tells."""


def nothing_held(_: str) -> pa.Array:
    """Know nothing besides what the source tells."""
    return pa.array([], pa.string())


@dataclass(frozen=True, slots=True)
class Raw:
    """One table as it stands in its file.

    ``relation`` has a column ``_row`` (the place of each row) beside ``columns``, which maps
    headers to types of DuckDB. ``files`` are the numbers of its files. ``lazy``: it is a view
    over files that need no copy.
    """

    name: str
    relation: str
    files: range
    columns: Mapping[str, str]
    lazy: bool = False


@dataclass(slots=True)
class Workbench:
    """A schema of its own on a connection, the files met, the problems found.

    ``spare`` is a folder to write in while the connection lives; ``held`` is asked for keys only
    where the source refers to some that it lacks.
    """

    connection: duckdb.DuckDBPyConnection
    spare: Path
    progress: Callable[[str], None]
    problems: list[Problem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    schema: str = ""
    held: Held = nothing_held
    held_so_far: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.schema = f"read_{next(SCHEMAS)}"
        self.connection.execute(f"CREATE SCHEMA {self.schema}")
        for macro in MACROS:
            self.connection.execute(f"CREATE OR REPLACE MACRO {macro}")

    def named(self, name: str) -> str:
        """Qualify a name with the schema of this reading."""
        return f"{self.schema}.{quoted(name)}"

    def run(self, sql: str) -> None:
        """Run a statement."""
        self.connection.execute(sql)

    def store(self, name: str, table: pa.Table) -> str:
        """Store an Arrow table under a name of this schema, and return its qualified name."""
        relation = self.named(name)
        self.connection.from_arrow(table).create_view("duecourse_cells", replace=True)
        self.run(f"CREATE TABLE {relation} AS SELECT * FROM duecourse_cells")
        self.run("DROP VIEW duecourse_cells")
        return relation

    def held_keys(self, table: str) -> str:
        """Store the keys of a table that are known besides the source, as the column ``known``."""
        if table not in self.held_so_far:
            keys = pa.table({"known": self.held(table)})
            self.held_so_far[table] = self.store(f"held {table}", keys)
        return self.held_so_far[table]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query whose answer is short."""
        return self.connection.execute(sql).fetchall()

    def one(self, sql: str) -> tuple[Any, ...]:
        """Run a query that answers with one row."""
        return self.rows(sql)[0]

    def opened(self, *names: str) -> range:
        """Number files as they are opened; the numbers are in the places of their rows."""
        first = len(self.files)
        self.files.extend(names)
        self.progress(names[0])
        return range(first, len(self.files))

    def found(self, code: str, file: str, column: str | None = None, **details: str) -> None:
        """Note a problem of a whole file or column."""
        self.problems.append(Problem(code, file, None, column, details))

    def found_rows(
        self,
        code: str,
        rows: Iterable[tuple[int, Mapping[str, str]]],
        *,
        column: Callable[[int], str],
        total: int,
    ) -> None:
        """Note a problem of each row, by its place; of very many, those listed and the number."""
        listed = list(rows)
        for place, details in listed:
            file, row = self.files[place >> FILE_BITS], place & ((1 << FILE_BITS) - 1)
            self.problems.append(Problem(code, file, row, column(place), details))
        if total > len(listed):
            place = listed[0][0]
            more = {"count": str(total - len(listed)), "listed": str(len(listed)), "kind": code}
            self.found("many-more", self.files[place >> FILE_BITS], column(place), **more)


def limited(sql: str) -> str:
    """Ask for no more rows than are listed, the first of the file first."""
    return f"{sql} ORDER BY _row LIMIT {LISTED}"
