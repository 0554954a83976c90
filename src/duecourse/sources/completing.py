"""What a table's mapping leaves open and can be filled without guessing."""

from dataclasses import replace

from duecourse.ledger.columns import Table
from duecourse.ledger.tables import TABLE
from duecourse.sources.mapping import Binding, TableMapping

NAMED_BY_PEOPLE = ("customers", "groups")
"""Tables whose ids nobody may make up: other tables refer to them."""


def completed(mapping: TableMapping, currency: str | None) -> TableMapping:
    """Fill ids that only tell rows apart, and the currency where none stands beside amounts."""
    table = TABLE[mapping.table]
    bindings = {**made_id(table), **given_currency(table, currency), **mapping.bindings}
    return replace(mapping, bindings=bindings)


def made_id(table: Table) -> dict[str, Binding]:
    """Make ids from rows, for a table whose rows need not be named by people."""
    own = [table.column(name) for name in table.key]
    if len(own) != 1 or own[0].kind != "id" or table.name in NAMED_BY_PEOPLE:
        return {}
    return {own[0].name: Binding(row_prefix=table.name[0].upper())}


def given_currency(table: Table, currency: str | None) -> dict[str, Binding]:
    """State the currency in every row of a table that must have one."""
    if currency is None or table.name == "rates" or "currency" not in table.schema:
        return {}
    if not table.column("currency").required:
        return {}
    return {"currency": Binding(constant=currency)}


def absent(mapping: TableMapping) -> list[str]:
    """Name the required columns that nothing fills, in the order of the table."""
    bound = mapping.bindings
    return [
        column.name
        for column in TABLE[mapping.table].columns
        if column.required
        and column.name not in bound
        and not stands_in(column.default, mapping)
        and not (column.name == "due_on" and "terms" in bound)
    ]


def stands_in(default: str | None, mapping: TableMapping) -> bool:
    """Say whether a default fills a column that is not there."""
    if default is None:
        return False
    return not default.startswith("=") or default[1:] in mapping.bindings
