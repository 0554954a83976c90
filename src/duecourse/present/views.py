"""Views: the first rows of a listing as text for a page, each cell with how it is set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duecourse.present.listing import Column, Kind, Listing
from duecourse.present.numbers import amount, day, number, share
from duecourse.present.people import texts_of_column
from duecourse.present.wording import words
from duecourse.values.days import day_of
from duecourse.values.says import Language

NUMBERS: frozenset[Kind] = frozenset(
    {"amount", "days", "share", "score", "count", "digits", "measured"}
)
FEWER_DIGITS = {"days": 1, "score": 1, "count": 0}
TONES = {
    "status": {"hold": "act", "prepay": "watch", "active": "fine"},
    "severity": {"high": "act", "medium": "watch", "low": ""},
    "stage": {"observation": "watch", "normal": ""},
}
"""How loudly a code is set: ``act`` is for what somebody must do now."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading; ``css`` is ``n`` over numbers."""

    name: str
    text: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text and how it is set: number, unknown, grade, tag."""

    text: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A table for a page: the first rows, and how many there are in all."""

    key: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int

    @property
    def left_out(self) -> int:
        """Count the rows that only the file holds."""
        return self.total - len(self.rows)


def view_of(
    listing: Listing,
    names: tuple[str, ...],
    *,
    most: int,
    levels: dict[str, str],
    language: Language,
) -> View:
    """Word the first rows of a listing, the columns named in the order named."""
    of = {column.name: column for column in listing.columns}
    columns = [of[name] for name in names]
    texts = {name: texts_of_column(name, levels, words(language)) for name in names}
    rows = listing.rows.slice(0, most).to_pylist()
    return View(
        key=listing.name,
        headings=tuple(heading(column, language) for column in columns),
        rows=tuple(
            tuple(cell(column, row, texts[column.name], language) for column in columns)
            for row in rows
        ),
        total=len(listing),
    )


def heading(column: Column, language: Language) -> Heading:
    """Word the heading of a column."""
    css = "n" if column.kind in NUMBERS else ""
    return Heading(column.name, words(language)(f"column.{column.name}"), css)


def cell(column: Column, row: Row, texts: Mapping[str, str], language: Language) -> Cell:
    """Word one cell; what is unknown says so, except where nothing is meant."""
    value = row[column.name]
    css = "n" if column.kind in NUMBERS else ""
    if value is None and column.kind in NUMBERS:
        return Cell(words(language)("word.unknown"), f"{css} unknown")
    if value is None:
        return Cell("")
    if column.name == "grade":
        return Cell(str(value), f"grade {str(value).lower()}")
    if column.name in TONES:
        return Cell(texts.get(value, value), f"tag {TONES[column.name].get(value, '')}".strip())
    return Cell(cell_words(column, row, texts, language), css)


def cell_words(column: Column, row: Row, texts: Mapping[str, str], language: Language) -> str:
    """Write a known value out by its kind."""
    value, kind = row[column.name], column.kind
    if kind == "amount":
        return amount(value, row[column.currency] or "", language)
    if kind == "share":
        return share(value, language)
    if kind in FEWER_DIGITS:
        return number(value, FEWER_DIGITS[kind], language)
    if kind == "day":
        return day(day_of(value), language)
    return texts.get(str(value), str(value))
