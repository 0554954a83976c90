"""Where in a sheet its table is: below which rows, down to where, less sums and signatures."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duecourse.sources.headers import (
    example,
    meanings,
    plain,
    recognise,
    signature,
    sum_word,
    unit_in,
)

HEAD_ROWS = 30
"""A header stands within so many rows."""
LEAST_HEADERS = 2
Row = Sequence[str]
DAY = re.compile(
    r"(?:截止|截至|统计日|as of|as at|balance date)[^\d]{0,12}"
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
)
MONEY = re.compile(r"币[种别][:\s]*([^\s,;)]+)")


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table found in a sheet; rows count from 0.

    ``headers`` are one per column. ``first`` is the first row of data. ``skipped`` rows hold
    no data; of these ``sums`` are sums, with the words that say so.
    """

    headers: tuple[str, ...]
    first: int
    skipped: frozenset[int]
    sums: Mapping[int, str]
    unit: int
    balance_on: str | None
    currency: str | None


def find_table(
    rows: Sequence[Row],
    named: frozenset[str] = frozenset(),
    telling: tuple[str, ...] = (),
) -> SheetTable | None:
    """Find the header and what below it is data; None where no row looks like a header.

    ``named`` are further words that count as headers: the ledger's own names, or those of a
    mapping. A row that holds all that is ``telling`` (headers; else the invoice's number and
    day) is an invoice, whatever its words.
    """
    head = best_header(rows, named)
    if head is None:
        return None
    first, headers = head
    above = [" ".join(row) for row in rows[: first - 1]]
    names = unique_headers(headers)
    sums, other = not_data(rows, first, names, telling_places(names, telling))
    return SheetTable(
        headers=names,
        first=first,
        skipped=frozenset(sums) | other,
        sums=sums,
        unit=next((unit for text in above if (unit := unit_in(text))), 1),
        balance_on=first_match(DAY, above),
        currency=first_match(MONEY, above),
    )


def best_header(rows: Sequence[Row], named: frozenset[str]) -> tuple[int, Row] | None:
    """Return the first row of data and the headers above it: of one row, or of two.

    Of two rows the lower one names the columns, the upper one those that it leaves empty.
    """
    best, found = LEAST_HEADERS - 1, None
    for place, row in enumerate(rows[:HEAD_ROWS]):
        single = known_headers(row, named)
        if single > best:
            best, found = single, (place + 1, row)
        if place + 1 < len(rows) and known_headers(rows[place + 1], named):
            both = two_rows(row, rows[place + 1])
            if known_headers(both, named) > max(best, single):
                best, found = known_headers(both, named), (place + 2, both)
    return found


def known_headers(row: Row, named: frozenset[str]) -> int:
    """Count the different headers in a row that mean something."""
    words = {plain(cell) for cell in row if cell}
    return len({meanings()[word][0] for word in words if word in meanings()} | (words & named))


def two_rows(upper: Row, lower: Row) -> Row:
    """Put two rows of headers together."""
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    return [low or high for high, low in zip(above, below, strict=True)]


def telling_places(headers: Row, telling: tuple[str, ...]) -> list[int]:
    """Say which columns make a row an invoice where they are filled."""
    known = recognise(headers)
    usual = [known[name].header for name in ("invoice_id", "issued_on") if name in known]
    wanted = telling or tuple(map(plain, usual))
    return [place for place, header in enumerate(headers) if plain(header) in wanted]


def not_data(
    rows: Sequence[Row], first: int, headers: Row, telling: Sequence[int]
) -> tuple[dict[int, str], frozenset[int]]:
    """Find the rows below the header that are sums, signatures or the header once more."""
    sums: dict[int, str] = {}
    other: set[int] = set()
    for number in range(first, len(rows)):
        row = rows[number]
        texts = [cell for cell in row if cell]
        is_invoice = bool(telling) and all(place < len(row) and row[place] for place in telling)
        if not texts:
            continue
        announced = next((cell for cell in texts[:3] if sum_word(cell)), None)
        if announced and not is_invoice:
            sums[number] = announced
        elif passed_over(texts[0], is_invoice=is_invoice) or list(row) == list(headers):
            other.add(number)
    return sums, frozenset(other)


def passed_over(first: str, *, is_invoice: bool) -> bool:
    """Say whether a row's first words make it an example, or a signature below the table."""
    return example(first) or (signature(first) and not is_invoice)


def first_match(pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    """Return what a pattern finds first, its groups joined as a day is written."""
    for text in texts:
        found = pattern.search(unicodedata.normalize("NFKC", text).casefold())
        if found:
            return "-".join(found.groups())
    return None


def unique_headers(cells: Row) -> tuple[str, ...]:
    """Name every column: its header, numbered where it comes twice, its letter where it has none.

    >>> unique_headers(["金额", "", "金额"])
    ('金额', 'B', '金额 (2)')
    """
    names: list[str] = []
    used: set[str] = set()
    for place, cell in enumerate(cells):
        name = plain_name = " ".join(cell.split()) or letters(place)
        times = 1
        while name.casefold() in used:
            times += 1
            name = f"{plain_name} ({times})"
        used.add(name.casefold())
        names.append(name)
    return tuple(names)


def letters(place: int) -> str:
    """Letter a column as a spreadsheet does.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    above, last = divmod(place, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + last)
