"""What is shown of a source before and after it is kept, as lines of text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from duecourse.present.wording import texts_of
from duecourse.sources.taken import Taken
from duecourse.values.money import decimals_of
from duecourse.values.says import Language

FIRST = 3
"""Rows of each table that lines show; a page shows more."""
COUNTED = ("new", "corrected", "known")
Counts = Mapping[str, int] | Sequence[int]


class SeenTable(Protocol):
    """One table of a source, as it was looked at."""

    @property
    def name(self) -> str:
        """Return its name in the ledger."""
        ...

    @property
    def rows(self) -> int:
        """Count its rows."""
        ...

    @property
    def first(self) -> Sequence[Mapping[str, object]]:
        """Return its first rows."""
        ...

    @property
    def columns(self) -> Sequence[Taken]:
        """Say which header became which column."""
        ...


class SeenTotal(Protocol):
    """What a table adds up to in one currency."""

    @property
    def table(self) -> str:
        """Return the table's name."""
        ...

    @property
    def currency(self) -> str:
        """Return the currency."""
        ...

    @property
    def rows(self) -> int:
        """Count the rows."""
        ...

    @property
    def amount(self) -> Decimal:
        """Return the sum of the amounts."""
        ...

    @property
    def still_open(self) -> Decimal | None:
        """Return what is open, of invoices."""
        ...


def said(key: str, language: Language, **blanks: object) -> str:
    """Word one thing about importing."""
    return texts_of("import")[key].in_language(language).format(**blanks)


def look_lines(
    tables: Iterable[SeenTable],
    totals: Iterable[SeenTotal],
    stated_on: date | None,
    language: Language,
) -> list[str]:
    """Show what a source holds: tables, which header became what, first rows, control totals."""
    stated = [] if stated_on is None else [said("look.stated", language, day=stated_on)]
    shown = [line for table in tables for line in table_lines(table, language)]
    return [*stated, *shown, *(total_line(total, language) for total in totals)]


def table_lines(table: SeenTable, language: Language) -> list[str]:
    """Show one table."""
    name = said(f"table.{table.name}", language)
    lines = [said("look.table", language, table=name, rows=f"{table.rows:,}")]
    pairs = dict.fromkeys(
        one.column if one.header == one.column else f"{one.header} → {one.column}"
        for one in table.columns
    )
    if pairs:
        lines.append(said("look.columns", language, columns=", ".join(pairs)))
    first = table.first[:FIRST]
    lines.append(said("look.first", language, shown=len(first)))
    return [*lines, *(f"    {row_text(row)}" for row in first)]


def row_text(row: Mapping[str, object]) -> str:
    """Write a row: what is known of it, amounts without the zeros that end them.

    The legal entity of our own is left out where it is the only one.
    """
    cells = (
        value
        for name, value in row.items()
        if value is not None and (name, value) != ("company_id", "main")
    )
    return " | ".join(
        f"{value.normalize():f}" if isinstance(value, Decimal) else str(value) for value in cells
    )


def total_line(total: SeenTotal, language: Language) -> str:
    """Write a control total."""
    name = said(f"table.{total.table}", language)
    amount = money(total.amount, total.currency)
    blanks = {"table": name, "currency": total.currency, "rows": f"{total.rows:,}"}
    line = said("look.total", language, amount=amount, **blanks)
    if total.still_open is None:
        return line
    return said("look.open", language, total=line, open=money(total.still_open, total.currency))


def money(amount: Decimal, currency: str) -> str:
    """Write an amount with the decimals of its currency."""
    return f"{amount:,.{decimals_of(currency)}f}"


def effect_lines(counts: Mapping[str, Counts], language: Language) -> list[str]:
    """Say by table how many facts are new, corrected and known."""
    return [
        said("look.effect", language, table=said(f"table.{name}", language), **by_name(found))
        for name, found in counts.items()
    ]


def by_name(found: Counts) -> dict[str, int]:
    """Name three counts: new, corrected, known."""
    if isinstance(found, Mapping):
        return dict(found)
    return dict(zip(COUNTED, found, strict=True))


def batch_line(
    number: int,
    file: str,
    at: datetime,
    state: str,
    counts: Mapping[str, Counts],
    language: Language,
) -> str:
    """Describe one import in a line, its counts added up over all tables."""
    found = [by_name(one) for one in counts.values()]
    summed = {name: sum(one[name] for one in found) for name in COUNTED}
    return said(
        "done.line",
        language,
        number=number,
        at=f"{at:%Y-%m-%d %H:%M}",
        state=said(f"state.{state}", language),
        file=file,
        counts=said("done.counts", language, **summed) if found else "",
    )
