"""Aging, DSO and behaviour in SQL by hand: ``python -m bench.handwritten FOLDER DAY``."""

import sys
from pathlib import Path
from typing import Any

import duckdb

SQL = Path(__file__).with_name("handwritten.sql")
MEMORY_LIMIT = "2GB"


def handwritten(folder: str, day: str) -> dict[str, Any]:
    """Run the SQL and fetch the three results: aging and behaviour as Arrow, DSO by currency."""
    connection = duckdb.connect(
        config={"memory_limit": MEMORY_LIMIT, "preserve_insertion_order": "false"}
    )
    for statement in SQL.read_text(encoding="utf-8").replace("{folder}", folder).split(";"):
        if statement.strip():
            connection.execute(statement.replace("{day}", day))
    sums = connection.execute(
        "SELECT currency, receivable, overdue, sum(quarter) FROM owed JOIN sales USING (currency)"
        " GROUP BY ALL ORDER BY currency"
    ).fetchall()
    return {
        "aging": connection.sql("FROM aging").to_arrow_table(),
        "behaviour": connection.sql("FROM behaviour").to_arrow_table(),
        "dso": {
            currency: {
                "dso_simple": float(receivable * 90 / sales),
                "dso_best_possible": float((receivable - (overdue or 0)) * 90 / sales),
            }
            for currency, receivable, overdue, sales in sums
            if sales
        },
        "months": connection.sql("FROM sales").to_arrow_table(),
    }


if __name__ == "__main__":
    found = handwritten(sys.argv[1], sys.argv[2])
    print(found["aging"].num_rows, found["behaviour"].num_rows, found["dso"])
