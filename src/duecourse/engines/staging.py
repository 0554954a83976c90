"""From a table as its file holds it to typed ledger columns, every cell accounted for.

A Parquet table that is canonical, typed and tidy becomes a view: nothing is copied. Everything
else becomes a table of this connection, with each unreadable cell kept beside its column.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from duecourse.engines.cells import NOTHING, cell, half, literal, narrow, quoted, tidy, words
from duecourse.engines.native import native_sql, usable_where_it_lies
from duecourse.engines.workbench import FILE_BITS, Raw, Workbench
from duecourse.ledger.columns import Column, Table
from duecourse.ledger.tables import TABLE
from duecourse.sources.mapping import Binding, TableMapping

DAYS = Column("days", "count")
"""How a number of days is read that is added to a day."""
ROW_IN_FILE = f"(_row & {(1 << FILE_BITS) - 1})"


@dataclass(frozen=True, slots=True)
class Staged:
    """A ledger table being checked: typed columns, and ``_row``, the place of each row.

    ``mappings`` says for each file, by its number, how its columns were bound.
    """

    table: Table
    relation: str
    columns: tuple[str, ...]
    mappings: Mapping[int, TableMapping]

    def shown(self, column: str, place: int) -> str:
        """Name a column as the file of that row does."""
        bound = self.mappings[place >> FILE_BITS].bindings.get(column)
        return (bound.shown if bound else "") or column


def stage(bench: Workbench, raw: Raw, mapping: TableMapping) -> Staged:
    """Type one table; the text of an unreadable cell of ``x`` is in ``!x``."""
    table = TABLE[mapping.table]
    lazy = usable_where_it_lies(bench, raw, mapping, table)
    sql = native_sql(raw, mapping, table) if lazy else text_sql(raw, mapping, table)
    relation = bench.named(f"{table.name} from {raw.name}")
    filled = with_defaults(sql, mapping, lazy=lazy)
    bench.run(f"CREATE {'VIEW' if lazy else 'TABLE'} {relation} AS {filled}")
    return staged(bench, table, relation, dict.fromkeys(raw.files, mapping))


def staged(
    bench: Workbench, table: Table, relation: str, mappings: Mapping[int, TableMapping]
) -> Staged:
    """Describe a relation of typed columns."""
    columns = tuple(name for name, *_ in bench.rows(f"DESCRIBE {relation}"))
    return Staged(table, relation, columns, mappings)


def joined(bench: Workbench, parts: list[Staged]) -> Staged:
    """Put what several files hold of one table one below the other."""
    if len(parts) == 1:
        return parts[0]
    table = parts[0].table
    relation = bench.named(f"{table.name} from all")
    together = " UNION ALL BY NAME ".join(f"SELECT * FROM {part.relation}" for part in parts)
    bench.run(f"CREATE VIEW {relation} AS {together}")
    mappings = {number: bound for part in parts for number, bound in part.mappings.items()}
    return staged(bench, table, relation, mappings)


def text_sql(raw: Raw, mapping: TableMapping, table: Table) -> str:
    """Express the typed columns of a table of text."""
    bound = [(table.column(name), binding) for name, binding in mapping.bindings.items()]
    texts = [
        f"{text_of(binding, column)} AS {quoted('=' + column.name)}" for column, binding in bound
    ]
    beside = [
        f"{text} AS {quoted(name)}"
        for column, binding in bound
        for name, text in beside_texts(column, binding)
    ]
    inner = f"SELECT _row, {', '.join(texts + beside)} FROM {raw.relation}{filters(mapping)}"
    halves = [
        f"{half} AS {quoted('~' + name)}"
        for column, binding in bound
        for name, half in half_read(column, binding)
    ]
    values = [f"{value_of(column, binding)} AS {quoted(column.name)}" for column, binding in bound]
    bad = [
        f"CASE WHEN {quoted(column.name)} IS NULL THEN {something(quoted('=' + column.name))} END"
        f" AS {quoted('!' + column.name)}"
        for column, _ in bound
        if column.kind not in ("id", "text")
    ]
    needed = " AND ".join(
        f"{something(quoted('=' + name))} IS NOT NULL" for name in mapping.only_with
    )
    half = f"SELECT {', '.join(['*', *halves])} FROM ({inner}) WHERE {needed or 'true'}"
    read = f"SELECT *, {', '.join(values)} FROM ({half})"
    names = [quoted(column.name) for column, _ in bound]
    counted = " AND ".join(f"coalesce({quoted(name)}, 1) <> 0" for name in mapping.nonzero)
    return f"SELECT _row, {', '.join(names + bad)} FROM ({read}) WHERE {counted or 'true'}"


def beside_texts(column: Column, binding: Binding) -> list[tuple[str, str]]:
    """Name and express the second cell of a value: what is subtracted, or the day added to."""
    if binding.minus:
        return [("-" + column.name, narrow_of(binding.minus.columns[0]))]
    if binding.base:
        return [("+" + column.name, narrow_of(binding.base.columns[0]))]
    return []


def text_of(binding: Binding, column: Column) -> str:
    """Express the text of a cell, its words replaced as the mapping says."""
    if binding.constant is not None and not binding.columns:
        return literal(binding.constant)
    if column.kind in ("id", "text"):
        parts = [tidy(f"{quoted(header)}::VARCHAR") for header in binding.columns]
        text = " || '-' || ".join(parts)
    else:
        text = narrow(f"{quoted(binding.columns[0])}::VARCHAR")
    if binding.values:
        cases = " ".join(
            f"WHEN {literal(seen)} THEN {literal(word)}" for seen, word in binding.values.items()
        )
        text = f"CASE {text} {cases} ELSE {text} END"
    if binding.constant is not None:
        text = f"coalesce({something(text)}, {literal(binding.constant)})"
    if binding.only_if_empty:
        text = f"CASE WHEN {narrow_of(binding.only_if_empty)} IS NULL THEN {text} END"
    if binding.row_prefix:
        made = made_id(binding.row_prefix)
        text = f"coalesce({text}, {made})" if text else made
    return text


def narrow_of(header: str) -> str:
    """Express the text of a second cell: of a day, or of an amount."""
    return something(narrow(f"{quoted(header)}::VARCHAR"))


def something(text: str) -> str:
    """Express text that says something; a lone dash does not."""
    return f"CASE WHEN lower({text}) NOT IN {words(NOTHING)} THEN {text} END"


def made_id(prefix: str) -> str:
    """Express an id made from the file's number and the row's."""
    return (
        f"{literal(prefix)} || CASE WHEN _row >> {FILE_BITS} > 0"
        f" THEN (_row >> {FILE_BITS}) || '-' ELSE '' END || {ROW_IN_FILE}"
    )


def half_read(column: Column, binding: Binding) -> list[tuple[str, str]]:
    """Name and express what a cell's value is made from, so that it is worked out but once."""
    own = DAYS if binding.base else column
    halves = [(column.name, half(quoted("=" + column.name), own, binding))]
    if binding.minus:
        halves.append((f"-{column.name}", half(quoted("-" + column.name), column, binding.minus)))
    if binding.base:
        halves.append((f"+{column.name}", half(quoted("+" + column.name), column, binding.base)))
    return [(name, text) for name, text in halves if text]


