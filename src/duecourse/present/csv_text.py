"""A listing as the bytes of a CSV file: UTF-8 with a mark for Excel, commas, one line a row."""

from codecs import BOM_UTF8
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.present.digits import amounts, written
from duecourse.present.filled import text_column
from duecourse.present.listing import DIGITS, Column, Listing

ROWS_AT_ONCE = 100_000
FORMULA_STARTS = r"^[=+\-@\t\r]"
"""A cell that starts so is a formula to a spreadsheet, whoever wrote it."""


def csv_chunks(listing: Listing) -> Iterator[bytes]:
    """Yield the header with the byte order mark, then the rows, some at a time.

    Keeps:
        empty cells for what is unknown; text from files can do nothing when opened.
    """
    header = ",".join(column.name for column in listing.columns)
    yield BOM_UTF8 + header.encode() + b"\n"
    for start in range(0, len(listing), ROWS_AT_ONCE):
        some = listing.rows.slice(start, ROWS_AT_ONCE).combine_chunks()
        yield lines(listing.columns, some)


def lines(columns: tuple[Column, ...], rows: pa.Table) -> bytes:
    """Join the cells of each row with commas and the rows with line ends."""
    cells = [cell_text(column, rows) for column in columns]
    joined = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
    return ("\n".join(joined.to_pylist()) + "\n").encode()


def cell_text(column: Column, rows: pa.Table) -> pa.Array:
    """Write one column out by its kind."""
    values = rows[column.name].combine_chunks()
    if column.kind == "text":
        return quoted(neutralised(values.cast(pa.string())))
    if column.kind == "day":
        return values.cast(pa.int32()).cast(pa.date32()).cast(pa.string())
    if column.kind == "amount":
        return amounts(values, text_column(rows, column.currency))
    if column.kind in DIGITS:
        return written(values, DIGITS[column.kind])
    return values.cast(pa.string())


def neutralised(text: pa.Array) -> pa.Array:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    risky = pc.match_substring_regex(text, FORMULA_STARTS)
    return pc.if_else(risky, pc.binary_join_element_wise(pa.scalar("'"), text, ""), text)


def quoted(text: pa.Array) -> pa.Array:
    """Put quotation marks around text that holds a comma, a quotation mark or a line end."""
    needs = pc.match_substring_regex(text, r'[",\r\n]')
    if not pc.any(needs).as_py():
        return text
    doubled = pc.replace_substring(text, '"', '""')
    marked = pc.binary_join_element_wise(pa.scalar('"'), doubled, pa.scalar('"'), "")
    return pc.if_else(needs, marked, text)
