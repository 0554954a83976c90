"""Write tables that come in chunks to a folder, one file per table, never all in memory."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Literal, Protocol

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

Format = Literal["parquet", "csv"]
Progress = Callable[[str, int], None]
"""Told the name of a table and how many more rows of it were written."""

BOM = b"\xef\xbb\xbf"
"""Spreadsheet programs take a CSV without this mark for a local encoding."""


class Writer(Protocol):
    """A file of a table, open for more chunks."""

    def write_table(self, table: pa.Table) -> None:
        """Add a chunk to the file."""
        ...


def opened(path: Path, schema: pa.Schema, stack: ExitStack) -> Writer:
    """Open a file in the format that its ending names; ``stack`` closes it."""
    writer: Writer
    if path.suffix == ".parquet":
        writer = stack.enter_context(pq.ParquetWriter(path, schema, compression="zstd"))
    else:
        file = stack.enter_context(path.open("wb"))
        file.write(BOM)
        options = pa_csv.WriteOptions(quoting_style="needed")
        writer = stack.enter_context(pa_csv.CSVWriter(file, schema, write_options=options))
    return writer


def write_tables(
    chunks: Iterable[tuple[str, pa.Table]],
    folder: Path,
    *,
    format: Format = "parquet",
    progress: Progress | None = None,
) -> dict[str, int]:
    """Write chunks of tables to ``folder``, which is made where it is absent.

    Returns:
        how many rows each table has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[str, Writer] = {}
    rows: dict[str, int] = {}
    with ExitStack() as stack:
        for name, chunk in chunks:
            if name not in writers:
                writers[name] = opened(folder / f"{name}.{format}", chunk.schema, stack)
            add(chunk, writers[name])
            rows[name] = rows.get(name, 0) + chunk.num_rows
            if progress is not None:
                progress(name, chunk.num_rows)
    return rows


def write_table(table: pa.Table, path: Path) -> None:
    """Write one whole table to one file, in the format that its ending names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        add(table, opened(path, table.schema, stack))


def add(chunk: pa.Table, writer: Writer) -> None:
    """Add a chunk that holds anything; Arrow's CSV of a piece without rows is what memory held."""
    if chunk.num_rows:
        writer.write_table(chunk.combine_chunks())
