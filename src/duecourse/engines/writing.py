"""Write tables that come in chunks to a folder, one file per table, never all in memory."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

Format = Literal["parquet", "csv"]
Progress = Callable[[str, int], None]
"""Told the name of a table and how many more rows of it were written."""

BOM = b"\xef\xbb\xbf"
"""Spreadsheet programs take a CSV without this mark for a local encoding."""


class Writer:
    """One file of a table, open for more chunks."""

    def __init__(self, path: Path, schema: pa.Schema, stack: ExitStack) -> None:
        """Open the file in the format its ending says; ``stack`` closes it."""
        if path.suffix == ".parquet":
            self.writer = stack.enter_context(pq.ParquetWriter(path, schema, compression="zstd"))
        else:
            file = stack.enter_context(path.open("wb"))
            file.write(BOM)
            options = pa_csv.WriteOptions(quoting_style="needed")
            self.writer = stack.enter_context(pa_csv.CSVWriter(file, schema, write_options=options))

    def write(self, chunk: pa.Table) -> None:
        """Add a chunk to the file."""
        self.writer.write_table(chunk)


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
                writers[name] = Writer(folder / f"{name}.{format}", chunk.schema, stack)
            writers[name].write(chunk)
            rows[name] = rows.get(name, 0) + chunk.num_rows
            if progress is not None:
                progress(name, chunk.num_rows)
    return rows
