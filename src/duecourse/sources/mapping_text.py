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
    where a cell is empty. ``less`` is the header of an amount that is subtracted.
    """

    header: str = ""
    constant: str = ""
    less: str = ""


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
    amount = is_money(table, name)
    parts: dict[str, str] = {}
    if chosen.header:
        parts |= from_header(chosen.header, amount=amount)
    if chosen.header and chosen.less and amount:
        parts["minus"] = inline(from_header(chosen.less, amount=True))
    if chosen.constant:
        parts["constant"] = quoted(chosen.constant)
    return inline(parts)


def from_header(header: str, *, amount: bool) -> dict[str, str]:
    """Read a column of the file; amounts in the unit that their header states."""
    unit = unit_in(header) if amount else None
    return {"column": quoted(header), **({"unit": str(unit)} if unit else {})}


def inline(parts: Mapping[str, str]) -> str:
    """Write a header by itself, anything more as a table in a line."""
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
