"""DuckDB: in process, reads what it needs, spills to disk. The default."""

import tempfile
from itertools import count

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa

from duecourse.engines.arrow import day_numbered
from duecourse.engines.engine import EngineName
from duecourse.engines.not_installed import look_once_for
from duecourse.ledger.arrow import empty_table
from duecourse.ledger.columns import Table
from duecourse.values.days import EPOCH
from duecourse.values.frames import Frame

MEMORY_LIMIT = "2GB"


class DuckDB:
    """One connection; kept frames are its tables."""

    name: EngineName = "duckdb"

    def __init__(self, memory_limit: str = MEMORY_LIMIT) -> None:
        """Open a database in memory that spills into a temporary folder."""
        look_once_for("pandas")
        self.spill = tempfile.TemporaryDirectory(prefix="duecourse-")
        self.connection = duckdb.connect(
            config={
                "memory_limit": memory_limit,
                "temp_directory": self.spill.name,
                "preserve_insertion_order": "false",
            }
        )
        self.numbers = count(1)

    def frame(self, table: pa.Table) -> Frame:
        """Make a lazy frame that reads the Arrow table in place; dates are day numbers."""
        return nw.from_native(self.connection.from_arrow(day_numbered(table)))

    def parquet(self, path: str) -> Frame:
        """Scan a Parquet file as far as it is asked for; dates are day numbers."""
        relation = self.connection.read_parquet(path)
        columns = zip(relation.columns, relation.types, strict=True)
        return nw.from_native(relation.select(*(day_number(*column) for column in columns)))

    def query(self, sql: str) -> Frame:
        """Make a lazy frame of a query of this connection."""
        return nw.from_native(self.connection.sql(sql))

    def empty(self, table: Table) -> Frame:
        """Make a frame with the columns of a ledger table and no row."""
        return self.frame(empty_table(table))

    def keep(self, frame: Frame) -> Frame:
        """Store the frame as a table of this connection."""
        name = f"kept_{next(self.numbers)}"
        frame.to_native().create(name)
        return nw.from_native(self.connection.table(name))

    def arrow(self, frame: Frame) -> pa.Table:
        """Run the query and fetch its rows."""
        return frame.to_native().to_arrow_table()

    def close(self) -> None:
        """Close the connection and remove what it spilled."""
        self.connection.close()
        self.spill.cleanup()


def day_number(name: str, stored: object) -> duckdb.Expression:
    """Select a column as it is, a date as its day number."""
    column = duckdb.ColumnExpression(name)
    if str(stored) != "DATE":
        return column
    epoch = duckdb.ConstantExpression(EPOCH)
    return (column - epoch).cast("INTEGER").alias(name)


def start() -> DuckDB:
    """Start DuckDB with the house's memory limit."""
    return DuckDB()
