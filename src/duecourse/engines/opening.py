"""Opening one file, whatever it is: tables of text, or tables that are scanned where they lie."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import duckdb
from python_calamine import CalamineError

from duecourse.engines.csv_text import SMALL
from duecourse.engines.grids import WORKBOOKS, Grid, grid_of_csv, grids_of_workbook
from duecourse.engines.scans import raw_of_large_csv, raw_of_parquet
from duecourse.engines.workbench import Raw, Workbench

TEXT_TABLES = (".csv", ".txt", ".tsv")
TABLE_FILES = (*TEXT_TABLES, ".parquet", *WORKBOOKS)
Opened: TypeAlias = Grid | Raw


@dataclass(frozen=True, slots=True)
class Closed:
    """A file that could not be opened, and why."""

    code: str
    why: str = ""


def opened(bench: Workbench, path: Path) -> Sequence[Opened]:
    """Open a file or a folder of Parquet files; what cannot be opened is a problem.

    A workbook has as many grids as sheets that hold anything; any other file is one table.
    """
    bench.progress(path.name)
    try:
        found = raw_or_grids(bench, path)
    except (
        duckdb.Error,
        csv.Error,
        CalamineError,
        OSError,
        ValueError,
        ArithmeticError,
        LookupError,
    ) as error:
        why = (str(error) or type(error).__name__).splitlines()[0]
        bench.found("unreadable-file", path.name, why=why)
        return ()
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        bench.found("unreadable-file", path.name, why="the file is damaged")
        return ()
    if not found:
        bench.found("empty-file", path.name)
    return found


def raw_or_grids(bench: Workbench, path: Path) -> Sequence[Opened]:
    """Open a file by its kind."""
    if path.is_dir():
        paths = sorted(path.rglob("*.parquet"))
        return [raw_of_parquet(bench, path.name, paths)] if paths else []
    if path.stat().st_size == 0:
        return []
    kind = path.suffix.lower()
    if kind == ".parquet":
        return [raw_of_parquet(bench, path.stem, [path])]
    if kind in WORKBOOKS:
        return grids_of_workbook(path)
    if path.stat().st_size > SMALL:
        return [raw_of_large_csv(bench, path, bench.spare)]
    grid = grid_of_csv(path)
    return [grid] if any(any(row) for row in grid.rows) else []
