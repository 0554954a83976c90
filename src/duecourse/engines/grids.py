"""Grids of cells, from workbooks and small CSV files, become tables of text in DuckDB."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineWorkbook

from duecourse.engines.cells import quoted
from duecourse.engines.csv_text import grid_of
from duecourse.engines.workbench import FILE_BITS, Raw, Workbench

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as rows of text, from its first row and column; ``file`` is what problems name."""

    name: str
    file: str
    rows: Sequence[Sequence[str]]


def grids_of_workbook(path: Path) -> list[Grid]:
    """Read every sheet that holds anything; merged cells hold their text in the first.

    Raises:
        Exception: whatever the reader makes of a broken file; the caller makes it a problem.
    """
    with CalamineWorkbook.from_path(str(path)) as book:
        sheets = [(name, book.get_sheet_by_name(name)) for name in visible(book)]
        grids = [
            Grid(name, f"{path.name} / {name}", [*sheet_rows(sheet)]) for name, sheet in sheets
        ]
    return [grid for grid in grids if any(any(row) for row in grid.rows)]


def visible(book: CalamineWorkbook) -> list[str]:
    """Name the sheets that a person sees and that hold cells."""
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible.name == "Visible" and sheet.typ.name == "WorkSheet"
    ]


def sheet_rows(sheet: Any) -> Iterator[list[str]]:
    """Spell every cell of a sheet as text, row by row, empty rows above included."""
    for row in sheet.to_python(skip_empty_area=False):
        yield [spelt(cell) for cell in row]


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


def raw_of_grid(
    bench: Workbench, grid: Grid, *, header: int, skip: frozenset[int] = frozenset()
) -> Raw:
    """Make a table of the rows below the header, less those that hold nothing.

    ``header`` and ``skip`` count rows of the grid from 0.
    """
    files = bench.opened(grid.file)
    names = unique_headers(grid.rows[header] if grid.rows else [])
    width = len(names)
    rows = [
        (number + 1, row)
        for number, row in enumerate(grid.rows)
        if number > header and number not in skip and any(row)
    ]
    for number, row in rows:
        if any(row[width:]):
            bench.found("cells-beyond-header", grid.file, None, row=str(number))
    base = files[0] << FILE_BITS
    columns = {"_row": pa.array([base + number for number, _ in rows], pa.int64())}
    for place, name in enumerate(names):
        cells = [row[place] if place < len(row) else "" for _, row in rows]
        columns[name] = pa.array(cells, pa.string())
    return stored(bench, grid.name, files, pa.table(columns))


def stored(bench: Workbench, name: str, files: range, table: pa.Table) -> Raw:
    """Store an Arrow table of text with its rows' places."""
    relation = bench.named(f"{name} as it stands {files[0]}")
    bench.connection.from_arrow(table).create_view("duecourse_cells", replace=True)
    bench.run(f"CREATE TABLE {relation} AS SELECT * FROM duecourse_cells")
    bench.run("DROP VIEW duecourse_cells")
    headers = {column: "VARCHAR" for column in table.column_names if column != "_row"}
    return Raw(f"{name} {files[0]}", relation, files, headers)


def unique_headers(cells: Sequence[str]) -> list[str]:
    """Name every column: its header, numbered where it comes twice, its letter where it has none.

    >>> unique_headers(["金额", "", "金额"])
    ['金额', 'B', '金额 (2)']
    """
    names: list[str] = []
    seen: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = " ".join(cell.split()) or letters(place)
        seen[name.casefold()] = times = seen.get(name.casefold(), 0) + 1
        names.append(name if times == 1 else f"{name} ({times})")
    return names


def letters(place: int) -> str:
    """Letter a column as a spreadsheet does.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    above, last = divmod(place, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + last)


def columns_sql(names: Sequence[str]) -> str:
    """List columns for a SELECT."""
    return ", ".join(map(quoted, names))
