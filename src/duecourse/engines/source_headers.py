"""The tables of a source as it spells them: headers and an example of each, before any mapping."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from duecourse.engines.duckdb import DuckDB
from duecourse.engines.grids import WORKBOOKS, Grid
from duecourse.engines.opening import Opened, opened
from duecourse.engines.plan import table_entries
from duecourse.engines.workbench import Raw, Workbench
from duecourse.sources.sheets import HEAD_ROWS, find_table, unique_headers

EXAMPLES = 20
"""Rows that are looked through for the first that says something in a column."""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One table of a source.

    ``name`` is what a mapping calls it: the sheet of a workbook, the file of a folder, nothing
    where the source is one table. ``examples`` are one for each header, empty where none is.
    ``unit`` is what stands above the table: 10,000 for 万元.
    """

    name: str
    headers: tuple[str, ...]
    examples: tuple[str, ...]
    unit: int = 1


def source_tables(source: Path) -> list[SourceTable]:
    """List the tables of a source, read or not; what cannot be opened is left out.

    The caller has seen to it that the files are within bounds.
    """
    entries = table_entries(source) if source.is_dir() else [source]
    desk = DuckDB()
    try:
        bench = Workbench(desk.connection, Path(desk.spill.name), lambda _: None)
        tables: list[SourceTable] = []
        for entry in entries:
            found = opened(bench, entry)
            for one in found:
                name = called(source, entry, one, alone=len(found) == 1)
                headers, rows, unit = headed(bench, one)
                if headers:
                    tables.append(SourceTable(name, headers, examples(headers, rows), unit))
        return tables
    finally:
        desk.close()


def called(source: Path, entry: Path, found: Opened, *, alone: bool) -> str:
    """Name a table as a mapping does."""
    if entry.suffix.lower() in WORKBOOKS and not (source.is_dir() and alone):
        return found.name
    return entry.name if source.is_dir() else ""


Headed: TypeAlias = tuple[tuple[str, ...], Sequence[Sequence[str]], int]


def headed(bench: Workbench, found: Opened) -> Headed:
    """Return the headers of a table, its first rows, and the unit of its amounts."""
    if isinstance(found, Raw):
        cells = "columns(* EXCLUDE _row)::VARCHAR"
        rows = bench.rows(f"SELECT {cells} FROM {found.relation} LIMIT {EXAMPLES}")
        return tuple(found.columns), [[cell or "" for cell in row] for row in rows], 1
    table = find_table(found.rows)
    if table is not None:
        return table.headers, found.rows[table.first : table.first + EXAMPLES], table.unit
    return foreign_head(found)


def foreign_head(grid: Grid) -> Headed:
    """Take the fullest of the first rows for the header, where its words are unknown."""
    first = list(grid.rows[:HEAD_ROWS])
    filled = [sum(1 for cell in row if cell) for row in first]
    if not filled or not max(filled):
        return (), (), 1
    place = filled.index(max(filled))
    return unique_headers(first[place]), grid.rows[place + 1 : place + 1 + EXAMPLES], 1


def examples(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the first that each column says."""
    return tuple(
        next((row[place] for row in rows if place < len(row) and row[place]), "")
        for place in range(len(headers))
    )
