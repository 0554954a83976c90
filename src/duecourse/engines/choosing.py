"""Which engine does the work where nobody says: the quick one for what fits, else DuckDB."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa

from duecourse.engines.engine import Engine, EngineName, engine_named
from duecourse.ledger.ledger import Ledger, ledger_of

FITS = 64_000_000
"""Bytes of files that are worked on in memory; a million invoices in Parquet are about as many."""


def engine_for(source: Path) -> Engine:
    """Start Polars for a small source where it is installed, else DuckDB.

    Both give the same figures. DuckDB plans anew with every step, which a small ledger feels;
    it spills to disk, which a large one needs.
    """
    return engine_named(name_for(source))


def name_for(source: Path) -> EngineName:
    """Say which engine a source is best worked on with."""
    quick = find_spec("polars") is not None
    return "polars" if quick and size_of(source) <= FITS else "duckdb"


def size_of(source: Path) -> int:
    """Sum the bytes of a file, or of the files below a folder."""
    if source.is_file():
        return source.stat().st_size
    return sum(path.stat().st_size for path in source.rglob("*") if path.is_file())


def engine_in_memory() -> Engine:
    """Start Polars where it is installed, else DuckDB: for facts that already lie in memory."""
    return engine_named("polars" if find_spec("polars") is not None else "duckdb")


def ledger_in(engine: Engine, tables: Mapping[str, pa.Table]) -> Ledger:
    """Hand over Arrow tables to an engine, as a ledger."""
    frames = {name: engine.frame(table) for name, table in tables.items()}
    return ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)
