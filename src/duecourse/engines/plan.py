"""Which tables a source holds and how each is to be made; folders of tables named as ours."""

from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from duecourse.engines.grids import Grid, raw_of_grid
from duecourse.engines.opening import TABLE_FILES, Opened, opened
from duecourse.engines.workbench import Raw, Workbench
from duecourse.ledger.tables import TABLE
from duecourse.sources.completing import absent, completed
from duecourse.sources.headers import named_columns, plain
from duecourse.sources.mapping import TableMapping
from duecourse.sources.sheets import SheetTable, find_table
from duecourse.sources.taken import Taken
from duecourse.values.problems import Problem

NEAR = 0.5
"""How like a table's name a file's name must be to be called near."""


@dataclass(slots=True)
class Plan:
    """The tables found and how each becomes a table of the ledger.

    ``stated_on`` is the day of the figures, where the source states it: of several, the last.
    """

    kind: Literal["folder", "sheet", "mapped"]
    currency: str | None
    work: list[tuple[Raw, TableMapping]] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    stated_on: date | None = None


def plan_folder(bench: Workbench, folder: Path, currency: str | None) -> Plan:
    """Take each file or folder of a known name as that table."""
    planned = Plan("folder", currency)
    entries = table_entries(folder)
    if not entries:
        bench.found("empty-folder", folder.name, names=", ".join(TABLE))
    for entry in entries:
        name = table_name(entry)
        if name in TABLE:
            for one in opened(bench, entry):
                add_named(bench, one, name, planned)
        else:
            nearest = get_close_matches(name, TABLE, n=1, cutoff=NEAR) or list(TABLE)
            bench.found("unknown-table", entry.name, nearest=", ".join(nearest))
    return planned


def table_entries(folder: Path) -> list[Path]:
    """List what in a folder can hold a table, in the order of names."""
    return [
        entry
        for entry in sorted(folder.iterdir())
        if not entry.name.startswith((".", "_", "~$"))
        and (entry.is_dir() or entry.suffix.lower() in TABLE_FILES)
    ]


def table_name(entry: Path) -> str:
    """Return the name a file or folder has as a table."""
    return (entry.name if entry.is_dir() else entry.stem).strip().lower()


def add_named(bench: Workbench, found: Opened, name: str, planned: Plan) -> None:
    """Plan a table whose columns carry the ledger's names, or names that mean them."""
    table = TABLE[name]
    raw = found if isinstance(found, Raw) else raw_of_named(bench, found, name)
    if raw is None:
        return
    file = bench.files[raw.files[0]]
    bindings, taken = named_columns(tuple(raw.columns), table, file)
    if not bindings:
        headers = ", ".join(list(raw.columns)[:20])
        bench.found("nothing-recognised", file, headers=headers)
        return
    planned.taken.extend(taken)
    add(bench, raw, TableMapping(name, bindings), planned)


def raw_of_named(bench: Workbench, grid: Grid, name: str) -> Raw | None:
    """Find the table in a sheet that is named for it."""
    named = frozenset(plain(column) for column in TABLE[name].schema)
    table = find_table(grid.rows, named)
    if table is None:
        first = next(row for row in grid.rows if any(row))
        bench.found("nothing-recognised", grid.file, headers=", ".join(filter(None, first)))
        return None
    note_sums(bench, grid, table)
    return raw_of_grid(bench, grid, table)


def add(bench: Workbench, raw: Raw, mapping: TableMapping, planned: Plan) -> None:
    """Add a table to the plan, unless a column that it must have is nowhere."""
    whole = completed(mapping, planned.currency)
    for name in absent(whole):
        file = bench.files[raw.files[0]]
        bench.found("column-absent", file, name, table=mapping.table)
    if not absent(whole):
        planned.work.append((raw, whole))


def note_sums(bench: Workbench, grid: Grid, table: SheetTable) -> None:
    """Name the rows that hold sums: they are not counted."""
    bench.problems.extend(
        Problem("not-counted", grid.file, number + 1, None, {"text": text})
        for number, text in table.sums.items()
    )
