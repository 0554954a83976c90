"""Rows as JSON texts, column by column."""

import json

import pyarrow as pa
import pyarrow.compute as pc


def json_rows(table: pa.Table) -> pa.Array:
    """Write each row as a JSON object: decimals and dates as texts, the unknown as null.

    >>> json_rows(pa.table({"terms": ["NET30", None], "late_share": [0.5, 1.0]})).to_pylist()
    ['{"terms":"NET30","late_share":0.5}', '{"terms":null,"late_share":1}']
    """
    pieces = [
        pc.binary_join_element_wise(f"{json.dumps(name)}:", json_values(table.column(name)), "")
        for name in table.column_names
    ]
    inner = pc.binary_join_element_wise(*pieces, ",")
    return pc.binary_join_element_wise("{", inner, "}", "").combine_chunks()


def json_values(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write the values of one column as JSON."""
    kind = values.type
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind):
        written = values.cast(pa.string())
    elif pa.types.is_decimal(kind) or pa.types.is_date(kind):
        written = pc.binary_join_element_wise('"', values.cast(pa.string()), '"', "")
    else:
        written = json_texts(values.cast(pa.string()))
    return pc.fill_null(written, "null")


def json_texts(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Quote texts as JSON does; each different one once."""
    coded = texts.combine_chunks().dictionary_encode()
    quoted = pa.array([json.dumps(text) for text in coded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([quoted.take(coded.indices)])
