"""What an engine can do for the domain, and how one is chosen by name."""

from importlib import import_module
from typing import Literal, Protocol

import pyarrow as pa

from duecourse.ledger.columns import Table
from duecourse.values.frames import Frame
from duecourse.values.refusals import Refusal

EngineName = Literal["duckdb", "polars", "spark"]
ENGINES: tuple[EngineName, ...] = ("duckdb", "polars", "spark")


class EngineAbsent(Refusal, ImportError):
    """The engine's packages are not installed."""


class Engine(Protocol):
    """Frames in, frames kept, frames out."""

    name: EngineName

    def frame(self, table: pa.Table) -> Frame:
        """Make a lazy frame from an Arrow table; dates become day numbers."""
        ...

    def parquet(self, path: str) -> Frame:
        """Scan a Parquet file as far as it is asked for; dates become day numbers."""
        ...

    def empty(self, table: Table) -> Frame:
        """Make a frame with the columns of a ledger table and no row."""
        ...

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once; it may be read many times."""
        ...

    def arrow(self, frame: Frame) -> pa.Table:
        """Compute a frame and hand it over as an Arrow table."""
        ...

    def close(self) -> None:
        """Let go of whatever the engine holds."""
        ...


def engine_named(name: EngineName) -> Engine:
    """Start an engine.

    Raises:
        EngineAbsent: it is an extra that is not installed; the text names it.
    """
    try:
        engine: Engine = import_module(f"duecourse.engines.{name}").start()
    except ImportError as error:
        says = f"The engine {name} is not installed: pip install 'duecourse[{name}]' ({error})."
        raise EngineAbsent(says, "engine-absent", name=name, why=error) from error
    return engine
