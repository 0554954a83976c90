"""From arrays of numbers to Arrow columns in the ledger's types."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duecourse.ledger.columns import Kind
from duecourse.ledger.tables import TABLE
from duecourse.simulator.draws import Flags, Floats, Ints

NEVER = 2**30
"""A day that does not come; empty when written."""
TYPES: dict[Kind, pa.DataType] = {
    "day": pa.date32(),
    "money": pa.decimal128(18, 4),
    "number": pa.float64(),
    "count": pa.int64(),
    "flag": pa.bool_(),
}
"""Arrow types of the canonical file format; everything else is text."""
FOUR_DECIMALS = 4


def table_of(name: str, columns: Mapping[str, pa.Array]) -> pa.Table:
    """Make a ledger table of the columns given, in canonical order and types."""
    names = [column.name for column in TABLE[name].columns if column.name in columns]
    types = [TYPES.get(TABLE[name].column(column).kind, pa.string()) for column in names]
    schema = pa.schema(list(zip(names, types, strict=True)))
    return pa.table([columns[column] for column in names], schema=schema)


def days(numbers: Ints) -> pa.Array:
    """Make a column of dates; days that never come are empty."""
    return pa.array(numbers.astype(np.int32), mask=numbers >= NEVER).cast(pa.date32())


def money(minor: Ints, decimals: Ints, known: Flags | None = None) -> pa.Array:
    """Make a column of amounts from whole minor units (cents) of currencies.

    Units:
        decimals: how many each amount's currency has.
        known: where False, the amount is empty.
    """
    scaled = minor * 10 ** (FOUR_DECIMALS - decimals)
    halves = np.empty((len(minor), 2), dtype=np.int64)
    halves[:, 0] = scaled
    halves[:, 1] = scaled >> 63
    valid = None if known is None else pa.py_buffer(np.packbits(known, bitorder="little"))
    buffers = [valid, pa.py_buffer(halves)]
    return pa.Array.from_buffers(pa.decimal128(18, 4), len(minor), buffers)


def numbers(values: Floats, known: Flags | None = None) -> pa.Array:
    """Make a column of plain numbers."""
    return pa.array(values, mask=None if known is None else ~known)


def counts(values: Ints, known: Flags | None = None) -> pa.Array:
    """Make a column of whole numbers."""
    return pa.array(values, mask=None if known is None else ~known)


def flags(values: Flags) -> pa.Array:
    """Make a column of yes and no."""
    return pa.array(values)


def picked(words: Sequence[str | None] | pa.Array, places: Ints) -> pa.Array:
    """Make a column of text by picking words by their place; place -1 is empty."""
    wordlist = words if isinstance(words, pa.Array) else pa.array(words, pa.string())
    return wordlist.take(pa.array(places, mask=places < 0))


def coded(prefix: str, values: Ints, width: int, known: Flags | None = None) -> pa.Array:
    """Make a column of ids: a prefix and a number with leading zeros.

    >>> coded("R", np.array([7]), 3).to_pylist()
    ['R007']
    """
    digits = pc.utf8_lpad(counts(values, known).cast(pa.string()), width, padding="0")
    return pc.binary_join_element_wise(prefix, digits, "")


def alike(word: str | None, rows: int) -> pa.Array:
    """Make a column that says the same in every row."""
    return pa.repeat(pa.scalar(word, pa.string()), rows)
