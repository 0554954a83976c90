"""Sentences for whole columns at once: a template whose blanks are columns."""

import re
from collections.abc import Mapping

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
