"""Do all give the same figures? ``python -m bench.agreement FOLDER DAY``."""

import math
import sys
from typing import Any

from bench.handwritten import handwritten
from bench.notebook import notebook
from bench.ours import ours
from duecourse.engines.engine import engine_named

CLOSE = 1e-6


class FiguresDiffer(AssertionError):
    """Two ways of reaching a figure do not agree, so that timing them says nothing."""


def agree(folder: str, day: str) -> dict[str, int]:
    """Compare the product with the SQL (money exactly) and the notebook (floats, closely).

    Disputes that name a part are laid on by the product alone; the simulated company has none.

    Raises:
        FiguresDiffer: naming the first figure that differs.
    """
    mine = ours(folder, day, engine_named("duckdb"))
    sql, pandas = handwritten(folder, day), notebook(folder, day)
    aging = keyed(mine["aging"].to_pylist(), "open_amount")
    require(aging, keyed(sql["aging"].to_pylist(), "open_amount"), "aging, SQL", exact=True)
    floats = keyed(pandas["aging"].to_dict("records"), "owed")
    require(aging, floats, "aging, notebook", exact=False)
    count = 0
    for name in ("days_beyond_terms", "days_beyond_terms_change", "late_share"):
        own = by_customer(mine["behaviour"].to_pylist(), name)
        require(own, by_customer(sql["behaviour"].to_pylist(), name), name, exact=False)
        rows = pandas["behaviour"].to_dict("records")
        require(own, by_customer(rows, name), name, exact=False)
        count += len(own)
    for found in (sql, pandas):
        require(flat(mine["dso"]), flat(found["dso"]), "dso", exact=False)
    return {"aging": len(aging), "behaviour": count, "dso": len(mine["dso"])}


def keyed(rows: list[dict[str, Any]], amount: str) -> dict[Any, Any]:
    """Key aging rows by customer, currency and bucket."""
    return {(row["customer_id"], row["currency"], row["bucket"]): row[amount] for row in rows}


def by_customer(rows: list[dict[str, Any]], name: str) -> dict[Any, Any]:
    """Key one measure by customer; a float that is no number is unknown."""
    known = {row["customer_id"]: row[name] for row in rows}
    return {
        key: value for key, value in known.items() if value is not None and not math.isnan(value)
    }


def flat(nested: dict[str, dict[str, float]]) -> dict[Any, Any]:
    """Key figures by currency and name."""
    return {(key, name): value for key, row in nested.items() for name, value in row.items()}


def require(mine: dict[Any, Any], theirs: dict[Any, Any], what: str, *, exact: bool) -> None:
    """Compare two sets of figures."""
    for key in sorted(mine.keys() | theirs.keys(), key=str):
        one, other = mine.get(key), theirs.get(key)
        same = one == other if exact or one is None or other is None else near(one, other)
        if not same:
            raise FiguresDiffer(f"{what}: {key} is {one} here and {other} there.")


def near(one: Any, other: Any) -> bool:
    """Say whether two floats are the same figure."""
    return abs(float(one) - float(other)) <= CLOSE * max(1.0, abs(float(one)))


if __name__ == "__main__":
    print("agreed:", agree(sys.argv[1], sys.argv[2]))
