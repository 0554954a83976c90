"""A mapping chosen column by column, written as the text that ``mapping_file`` reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duecourse.ledger.tables import TABLE
from duecourse.sources.headers import unit_in
from duecourse.sources.shorthand import SHORTHAND


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where one column comes from: a header of the file, a constant, or, of both, the constant
    where a cell is empty.
    """

    header: str = ""
    constant: str = ""


@dataclass(frozen=True, slots=True)
class TableChosen:
    """How one table of the ledger is made.

    ``place`` is a file or sheet of the source, ``within`` says which; ``distinct``: the first
    row of each key counts.
    """

    table: str
    columns: Mapping[str, Chosen]
    place: str = ""
    within: str = "sheet"
    options: Mapping[str, str | int] = field(default_factory=dict)
    distinct: bool = False


def mapping_text(tables: Sequence[TableChosen]) -> str:
    """Write a mapping; tables of which nothing is chosen are left out.

    >>> print(mapping_text([TableChosen("rates", {"rate": Chosen("Kurs")})]))
    [rates]
    rate = "Kurs"
    <BLANKLINE>
    """
    return "\n".join(table_text(one) for one in tables if any(map(said, one.columns.values())))


def table_text(chosen: TableChosen) -> str:
    """Write one table of a mapping."""
    lines = [f"[{chosen.table}]"]
    if chosen.place:
        lines.append(f"{chosen.within} = {quoted(chosen.place)}")
    lines += [f"{name} = {quoted(value)}" for name, value in chosen.options.items() if value]
    if chosen.distinct:
        lines.append("distinct = true")
    lines += [
        f"{name} = {column_text(chosen.table, name, one)}"
        for name, one in chosen.columns.items()
        if said(one)
    ]
    return "\n".join(lines) + "\n"


def column_text(table: str, name: str, chosen: Chosen) -> str:
    """Write one column: its header, with what the header says of its unit; or its constant."""
    parts = {}
    if chosen.header:
        parts["column"] = quoted(chosen.header)
        unit = unit_in(chosen.header)
        if unit and is_money(table, name):
            parts["unit"] = str(unit)
    if chosen.constant:
        parts["constant"] = quoted(chosen.constant)
    if set(parts) == {"column"}:
        return parts["column"]
    return "{ " + ", ".join(f"{key} = {value}" for key, value in parts.items()) + " }"


def is_money(table: str, name: str) -> bool:
    """Say whether a column holds amounts."""
    if name in SHORTHAND:
        return name == "settled_amount"
    return TABLE[table].column(name).kind == "money"


def said(chosen: Chosen) -> bool:
    """Say whether a column comes from anywhere."""
    return bool(chosen.header or chosen.constant)


def quoted(value: str | int) -> str:
    """Write a value as TOML does."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\x7f", "\\u007f")
