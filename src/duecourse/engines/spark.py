"""PySpark: for a company that has outgrown one machine. Starts slowly, needs Java."""

import narwhals.stable.v2 as nw
import pyarrow as pa
from pyspark.sql import SparkSession

from duecourse.engines.arrow import empty_table
from duecourse.engines.engine import EngineName
from duecourse.ledger.columns import Table
from duecourse.values.frames import Frame


class Spark:
    """Frames of one Spark session; kept frames are cached."""

    name: EngineName = "spark"

    def __init__(self, session: SparkSession) -> None:
        """Work in an existing session, which stays the caller's to stop."""
        self.session = session

    def frame(self, table: pa.Table) -> Frame:
        """Make a lazy frame from an Arrow table."""
        return nw.from_native(self.session.createDataFrame(table))

    def parquet(self, path: str) -> Frame:
        """Scan a Parquet file as far as it is asked for."""
        return nw.from_native(self.session.read.parquet(path))

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
        """Stop the session."""
        self.session.stop()


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
