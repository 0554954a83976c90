"""A mapping as it is written: TOML, one table of the file for each table of the ledger.

See docs/howto/read-your-ledger.md for what it may say.
"""

import tomllib
from collections.abc import Mapping as Lookup
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from duecourse.ledger.columns import Table
from duecourse.ledger.tables import TABLE
from duecourse.sources.mapping import Binding, Mapping, TableMapping
from duecourse.sources.shorthand import SHORTHAND, settled
from duecourse.values.refusals import Refusal

OPTIONS = ("file", "sheet", "date_format", "decimal", "unit", "where", "unless", "distinct")
BINDING = (
    *("column", "columns", "constant", "row", "minus"),
    *("date_format", "decimal", "unit", "values"),
)


class BadMapping(Refusal, ValueError):
    """A mapping does not say what it should; the text says where, and what would do."""


def read_mapping(text: str) -> Mapping:
    """Read a mapping.

    Raises:
        BadMapping: it is no TOML, or names a table, column or option that does not exist.
    """
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        says = f"The mapping is not valid TOML: {error}."
        raise BadMapping(says, "not-toml", why=error) from error
    tables: list[TableMapping] = []
    for name, said in written.items():
        if not isinstance(said, dict):
            says = f"{name!r} stands outside a table; write it below [invoices]."
            raise BadMapping(says, "outside-a-table", name=name)
        table = TABLE[among(name, tuple(TABLE), "table")]
        own = table_mapping(table, said)
        tables.append(own)
        tables.extend(settled(own, shorthand_of(said)))
    if not tables:
        raise BadMapping("The mapping names no table; begin with [invoices].", "no-table")
    return Mapping(tuple(tables))


def among(name: str, known: tuple[str, ...], what: str) -> str:
    """Return the name, if it is known.

    Raises:
        BadMapping: it is not; the text names the nearest one that is.
    """
    if name in known:
        return name
    nearest = get_close_matches(name, known, n=1) or [", ".join(known)]
    says = f"There is no {what} {name!r}; did you mean {nearest[0]}?"
    raise BadMapping(says, "no-such-name", name=name, near=nearest[0])


def table_mapping(table: Table, said: Lookup[str, Any]) -> TableMapping:
    """Build the mapping of one table, without its shorthand."""
    known = (*table.schema, *OPTIONS, *(SHORTHAND if table.name == "invoices" else ()))
    for name in said:
        among(name, known, f"column or option of [{table.name}]")
    bindings = {
        name: binding(said[name], said, f"{table.name}.{name}")
        for name in table.schema
        if name in said
    }
    if not bindings:
        first = table.columns[0].name
        says = f"[{table.name}] names no column; write {first} = ..."
        raise BadMapping(says, "no-column", table=table.name, column=first)
    return TableMapping(
        table.name,
        bindings,
        source=str(said.get("sheet", said.get("file", ""))),
        where=conditions(said, "where"),
        unless=conditions(said, "unless"),
        distinct=bool(said.get("distinct", False)),
    )


def shorthand_of(said: Lookup[str, Any]) -> dict[str, Binding]:
    """Build the bindings of the shorthand of settlements in a table of invoices."""
    return {
        name: binding(said[name], said, f"invoices.{name}") for name in SHORTHAND if name in said
    }


def binding(said: object, table: Lookup[str, Any], where: str) -> Binding:
    """Build one binding: a header, or a table of options; the table's own options stand in.

    Raises:
        BadMapping: an option is unknown, or it names neither column nor constant.
    """
    options = {"column": said} if isinstance(said, str) else said
    if not isinstance(options, dict):
        says = f'{where} = {said!r}: write a header, or {{ constant = "..." }}.'
        raise BadMapping(says, "not-a-header", where=where, said=said)
    for name in options:
        among(name, BINDING, f"option of {where}")
    headers = texts(options.get("columns", options.get("column", [])))
    if not (headers or "constant" in options or "row" in options):
        says = f"{where} names neither a column nor a constant."
        raise BadMapping(says, "neither", where=where)
    merged = {**table, **options}
    return Binding(
        columns=headers,
        constant=str(options["constant"]) if "constant" in options else None,
        row_prefix=str(options["row"]) if "row" in options else None,
        minus=binding(options["minus"], table, f"{where}.minus") if "minus" in options else None,
        date_formats=texts(merged.get("date_format", [])),
        decimal=str(merged.get("decimal", ".")),
        unit=whole(merged.get("unit", 1), where),
        values={str(seen): str(word) for seen, word in options.get("values", {}).items()},
    )


def whole(unit: object, where: str) -> int:
    """Return the unit of amounts, a whole number.

    Raises:
        BadMapping: it is none.
    """
    if not isinstance(unit, int) or unit < 1:
        says = f"{where}: unit = {unit!r} is not a whole number such as 10000."
        raise BadMapping(says, "bad-unit", where=where, unit=unit)
    return unit


def texts(said: object) -> tuple[str, ...]:
    """Return one text or several as several."""
    return tuple(map(str, said)) if isinstance(said, list) else (str(said),)


def conditions(said: Lookup[str, Any], name: str) -> dict[str, tuple[str, ...]]:
    """Return for each header the words that a filter names.

    Raises:
        BadMapping: the filter is no table.
    """
    written = said.get(name, {})
    if not isinstance(written, dict):
        says = f'{name} = {written!r}: write {name} = {{ "Status" = ["void"] }}.'
        raise BadMapping(says, "bad-filter", name=name, said=written)
    return {header: texts(words) for header, words in written.items()}


def without_sheets(mapping: Mapping) -> Mapping:
    """Return the mapping for a source that is one table: names of files do not matter."""
    return Mapping(tuple(replace(table, source="") for table in mapping.tables))