def value_of(column: Column, binding: Binding) -> str:
    """Express the value of a column, with the second cell that the mapping names."""
    own = DAYS if binding.base else column
    value = cell(quoted("=" + column.name), quoted("~" + column.name), own, binding)
    if binding.minus:
        less = cell(quoted("-" + column.name), quoted("~-" + column.name), column, binding.minus)
        return f"try_cast({value} - coalesce({less}, 0) AS DECIMAL(18, 4))"
    if binding.base:
        base = cell("NULL", quoted("~+" + column.name), column, binding.base)
        return f"try_cast({base} + {value} AS INTEGER)"
    return value


def filters(mapping: TableMapping) -> str:
    """Express which rows count at all."""
    kept = [f"{tidy(quoted(name))} IN {words(seen)}" for name, seen in mapping.where.items()]
    kept += [
        f"coalesce({tidy(quoted(name))} NOT IN {words(seen)}, true)"
        for name, seen in mapping.unless.items()
    ]
    return f" WHERE {' AND '.join(kept)}" if kept else ""


def with_defaults(sql: str, mapping: TableMapping, *, lazy: bool) -> str:
    """Fill the gaps of required columns where the ledger says with what."""
    table, known = TABLE[mapping.table], mapping.bindings
    filled = {
        column.name: default_of(column, known, lazy=lazy)
        for column in table.columns
        if column.required and column.default and default_of(column, known, lazy=lazy)
    }
    replaced = [f"{value} AS {quoted(name)}" for name, value in filled.items() if name in known]
    added = [f", {value} AS {quoted(name)}" for name, value in filled.items() if name not in known]
    replace = f" REPLACE ({', '.join(replaced)})" if replaced else ""
    return f"SELECT *{replace}{''.join(added)} FROM ({sql})"


def default_of(column: Column, known: Mapping[str, Binding], *, lazy: bool) -> str:
    """Express what stands in for a gap in a column; empty where nothing can."""
    default = column.default or ""
    other = default.removeprefix("=")
    if default.startswith("="):
        value = quoted(other) if other in known else ""
    else:
        value = literal(default)
    if column.name not in known or not value:
        return value
    gap_only = f"CASE WHEN {quoted('!' + column.name)} IS NULL THEN {value} END"
    has_bad = column.kind not in ("id", "text") and not lazy
    return f"coalesce({quoted(column.name)}, {gap_only if has_bad else value})"
