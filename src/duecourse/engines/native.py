"""Parquet columns that can be used where they lie: already typed, canonical and tidy."""

from duecourse.engines.cells import EPOCH, YEARS, quoted, word
from duecourse.engines.workbench import Raw, Workbench
from duecourse.ledger.columns import Column, Kind, Table
from duecourse.sources.mapping import Binding, TableMapping

NUMERIC = ("DECIMAL", "INTEGER", "BIGINT", "SMALLINT", "DOUBLE", "FLOAT")
NATIVE: dict[Kind, tuple[str, ...]] = {
    "day": ("DATE", "TIMESTAMP"),
    "money": NUMERIC,
    "number": NUMERIC,
    "count": ("INTEGER", "BIGINT", "SMALLINT"),
    "flag": ("BOOLEAN",),
}
"""Types of DuckDB that already are what a kind wants; every other kind wants text."""
CLOSED: tuple[Kind, ...] = ("choice", "currency", "country")
"""Kinds of few different words, so that each word is looked at once."""


def usable_where_it_lies(bench: Workbench, raw: Raw, mapping: TableMapping, table: Table) -> bool:
    """Say whether a table needs neither filters nor rules nor tidying."""
    if (
        not raw.lazy
        or mapping.where
        or mapping.unless
        or mapping.only_with
        or mapping.distinct
        or mapping.nonzero
    ):
        return False
    bound = [(table.column(name), binding) for name, binding in mapping.bindings.items()]
    return all(is_plain(raw, column, binding) for column, binding in bound) and is_tidy(
        bench, raw, bound
    )


def is_plain(raw: Raw, column: Column, binding: Binding) -> bool:
    """Say whether a ledger column is one column of the file, of the right type."""
    if binding != Binding(columns=binding.columns) or len(binding.columns) != 1:
        return False
    stored = raw.columns[binding.columns[0]]
    return stored.startswith(NATIVE.get(column.kind, ("VARCHAR",))) and not stored.endswith("]")


def is_tidy(bench: Workbench, raw: Raw, bound: list[tuple[Column, Binding]]) -> bool:
    """Say whether every cell is as it should be; words of a closed list are looked at once each."""
    headers = [(column, quoted(binding.columns[0])) for column, binding in bound]
    tests = [test for column, header in headers if (test := untidy(column, header))]
    strange = [
        f"(SELECT bool_or(word IS DISTINCT FROM {word('word', column)})"
        f" FROM (SELECT DISTINCT {header} AS word FROM {raw.relation}))"
        for column, header in headers
        if column.kind in CLOSED
    ]
    asked = [f"SELECT {', '.join(tests)} FROM {raw.relation}"] if tests else []
    asked += [f"SELECT {test}" for test in strange]
    return not any(any(bench.one(sql)) for sql in asked)


def untidy(column: Column, header: str) -> str:
    """Express that a column holds what needs tidying or naming; empty where none can."""
    if column.kind == "id":
        return f"bool_or({header} = '' OR starts_with({header}, ' ') OR ends_with({header}, ' '))"
    if column.kind == "day":
        return f"bool_or({header} NOT BETWEEN {YEARS})"
    if column.kind == "money":
        return f"bool_or({header} IS NOT NULL AND try_cast({header} AS DECIMAL(18, 4)) IS NULL)"
    return ""


def native_sql(raw: Raw, mapping: TableMapping, table: Table) -> str:
    """Express a table whose columns are used where they lie."""
    columns = [
        f"{native(quoted(binding.columns[0]), table.column(name))} AS {quoted(name)}"
        for name, binding in mapping.bindings.items()
    ]
    return f"SELECT _row, {', '.join(columns)} FROM {raw.relation}"


def native(header: str, column: Column) -> str:
    """Express a typed column as the ledger keeps it."""
    if column.kind == "day":
        return f"({header}::DATE - {EPOCH})::INTEGER"
    if column.kind == "money":
        return f"try_cast({header} AS DECIMAL(18, 4))"
    if column.kind == "number":
        return f"{header}::DOUBLE"
    if column.kind == "count":
        return f"{header}::BIGINT"
    return header
