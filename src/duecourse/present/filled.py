"""Sentences for whole columns at once: a template whose blanks are columns."""

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc


def filled(template: str, columns: Mapping[str, pa.Array]) -> pa.Array:
    """Fill a template for every row; a row with an unknown blank is unknown.

    >>> filled("{name}: {points}", {"name": pa.array(["A"]), "points": pa.array(["85"])})[0]
    <pyarrow.StringScalar: 'A: 85'>
    """
    pieces = re.split(r"\{(\w+)\}", template)
    parts = [
        columns[piece] if place % 2 else pa.scalar(piece) for place, piece in enumerate(pieces)
    ]
    return pc.binary_join_element_wise(*parts, "")


def chained(columns: Sequence[pa.Array], separator: str) -> pa.Array:
    """Join what each row knows; a row that knows nothing stays unknown.

    Arrow's own join that skips nulls drops such a row altogether, so it is not used.

    >>> chained([pa.array(["a", None, None]), pa.array(["b", "c", None])], "; ").to_pylist()
    ['a; b', 'c', None]
    """
    said = columns[0]
    for column in columns[1:]:
        both = pc.binary_join_element_wise(said, column, separator)
        said = pc.coalesce(both, said, column)
    return said


def looked_up(keys: pa.Array, texts: Mapping[str, str]) -> pa.Array:
    """Replace each key by its text; a key without one is unknown.

    >>> looked_up(pa.array(["B", None]), {"A": "x", "B": "y"}).to_pylist()
    ['y', None]
    """
    places = pc.index_in(keys, pa.array(list(texts), pa.string()), skip_nulls=True)
    return pa.array(list(texts.values()), pa.string()).take(places)


def worded(keys: pa.Array, texts: Mapping[str, str]) -> pa.Array:
    """Replace each key by its text, and leave those without one as they are."""
    return pc.coalesce(looked_up(keys, texts), keys)


def text_column(table: pa.Table, name: str) -> pa.Array:
    """Return a text column of a table as one array."""
    return table[name].combine_chunks().cast(pa.string())
