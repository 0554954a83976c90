"""PySpark: for a company that has outgrown one machine. Starts slowly, needs Java."""

import tempfile
from itertools import count

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession
from pyspark.sql.functions import unix_date

from duecourse.engines.arrow import day_numbered
from duecourse.engines.engine import EngineName
from duecourse.ledger.arrow import empty_table
from duecourse.ledger.columns import Table
from duecourse.values.frames import Frame

LARGE = 200_000
"""Rows beyond which the driver does not send a table row by row."""


class Spark:
    """Frames of one Spark session; kept frames are cached."""

    name: EngineName = "spark"

    def __init__(self, session: SparkSession) -> None:
        """Work in an existing session, which stays the caller's to stop."""
        self.session = session
        self.spare = tempfile.TemporaryDirectory(prefix="duecourse-")
        self.numbers = count(1)

    def frame(self, table: pa.Table) -> Frame:
        """Make a lazy frame from an Arrow table; a large one travels through a Parquet file."""
        table = day_numbered(table)
        if table.num_rows <= LARGE:
            return nw.from_native(self.session.createDataFrame(table))
        path = f"{self.spare.name}/{next(self.numbers)}.parquet"
        pq.write_table(table, path)
        return self.parquet(path)

    def parquet(self, path: str) -> Frame:
        """Scan a Parquet file as far as it is asked for; dates are day numbers."""
        read = self.session.read.parquet(path)
        return nw.from_native(
            read.select(
                *(
                    unix_date(name).alias(name) if stored == "date" else name
                    for name, stored in read.dtypes
                )
            )
        )

    def empty(self, table: Table) -> Frame:
        """Make a frame with the columns of a ledger table and no row."""
        return self.frame(empty_table(table))

    def keep(self, frame: Frame) -> Frame:
        """Compute the frame now and cut its history, so that plans do not grow without end."""
        return nw.from_native(frame.to_native().localCheckpoint(eager=True))

    def arrow(self, frame: Frame) -> pa.Table:
        """Collect the frame and hand it over."""
        return frame.to_native().toArrow()

    def close(self) -> None:
        """Stop the session and remove what travelled."""
        self.session.stop()
        self.spare.cleanup()


def start() -> Spark:
    """Start a session on this machine, or join the one that the surroundings provide."""
    builder = (
        SparkSession.builder.appName("duecourse")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.log.level", "ERROR")
    )
    return Spark(builder.getOrCreate())
