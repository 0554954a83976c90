"""What a source is, which tables it holds, and how each is to be made."""

import csv
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

import duckdb

from duecourse.engines.csv_text import SMALL
from duecourse.engines.grids import WORKBOOKS, grid_of_csv, raw_of_grid
from duecourse.engines.scans import raw_of_large_csv, raw_of_parquet
from duecourse.engines.workbench import Raw, Workbench
from duecourse.ledger.tables import TABLE
from duecourse.sources.headers import named_columns
from duecourse.sources.mapping import Mapping, TableMapping
from duecourse.sources.taken import Taken

TEXT_TABLES = (".csv", ".txt", ".tsv")
TABLE_FILES = (*TEXT_TABLES, ".parquet", *WORKBOOKS)


@dataclass(slots=True)
class Plan:
    """The tables found and how each becomes a table of the ledger."""

    kind: Literal["folder", "sheet", "mapped"]
    work: list[tuple[Raw, TableMapping]] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)


def plan(bench: Workbench, source: Path, *, mapping: Mapping | None, currency: str | None) -> Plan:
    """Look at a source and say how it is to be read."""
    return plan_folder(bench, source)


def plan_folder(bench: Workbench, folder: Path) -> Plan:
    """Take each file or folder of a known name as that table."""
    planned = Plan("folder")
    entries = [entry for entry in sorted(folder.iterdir()) if not entry.name.startswith((".", "_"))]
    for entry in entries:
        if entry.is_dir() or entry.suffix.lower() in TABLE_FILES:
            plan_entry(bench, entry, planned)
    return planned


def plan_entry(bench: Workbench, entry: Path, planned: Plan) -> None:
    """Take one file or folder as the table it is named for."""
    name = entry.stem.lower() if entry.is_file() else entry.name.lower()
    if name not in TABLE:
        nearest = get_close_matches(name, TABLE, n=1, cutoff=0.5)
        bench.found("unknown-table", entry.name, name=name, nearest=", ".join(nearest or TABLE))
        return
    try:
        raw = raw_of_entry(bench, name, entry)
    except (duckdb.Error, csv.Error, OSError, ValueError) as error:
        bench.found("unreadable-file", entry.name, why=str(error).splitlines()[0])
        return
    if raw is not None:
        add_named(bench, raw, name, planned)


def raw_of_entry(bench: Workbench, name: str, entry: Path) -> Raw | None:
    """Open one file, or the Parquet files of one folder."""
    if entry.is_dir():
        paths = sorted(entry.rglob("*.parquet"))
        return raw_of_parquet(bench, name, paths) if paths else None
    if entry.suffix.lower() == ".parquet":
        return raw_of_parquet(bench, name, [entry])
    if entry.stat().st_size == 0:
        bench.found("empty-file", entry.name)
        return None
    if entry.stat().st_size > SMALL:
        return raw_of_large_csv(bench, entry, bench.spare)
    return raw_of_grid(bench, grid_of_csv(entry), header=0)


def add_named(bench: Workbench, raw: Raw, name: str, planned: Plan) -> None:
    """Plan a table whose columns carry the ledger's names, or names that mean them."""
    file = bench.files[raw.files[0]]
    bindings, taken = named_columns(tuple(raw.columns), TABLE[name], file)
    planned.work.append((raw, TableMapping(name, bindings)))
    planned.taken.extend(taken)
