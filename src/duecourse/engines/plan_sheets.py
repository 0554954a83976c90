"""A single file as a ledger of its own: a workbook of tables, a table, or a firm's sheet."""

from collections.abc import Sequence
from pathlib import Path

from duecourse.engines.grids import WORKBOOKS, Grid, filled_down, raw_of_grid
from duecourse.engines.opening import Opened, opened
from duecourse.engines.plan import Plan, add, add_named, note_sums, table_name
from duecourse.engines.workbench import Raw, Workbench
from duecourse.ledger.tables import TABLE
from duecourse.sources.completing import absent
from duecourse.sources.sheets import HEAD_ROWS, SheetTable, find_table
from duecourse.sources.small_firm import OF_CUSTOMERS, Understood, understand

OBSTACLES = {"only-balances", "buckets-across", "unreadable-file", "no-due-day"}
"""Problems that say already why a file yields nothing."""


def plan_file(bench: Workbench, source: Path, currency: str | None) -> Plan:
    """Take a file as a ledger of its own: a workbook of tables, a table, or a firm's sheet."""
    found = opened(bench, source)
    names = {one.name.strip().lower() for one in found} & set(TABLE)
    if source.suffix.lower() in WORKBOOKS and names:
        return plan_tables(bench, found, Plan("folder", currency))
    if table_name(source) in TABLE:
        planned = Plan("folder", currency)
        for one in found:
            add_named(bench, one, table_name(source), planned)
        return planned
    planned = Plan("sheet", currency)
    for one in found:
        add_sheet(bench, one, *understood_sheet(bench, one, currency), planned)
    told = {problem.code for problem in bench.problems}
    if found and not planned.work and not told & OBSTACLES:
        first: Sequence[str] = next(filter(any, head_rows(bench, found[0])), ())
        headers = ", ".join(filter(None, [*first][:20]))
        bench.found("nothing-recognised", file_of(bench, found[0]), headers=headers)
    return planned


def plan_tables(bench: Workbench, found: Sequence[Opened], planned: Plan) -> Plan:
    """Take each sheet of a workbook as the table it is named for."""
    for one in found:
        name = one.name.strip().lower()
        if name in TABLE:
            add_named(bench, one, name, planned)
    return planned


def understood_sheet(
    bench: Workbench, found: Opened, currency: str | None
) -> tuple[Raw | None, Understood | None]:
    """Find the table in a sheet and understand its headers."""
    if isinstance(found, Raw):
        rows = head_of(bench, found)
        table = SheetTable(tuple(found.columns), 0, frozenset(), {}, 1, None, None)
        file = bench.files[found.files[0]]
        return found, understand(file, table, rows, currency=currency)
    table_found = find_table(found.rows)
    if table_found is None:
        return None, None
    understood = understand(found.file, table_found, found.rows, currency=currency)
    if not understood.tables:
        return None, understood
    note_sums(bench, found, table_found)
    spread = named_places(table_found, understood)
    return raw_of_grid(bench, filled_down(found, spread), table_found), understood


def head_rows(bench: Workbench, found: Opened) -> Sequence[Sequence[str]]:
    """Return the first rows of a table, the header among them."""
    if isinstance(found, Grid):
        return found.rows[:HEAD_ROWS]
    return [list(found.columns), *head_of(bench, found)]


def head_of(bench: Workbench, raw: Raw) -> list[list[str]]:
    """Fetch the first rows of a scanned table as text."""
    cells = "columns(* EXCLUDE _row)::VARCHAR"
    rows = bench.rows(f"SELECT {cells} FROM {raw.relation} LIMIT 200")
    return [[cell or "" for cell in row] for row in rows]


def file_of(bench: Workbench, found: Opened) -> str:
    """Name a table's file as problems do."""
    return found.file if isinstance(found, Grid) else bench.files[found.files[0]]


def named_places(table: SheetTable, understood: Understood) -> frozenset[int]:
    """Say which columns hold what describes a customer, so that merged cells mean every row."""
    customers = next(one for one in understood.tables if one.table == "customers")
    headers = {
        header
        for name in ("customer_id", *OF_CUSTOMERS)
        if name in customers.bindings
        for header in customers.bindings[name].columns
    }
    return frozenset(table.headers.index(header) for header in headers)


def add_sheet(
    bench: Workbench,
    found: Opened,
    raw: Raw | None,
    sheet: Understood | None,
    planned: Plan,
) -> None:
    """Add what was understood of a sheet; a sheet of something else is passed over."""
    if sheet is None:
        return
    for code, column, details in sheet.doubts:
        bench.found(code, file_of(bench, found), column, **details)
    planned.taken.extend(sheet.taken)
    planned.stated_on = max(filter(None, (planned.stated_on, sheet.stated_on)), default=None)
    if raw is not None:
        for mapping in sheet.tables:
            if not (mapping.table == "invoices" and absent(mapping)):
                add(bench, raw, mapping, planned)
