"""The mapping on a page: each column of the ledger, and the column of the file it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from duecourse.ledger.columns import Column
from duecourse.ledger.tables import TABLE
from duecourse.sources.mapping_text import Chosen, TableChosen, mapping_text
from duecourse.sources.shorthand import SHORTHAND

ALWAYS = ("invoices", "customers")
"""Tables that are offered where nothing was recognised."""
LEFT_OUT = ("company_id", "known_on")
BY_SHORTHAND = {"posted_on": "settled_on", "amount": "settled_amount"}
DATE_FORMATS = ("d.m.yyyy", "d/m/yyyy", "m/d/yyyy", "d-m-yyyy", "yyyymmdd", "dd.mm.yy", "mm/dd/yy")
DECIMALS = (".", ",")
UNITS = (1, 1_000, 10_000)


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """One column of the ledger: where it comes from now, how that is known, an example."""

    name: str
    required: bool
    header: str
    constant: str
    how: str
    example: str
    passed_over: tuple[str, ...] = ()
    less: str = ""


@dataclass(frozen=True, slots=True)
class TableShown:
    """One table of the ledger with the headers that it can be made from.

    ``written``: how days and amounts are written matters to it.
    """

    name: str
    columns: tuple[ColumnShown, ...]
    more: tuple[ColumnShown, ...]
    place: int
    headers: tuple[str, ...]
    unit: int
    written: bool


def tables_shown(seen: Mapping[str, Any]) -> list[TableShown]:
    """Show the tables that were read, or those that a ledger cannot do without."""
    sources = seen.get("sources") or []
    if not sources:
        return []
    read = {one["name"]: one["taken"] for one in seen.get("tables", ()) if one["taken"]}
    shorthand = with_shorthand(read) if seen.get("kind") != "folder" else {}
    names = [name for name in read if not (shorthand and name == "settlements")] or list(ALWAYS)
    return [table_shown(name, read.get(name, []), sources, shorthand) for name in names]


def with_shorthand(read: Mapping[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Say of the payments that stand in the invoices' own rows where they come from."""
    taken = {one["column"]: one for one in read.get("settlements", ())}
    if "posted_on" not in taken or taken["posted_on"]["file"] not in files_in(read, "invoices"):
        return {}
    return {ours: taken[name] for name, ours in BY_SHORTHAND.items() if name in taken}


def files_in(read: Mapping[str, list[dict[str, Any]]], table: str) -> set[str]:
    """Name the files of a table."""
    return {one["file"] for one in read.get(table, ())}


def table_shown(
    name: str,
    taken: list[dict[str, Any]],
    sources: list[dict[str, Any]],
    shorthand: Mapping[str, dict[str, Any]],
) -> TableShown:
    """Show one table of the ledger."""
    place = place_of(taken, sources)
    source = sources[place]
    known = {one["column"]: one for one in taken}
    if name == "invoices":
        known |= shorthand
    names = [one for one in TABLE[name].columns if one.name not in LEFT_OUT]
    extra = [Column(one) for one in SHORTHAND[:2]] if name == "invoices" else []
    shown = [column_shown(one, known.get(one.name), source) for one in (*names, *extra)]
    return TableShown(
        name=name,
        columns=tuple(one for one in shown if one.required or one.how),
        more=tuple(one for one in shown if not (one.required or one.how)),
        place=place,
        headers=tuple(source["headers"]),
        unit=source["unit"],
        written=any(one.kind in ("day", "money") and one.required for one in names),
    )


def place_of(taken: list[dict[str, Any]], sources: list[dict[str, Any]]) -> int:
    """Find the source's table that has most of the headers that were taken."""
    wanted = {one["header"] for one in taken}
    counts = [len(wanted & set(source["headers"])) for source in sources]
    return counts.index(max(counts))


def column_shown(
    column: Column, taken: Mapping[str, Any] | None, source: Mapping[str, Any]
) -> ColumnShown:
    """Show one column."""
    told = dict(taken or {})
    header = told.get("header", "")
    there = header in source["headers"]
    examples = dict(zip(source["headers"], source["examples"], strict=True))
    return ColumnShown(
        name=column.name,
        required=column.required,
        header=header if there else "",
        constant="" if there or " + " in header else header,
        how=told.get("how", ""),
        example=examples.get(header, ""),
        passed_over=tuple(told.get("passed_over", ())),
        less=told.get("less", "") if there else "",
    )


def text_of_form(form: QueryDict, seen: Mapping[str, Any], *, folder: bool) -> str:
    """Write the mapping that a form says."""
    sources = seen.get("sources") or []
    chosen = [
        table_chosen(name, form, sources, folder=folder)
        for name in form.getlist("table")
        if name in TABLE
    ]
    return mapping_text([one for one in chosen if one is not None])


def table_chosen(
    name: str, form: QueryDict, sources: list[dict[str, Any]], *, folder: bool
) -> TableChosen | None:
    """Read of a form how one table is made."""
    place = form.get(f"{name}.place", "0")
    number = int(place) if place.isascii() and place.isdecimal() else 0
    if number >= len(sources):
        return None
    shorthand = SHORTHAND[:2] if name == "invoices" else ()
    columns = {
        column: Chosen(
            clean(form.get(f"{name}.{column}", "")),
            clean(form.get(f"{name}.{column}.constant", "")),
            clean(form.get(f"{name}.{column}.less", "")),
        )
        for column in (*TABLE[name].schema, *shorthand)
    }
    return TableChosen(
        table=name,
        columns=columns,
        place=sources[number]["name"],
        within="file" if folder else "sheet",
        options=options_of(name, form),
        distinct=name == "customers",
    )


def options_of(name: str, form: QueryDict) -> dict[str, str | int]:
    """Read of a form how days and amounts of a table are written."""
    format_, decimal = form.get(f"{name}.date_format", ""), form.get(f"{name}.decimal", ".")
    unit = form.get(f"{name}.unit", "1")
    return {
        "date_format": format_ if format_ in DATE_FORMATS else "",
        "decimal": decimal if decimal in DECIMALS[1:] else "",
        "unit": int(unit) if unit in {str(one) for one in UNITS[1:]} else "",
    }


def clean(text: str) -> str:
    """Leave out what no header holds."""
    return text.replace("\x00", "").strip()
