"""Problems of an import, by kind: how many, what is so, what mends it, which rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.http import HttpResponse, StreamingHttpResponse

from duecourse.present.csv_text import csv_chunks
from duecourse.present.listing import Column, Listing
from duecourse.present.problems import PROBLEMS, SCHEMA, in_order, sentences
from duecourse.values.problems import NOTES, Problem
from duecourse.values.says import Language

SHOWN = 20
VALUE = ("value", "text")
COLUMNS = (*PROBLEMS[:3], Column("value"), *PROBLEMS[3:])


@dataclass(frozen=True, slots=True)
class Row:
    """Where a problem stands, and what stands there."""

    file: str
    row: int | None
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Problems of one kind; ``note``: they ask for nothing."""

    says: str
    mend: str
    count: int
    rows: Sequence[Row]
    note: bool

    @property
    def more(self) -> int:
        """Count the rows that are not shown."""
        return self.count - len(self.rows)


def problems_in(kept: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Read problems as they are kept."""
    return in_order(Problem(**one) for one in kept)


def kinds_of(problems: Iterable[Problem], language: Language) -> list[Kind]:
    """Put problems of one kind together: those to mend first, the most frequent first."""
    found: dict[str, list[Problem]] = {}
    for one in problems:
        found.setdefault(one.code, []).append(one)
    kinds = [
        Kind(
            *sentences(many[0], language),
            count=len(many),
            rows=[row_of(one) for one in many[:SHOWN]],
            note=code in NOTES,
        )
        for code, many in found.items()
    ]
    return sorted(kinds, key=lambda kind: (kind.note, -kind.count))


def row_of(problem: Problem) -> Row:
    """Say where a problem stands."""
    return Row(problem.file, problem.row, problem.column or "", value_of(problem))


def value_of(problem: Problem) -> str:
    """Return what stands in the cell, where that is known."""
    return next((str(problem.details[key]) for key in VALUE if key in problem.details), "")


def problems_file(problems: Sequence[Problem], name: str, language: Language) -> HttpResponse:
    """Answer with all problems as CSV; text of files can do nothing when it is opened."""
    rows = [
        (one.file, one.row, one.column, value_of(one), *sentences(one, language))
        for one in problems
    ]
    schema = SCHEMA.insert(3, pa.field("value", pa.string()))
    table = pa.Table.from_pylist(
        [dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema
    )
    chunks = csv_chunks(Listing("problems", COLUMNS, table))
    answer = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
