"""Polars: in process, in memory."""

import narwhals.stable.v2 as nw
import polars as pl
import pyarrow as pa

from duecourse.engines.arrow import day_numbered
from duecourse.engines.engine import EngineName
from duecourse.ledger.arrow import empty_table
from duecourse.ledger.columns import Table
from duecourse.values.frames import Frame


class Polars:
    """Lazy frames of Polars; kept frames are collected ones."""

    name: EngineName = "polars"

    def frame(self, table: pa.Table) -> Frame:
        """Make a lazy frame from an Arrow table."""
        return nw.from_native(pl.DataFrame(day_numbered(table)).lazy())

    def parquet(self, path: str) -> Frame:
        """Scan a Parquet file as far as it is asked for; dates are day numbers."""
        return nw.from_native(pl.scan_parquet(path).with_columns(pl.col(pl.Date).to_physical()))

    def empty(self, table: Table) -> Frame:
        """Make a frame with the columns of a ledger table and no row."""
        return self.frame(empty_table(table))

    def keep(self, frame: Frame) -> Frame:
        """Collect the frame; it stays in memory."""
        return nw.from_native(frame.to_native().collect().lazy())

    def arrow(self, frame: Frame) -> pa.Table:
        """Collect the frame and hand it over."""
        return frame.to_native().collect().to_arrow()

    def close(self) -> None:
        """Nothing is held."""


def start() -> Polars:
    """Start Polars."""
    return Polars()
