"""The product's aging, DSO and behaviour: ``python -m bench.ours FOLDER DAY [ENGINE]``."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw

from duecourse.engines.choosing import name_for
from duecourse.engines.engine import Engine, engine_named
from duecourse.ledger.ledger import ledger_of
from duecourse.ledger.tables import TABLE
from duecourse.measures.aging import aging
from duecourse.measures.behaviour import behaviour, population
from duecourse.measures.dso import dso_best_possible, dso_simple
from duecourse.measures.sales import sales_by_month
from duecourse.pipeline.books import Books, books_on
from duecourse.pipeline.figures import collected
from duecourse.pipeline.profile import paid_within
from duecourse.policy.shapes import Windows
from duecourse.values.days import day_number

NEEDED = ("invoices", "due_parts", "settlements", "disputes", "rates")


def ours(folder: str, day: str, engine: Engine) -> dict[str, Any]:
    """Take the three measures of a folder of Parquet tables, as they lie."""
    frames = {
        name: engine.parquet(str(Path(folder, f"{name}.parquet")))
        for name in NEEDED
        if name in TABLE and Path(folder, f"{name}.parquet").exists()
    }
    ledger = ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)
    as_of = day_number(date.fromisoformat(day))
    books = books_on(ledger, as_of=as_of, home="CNY", rate_max_age_days=45)
    paid = paid_within(books, windows=Windows())
    people = ledger.keep(population(paid, books.open_parts, as_of=as_of))
    return {
        "aging": engine.arrow(aging(books.open_parts, books.cash)),
        "behaviour": engine.arrow(behaviour(people, as_of=as_of)),
        "dso": dso(books, as_of),
    }


def dso(books: Books, as_of: int) -> dict[str, dict[str, float]]:
    """Work out DSO by currency from the kept books."""
    late = nw.col("days_past_due") > 0
    overdue = nw.when(late).then(nw.col("open_amount")).otherwise(nw.lit(0))
    owed = {
        row["currency"]: row
        for row in collected(
            books.open_parts.filter(~nw.col("is_credit"))
            .with_columns(overdue=overdue)
            .group_by("currency")
            .agg(nw.col("open_amount", "overdue").sum())
        )
    }
    sold: dict[str, Any] = {}
    windows = {"quarter": 90}
    for row in collected(sales_by_month(books.state, as_of=as_of, windows=windows)):
        sold[row["currency"]] = sold.get(row["currency"], 0) + row["quarter_sales"]
    return {
        currency: {
            "dso_simple": float(dso_simple(row["open_amount"], sold[currency]) or 0),
            "dso_best_possible": float(
                dso_best_possible(row["open_amount"] - row["overdue"], sold[currency]) or 0
            ),
        }
        for currency, row in owed.items()
        if sold.get(currency)
    }


if __name__ == "__main__":
    named = sys.argv[3] if len(sys.argv) > 3 else name_for(Path(sys.argv[1]))
    running = engine_named(named)  # type: ignore[arg-type]
    found = ours(sys.argv[1], sys.argv[2], running)
    print(found["aging"].num_rows, found["behaviour"].num_rows, found["dso"])
