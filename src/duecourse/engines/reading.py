"""``read_ledger``: a file or folder in, a checked ledger and what is wrong with it out."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Lookup
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from duecourse.engines.checking import (
    Checking,
    check_cells,
    check_doubts,
    check_keys,
    check_parts,
    check_references,
    follow,
)
from duecourse.engines.currencies import check_currencies
from duecourse.engines.customers import complete_customers
from duecourse.engines.duckdb import DuckDB
from duecourse.engines.due_days import derive_due_days
from duecourse.engines.engine import Engine
from duecourse.engines.plan import Plan, plan_folder
from duecourse.engines.plan_mapped import plan_mapped
from duecourse.engines.plan_sheets import plan_file
from duecourse.engines.repeated_numbers import tell_apart
from duecourse.engines.staging import joined, stage
from duecourse.engines.workbench import Held, Workbench, nothing_held
from duecourse.ledger.ledger import Ledger, ledger_of
from duecourse.ledger.tables import TABLES
from duecourse.sources.mapping import Mapping
from duecourse.sources.taken import Taken
from duecourse.values.frames import Frame
from duecourse.values.problems import Problem

SourceKind = Literal["folder", "sheet", "mapped"]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the ledger, what is wrong, and which column was taken for what.

    ``rows`` counts, for each table that the source held, the rows that are in the ledger.
    ``stated_on`` is the day of the figures, where the source states it.
    """

    ledger: Ledger
    problems: tuple[Problem, ...]
    kind: SourceKind
    rows: Lookup[str, int]
    taken: tuple[Taken, ...]
    stated_on: date | None = None


def read_ledger(
    source: Path,
    *,
    engine: Engine,
    mapping: Mapping | None = None,
    currency: str | None = None,
    progress: Callable[[str], None] | None = None,
    held: Held = nothing_held,
) -> Read:
    """Read a workbook, a CSV, a Parquet file or a folder of tables into a checked ledger.

    Whatever the engine, DuckDB reads and checks; Polars and Spark receive the result.
    ``currency`` is that of amounts beside which none stands. ``progress`` is told each file
    as it is opened. ``held`` tells which keys are known besides: a reference to one of them is
    none to nowhere.

    Returns:
        The good rows, with a problem for each that is not; nothing in a file makes it raise.
    """
    with desk_of(engine) as desk:
        told = progress or (lambda _: None)
        bench = Workbench(desk.connection, Path(desk.spill.name), told, held=held)
        planned = plan(bench, source, mapping, currency)
        checks = checked(bench, planned)
        rows = {name: counted(bench, one) for name, one in checks.items()}
        frames = {
            name: handed_over(desk, engine, one.final).to_native() for name, one in checks.items()
        }
        ledger = ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)
        problems, taken = tuple(bench.problems), tuple(planned.taken)
        return Read(ledger, problems, planned.kind, rows, taken, planned.stated_on)


def counted(bench: Workbench, checking: Checking) -> int:
    """Count the rows of a table that are in the ledger."""
    return int(bench.one(f"SELECT count(*) FROM ({checking.final})")[0])


def plan(bench: Workbench, source: Path, mapping: Mapping | None, currency: str | None) -> Plan:
    """Look at a source and say how it is to be read."""
    if not source.exists():
        bench.found("no-such-file", source.name)
        return Plan("sheet", currency)
    if mapping is not None:
        return plan_mapped(bench, source, mapping, currency)
    if source.is_dir():
        return plan_folder(bench, source, currency)
    return plan_file(bench, source, currency)


@contextmanager
def desk_of(engine: Engine) -> Iterator[DuckDB]:
    """Lend the DuckDB to read with: the engine itself, or one for the time being."""
    if isinstance(engine, DuckDB):
        yield engine
        return
    desk = DuckDB()
    try:
        yield desk
    finally:
        desk.close()


def checked(bench: Workbench, planned: Plan) -> dict[str, Checking]:
    """Type and check every table of the plan, tables that others refer to first."""
    checks: dict[str, Checking] = {}
    for table in TABLES:
        parts = [
            stage(bench, raw, bound) for raw, bound in planned.work if bound.table == table.name
        ]
        if parts:
            checks[table.name] = Checking(bench, joined(bench, parts))
    for relation in {raw.relation for raw, _ in planned.work if not raw.lazy}:
        bench.run(f"DROP TABLE {relation}")
    tell_apart(bench, checks)
    derive_due_days(bench, checks)
    for checking in checks.values():
        follow(checking, checks)
        check_cells(checking)
        check_keys(checking)
    for checking in checks.values():
        check_references(checking, checks)
        check_doubts(checking)
    check_parts(checks)
    check_currencies(checks)
    complete_customers(bench, checks)
    return checks


def handed_over(desk: DuckDB, engine: Engine, sql: str) -> Frame:
    """Make a frame of the engine from a query of DuckDB."""
    if desk is engine:
        return desk.query(sql)
    return engine.frame(desk.arrow(desk.query(sql)))
