"""What is checked when a ledger is built, and what becomes of a row that fails: rules as data."""

from dataclasses import dataclass
from typing import Literal

from duecourse.ledger.columns import Column, Kind, Table

Outcome = Literal["row left out", "value left out", "row kept"]

UNREADABLE: dict[Kind, str] = {
    "day": "unreadable-date",
    "money": "unreadable-amount",
    "number": "unreadable-number",
    "count": "unreadable-number",
    "flag": "unreadable-flag",
    "choice": "bad-choice",
    "currency": "bad-currency",
    "country": "bad-country",
}
"""The code under which a cell is reported that does not hold what its column should."""

LISTED = 1_000
"""Rows named per code and column; the rest is one problem with their number."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One check of one column, and what becomes of a row that fails it."""

    code: str
    column: str
    outcome: Outcome


def reading_rules(column: Column) -> tuple[Rule, ...]:
    """List what each cell of a column must pass: readable, and there if it is required."""
    code = UNREADABLE.get(column.kind)
    readable = (Rule(code, column.name, outcome(column)),) if code else ()
    if column.required and column.default is None:
        return (*readable, Rule("required-missing", column.name, "row left out"))
    return readable


def outcome(column: Column) -> Outcome:
    """Say what becomes of a row whose value in this column is not to be used."""
    return "row left out" if column.required else "value left out"


REFERENCE_CODES = {"customers": "unknown-customer", "invoices": "unknown-invoice"}


def reference_rules(table: Table) -> tuple[tuple[Rule, str], ...]:
    """List the columns that repeat a key of another table, with that table's name.

    An unknown customer is added to the customers and the row kept: what is owed must not
    vanish. A settlement of an unknown invoice is kept as unallocated cash. What only makes
    sense for its invoice (a dispute, a promise, a notice, a part) is left out with it.
    """
    return tuple(
        (
            Rule(
                REFERENCE_CODES.get(column.refers_to, "unknown-reference"),
                column.name,
                "row kept" if column.refers_to == "customers" else outcome(column),
            ),
            column.refers_to,
        )
        for column in table.columns
        if column.refers_to is not None
    )


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is readable but unlikely; the row is kept.

    ``fails`` is a condition in SQL over ``columns`` of one row; the first of them is named.
    """

    code: str
    table: str
    columns: tuple[str, ...]
    fails: str

    @property
    def column(self) -> str:
        """Return the column that the problem names."""
        return self.columns[0]


DOUBTS: tuple[Doubt, ...] = (
    Doubt("due-before-issue", "invoices", ("due_on", "issued_on"), "due_on < issued_on"),
    Doubt("zero-amount", "invoices", ("amount",), "amount = 0"),
    Doubt("zero-amount", "settlements", ("amount",), "amount = 0"),
    Doubt("zero-amount", "due_parts", ("amount",), "amount = 0"),
)
