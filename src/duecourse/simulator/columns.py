"""From arrays of numbers to Arrow columns in the ledger's types."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from duecourse.ledger.columns import Kind
from duecourse.ledger.tables import TABLE
from duecourse.simulator.draws import Flags, Floats, Ints

Array = Ints | Floats | NDArray[np.int32]

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
ZERO = ord("0")


def table_of(name: str, columns: Mapping[str, pa.Array]) -> pa.Table:
    """Make a ledger table of the columns given, in canonical order and types."""
    names = [column.name for column in TABLE[name].columns if column.name in columns]
    types = [TYPES.get(TABLE[name].column(column).kind, pa.string()) for column in names]
    schema = pa.schema(list(zip(names, types, strict=True)))
    return pa.table([columns[column] for column in names], schema=schema)


def known_by(numbers: Ints, last: int) -> Ints:
    """Turn days after the last one on the books into days that do not come."""
    return np.where(numbers > last, NEVER, numbers)


def array(kind: pa.DataType, values: Array, known: Flags | None = None) -> pa.Array:
    """Make a column over the memory of an array; where ``known`` is False it is empty.

    ``pyarrow.array`` and ``scalar`` would do, but load pandas where it is installed, for a second.
    """
    valid = None if known is None else pa.py_buffer(np.packbits(known, bitorder="little"))
    data = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(kind, len(values), [valid, data])


def days(numbers: Ints) -> pa.Array:
    """Make a column of dates; days that never come are empty."""
    return array(pa.date32(), numbers.astype(np.int32), numbers < NEVER)


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
    return array(pa.decimal128(18, 4), halves, known)


def numbers(values: Floats, known: Flags | None = None) -> pa.Array:
    """Make a column of plain numbers."""
    return array(pa.float64(), values, known)


def counts(values: Ints, known: Flags | None = None) -> pa.Array:
    """Make a column of whole numbers."""
    return array(pa.int64(), values, known)


def flags(values: Flags) -> pa.Array:
    """Make a column of yes and no."""
    packed = np.packbits(values, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(packed)])


def texts(words: Sequence[str]) -> pa.Array:
    """Make a column of a few words, one after the other."""
    encoded = [word.encode() for word in words]
    ends = np.cumsum([0, *(len(each) for each in encoded)]).astype(np.int32)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(words), buffers)


def picked(words: Sequence[str], places: Ints) -> pa.Array:
    """Make a column of text by picking words by their place; place -1 is empty."""
    return texts(words).take(counts(places, places >= 0))


def empty(rows: int) -> pa.Array:
    """Make a column of text that says nothing."""
    return pa.nulls(rows, pa.string())


def coded(prefix: str, values: Ints, width: int, known: Flags | None = None) -> pa.Array:
    """Make a column of ids: a prefix and a number with leading zeros.

    Letters are laid out in one block of bytes: text functions would take most of the time that
    a company takes.

    >>> coded("R", np.array([7, 1234]), 3).to_pylist()
    ['R007', 'R1234']
    """
    digits = max(width, len(str(values.max(initial=0))))
    start = len(prefix)
    letters = np.empty((len(values), start + digits), dtype=np.uint8)
    letters[:, :start] = np.frombuffer(prefix.encode(), dtype=np.uint8)
    rest = values
    for place in range(start + digits - 1, start - 1, -1):
        rest, digit = np.divmod(rest, 10)
        letters[:, place] = digit + ZERO
    shown = np.ones(letters.shape, dtype=np.bool_)
    for spare in range(digits - width):
        shown[:, start + spare] = values >= 10 ** (digits - 1 - spare)
    ends = np.append(0, np.cumsum(shown.sum(axis=1))).astype(np.int32)
    valid = None if known is None else pa.py_buffer(np.packbits(known, bitorder="little"))
    buffers = [valid, pa.py_buffer(ends), pa.py_buffer(letters[shown])]
    return pa.Array.from_buffers(pa.string(), len(values), buffers)


def glued(*parts: str | pa.Array) -> pa.Array:
    """Make a column of text by putting columns and words together, with nothing between."""
    words = [texts((part,))[0] if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*words, texts(("",))[0])


def alike(word: str, rows: int) -> pa.Array:
    """Make a column that says the same in every row."""
    return picked((word,), np.zeros(rows, dtype=np.int64))
