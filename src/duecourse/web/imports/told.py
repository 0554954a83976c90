"""What looking at a source told, as it is kept beside the source until somebody decides."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from duecourse.engines.source_headers import SourceTable
from duecourse.present.refusals import refusal_text
from duecourse.services.import_books import Look, TableLook
from duecourse.store.recording import Recorded
from duecourse.values.problems import Problem
from duecourse.values.refusals import Refusal
from duecourse.values.says import LANGUAGES

OWN_COMPANY = ("company_id", "main")


def told_of_look(
    looked: Look, effects: Mapping[str, Recorded] | None, tables: Iterable[SourceTable]
) -> dict[str, Any]:
    """Write down what was seen, for a page to show; ``effects`` where they were counted."""
    known = looked.known_as
    return {
        "kind": looked.kind,
        "digest": looked.digest,
        "stated_on": None if looked.stated_on is None else looked.stated_on.isoformat(),
        "tables": [told_of_table(one) for one in looked.tables],
        "totals": [
            {
                "table": one.table,
                "currency": one.currency,
                "rows": one.rows,
                "amount": str(one.amount),
                "open": None if one.still_open is None else str(one.still_open),
            }
            for one in looked.totals
        ],
        "effects": None
        if effects is None
        else {name: one._asdict() for name, one in effects.items()},
        "known": None if known is None else known.pk,
        "sources": told_of_sources(tables),
    }


def told_of_sources(tables: Iterable[SourceTable]) -> list[dict[str, Any]]:
    """Write down the tables of a source as it spells them."""
    return [
        {
            "name": one.name,
            "headers": list(one.headers),
            "examples": list(one.examples),
            "unit": one.unit,
        }
        for one in tables
    ]


def told_of_table(table: TableLook) -> dict[str, Any]:
    """Write down a table: columns that hold anything, first rows as texts, what was taken."""
    columns = [
        name
        for name in (table.first[0] if table.first else ())
        if any(row[name] is not None and (name, row[name]) != OWN_COMPANY for row in table.first)
    ]
    return {
        "name": table.name,
        "rows": table.rows,
        "columns": columns,
        "first": [[text_of(row[name]) for name in columns] for row in table.first],
        "taken": [asdict(one) for one in table.columns],
    }


def text_of(value: object) -> str:
    """Write a cell as a text: amounts without the zeros that end them."""
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value.normalize():,f}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def told_of_refusal(refusal: Refusal) -> dict[str, Any]:
    """Write down a refusal in both languages."""
    return {
        "code": refusal.code,
        **{language: refusal_text(refusal, language) for language in LANGUAGES},
    }


def told_of_problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Write down problems."""
    return [{**asdict(one), "details": dict(one.details)} for one in problems]
