"""What a source tells, ready to be recorded: rows in the ledger's types, each key once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duecourse.engines.engine import Engine
from duecourse.engines.no_longer_listed import BALANCE
from duecourse.engines.reading import Read
from duecourse.ledger.arrow import schema_of
from duecourse.ledger.columns import Column, Table
from duecourse.ledger.tables import TABLE
from duecourse.values.problems import Problem

NAMED = ("customer_id", "name", "company_id")
"""All that is known of a customer whom only other tables name."""
NUL = "\0"
"""PostgreSQL keeps no text that holds it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows of one table, and the columns of which the source tells anything.

    ``told`` is empty for rows that only say that a key exists: they correct nothing.
    """

    table: Table
    rows: pa.Table
    told: frozenset[str]


def facts_of(read: Read, engine: Engine, source: str) -> tuple[list[Facts], list[Problem]]:
    """Compute the tables that a source really had, with a problem where keys came twice after all.

    The reader compares keys as the file spells them; a default may make two of them one.
    """
    found: list[Facts] = []
    problems: list[Problem] = []
    for name, count in read.rows.items():
        if not count:
            continue
        table = TABLE[name]
        rows = in_ledger_types(engine.arrow(read.ledger[name]), table)
        single = first_of_each_key(rows, table)
        if single.num_rows < rows.num_rows:
            details = {"table": name, "count": str(rows.num_rows - single.num_rows)}
            problems.append(Problem("key-twice", source, details=details))
        if made_numbers(read, table):
            problems.append(Problem("numbers-made", source, details={"table": name}))
        found.extend(split(Facts(table, single, told_in(read, table, single))))
    return found, problems


def in_ledger_types(rows: pa.Table, table: Table) -> pa.Table:
    """Bring rows to the ledger's columns and types; no text keeps a NUL."""
    schema = schema_of(table)
    typed = rows.select(schema.names).cast(schema)
    columns = [
        pc.replace_substring(column, NUL, "") if pa.types.is_string(column.type) else column
        for column in typed.columns
    ]
    return pa.table(columns, schema=schema)


def first_of_each_key(rows: pa.Table, table: Table) -> pa.Table:
    """Leave the first row of each key; a gap in a key is a value like another."""
    if not table.key:
        return rows
    columns = {name: key_part(rows[name], table.column(name)) for name in table.key}
    places = np.arange(rows.num_rows)
    numbered = pa.table({**columns, "place": places})
    firsts = numbered.group_by(list(table.key)).aggregate([("place", "min")])["place_min"]
    return rows if len(firsts) == rows.num_rows else rows.take(firsts.sort())


def key_part(values: pa.ChunkedArray, column: Column) -> pa.ChunkedArray:
    """Fill the gaps of a column that is part of a key, as the database does."""
    return values if column.required else pc.fill_null(values, "")


def made_numbers(read: Read, table: Table) -> bool:
    """Say whether a table's numbers were made from its rows: another file has such rows too."""
    if len(table.key) != 1 or table.name in ("customers", "groups"):
        return False
    return not any(
        one.header for one in read.taken if (one.table, one.column) == (table.name, table.key[0])
    )


def told_in(read: Read, table: Table, rows: pa.Table) -> frozenset[str]:
    """Name the columns of which a source tells anything: those it has, and those that are filled.

    Who tells of payments tells of balances too: that none was stated any more.
    """
    taken = {one.column for one in read.taken if one.table == table.name}
    filled = {column.name for column in table.columns if is_filled(rows, column)}
    balance = BALANCE if table.name == "invoices" and read.rows.get("settlements") else frozenset()
    return frozenset(taken | filled | balance)


def is_filled(rows: pa.Table, column: Column) -> bool:
    """Say whether any row holds more in a column than its default."""
    values = rows[column.name]
    if column.default is None:
        return values.null_count < len(values)
    default = rows[column.default[1:]] if column.default.startswith("=") else column.default
    return bool(pc.any(pc.not_equal(values, default)).as_py())


def split(facts: Facts) -> list[Facts]:
    """Part customers who are only named from those of whom something is told.

    A customer whom an invoice names may be known well already; its empty row must not empty it.
    """
    if facts.table.name != "customers":
        return [facts]
    rows = facts.rows
    bare = pc.equal(rows["name"], rows["customer_id"])
    for name in facts.told.difference(NAMED):
        bare = pc.and_(bare, pc.is_null(rows[name]))
    parts = ((pc.invert(bare), facts.told), (bare, frozenset[str]()))
    found = [Facts(facts.table, rows.filter(chosen), told) for chosen, told in parts]
    return [one for one in found if one.rows.num_rows]


def joined(facts: Sequence[Facts]) -> Mapping[str, pa.Table]:
    """Return the rows by table."""
    names = dict.fromkeys(one.table.name for one in facts)
    return {
        name: pa.concat_tables([one.rows for one in facts if one.table.name == name])
        for name in names
    }
