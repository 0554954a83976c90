"""Grids of cells, from workbooks and small CSV files, become tables of text in DuckDB."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from duecourse.engines.csv_text import grid_of
from duecourse.engines.workbench import FILE_BITS, Raw, Workbench
from duecourse.sources.sheets import SheetTable
from duecourse.values.problems import Problem

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as rows of text, from its first row and column; ``file`` is what problems name."""

    name: str
    file: str
    rows: Sequence[Sequence[str]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()


def grids_of_workbook(path: Path) -> list[Grid]:
    """Read every sheet that holds anything; merged cells hold their text in the first.

    Raises:
        Exception: whatever the reader makes of a broken file; the caller makes it a problem.
    """
    with CalamineWorkbook.from_path(str(path)) as book:
        sheets = [(name, book.get_sheet_by_name(name)) for name in visible(book)]
        grids = [
            Grid(name, f"{path.name} / {name}", [*sheet_rows(sheet)], merged_in(sheet))
            for name, sheet in sheets
        ]
    return [grid for grid in grids if any(any(row) for row in grid.rows)]


def visible(book: CalamineWorkbook) -> list[str]:
    """Name the sheets that a person sees and that hold cells."""
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def sheet_rows(sheet: Any) -> Iterator[list[str]]:
    """Spell every cell of a sheet as text, row by row, empty rows above included."""
    for row in sheet.to_python(skip_empty_area=False):
        yield [spelt(cell) for cell in row]


def merged_in(sheet: Any) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the merged cells of a sheet, first and last, where its format tells."""
    return sheet.merged_cell_ranges or ()


def spelt(cell: object) -> str:
    """Spell one cell: days in ISO form, whole numbers without a point.

    >>> spelt(1200.0), spelt(0.1 + 0.2), spelt(datetime.date(2026, 3, 1))
    ('1200', '0.3', '2026-03-01')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.15g}" if abs(cell) < 1e15 else f"{cell:.0f}"  # noqa: PLR2004
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    return str(cell).strip()


def grid_of_csv(path: Path) -> Grid:
    """Read a small CSV file.

    Raises:
        csv.Error: its quotes make no sense.
    """
    return Grid(path.stem, path.name, grid_of(path.read_bytes()))


def raw_of_grid(bench: Workbench, grid: Grid, table: SheetTable) -> Raw:
    """Make a table of text of the rows that are data."""
    files = bench.opened(grid.file)
    width = len(table.headers)
    rows = [
        (number + 1, row)
        for number, row in enumerate(grid.rows[table.first :], start=table.first)
        if number not in table.skipped and any(row)
    ]
    for number, row in rows:
        if any(row[width:]):
            bench.problems.append(Problem("cells-beyond-header", grid.file, number))
    base = files[0] << FILE_BITS
    columns = {"_row": pa.array([base + number for number, _ in rows], pa.int64())}
    for place, name in enumerate(table.headers):
        cells = [row[place] if place < len(row) else "" for _, row in rows]
        columns[name] = pa.array(cells, pa.string())
    name = f"{grid.name} {files[0]}"
    relation = bench.store(f"{name} as it stands", pa.table(columns))
    return Raw(name, relation, files, dict.fromkeys(table.headers, "VARCHAR"))


def filled_down(grid: Grid, places: frozenset[int]) -> Grid:
    """Repeat the text of a merged cell in every row it spans, in these columns only.

    A customer's name over five invoices means all five; an amount over five rows is one amount.
    """
    rows = [list(row) for row in grid.rows]
    for (first, place), (last, last_place) in grid.merged:
        if place == last_place and place in places:
            for number in range(first + 1, min(last + 1, len(rows))):
                if place < len(rows[number]) and place < len(rows[first]):
                    rows[number][place] = rows[first][place]
    return replace(grid, rows=rows)
