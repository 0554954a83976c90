"""What a source adds up to, by table and currency: to be compared with the books it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import narwhals.stable.v2 as nw
import pyarrow as pa

from duecourse.engines.engine import Engine
from duecourse.ledger.columns import TOTAL
from duecourse.ledger.invoice_state import invoice_state
from duecourse.ledger.ledger import Ledger
from duecourse.ledger.open_parts import open_parts
from duecourse.values.days import day_number


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """Rows and amounts of one table in one currency; ``still_open`` of invoices alone."""

    table: str
    currency: str
    rows: int
    amount: Decimal
    still_open: Decimal | None = None


def control_totals(
    tables: Mapping[str, pa.Table], ledger: Ledger, engine: Engine, *, as_of: date
) -> list[ControlTotal]:
    """Add up the amounts of every table that has any, and what is open on a day."""
    found = still_open(ledger, engine, as_of=as_of) if "invoices" in tables else {}
    return [
        ControlTotal(
            name,
            currency,
            rows,
            amount,
            found.get(currency, Decimal(0)) if name == "invoices" else None,
        )
        for name, table in tables.items()
        if {"amount", "currency"} <= set(table.column_names)
        for currency, rows, amount in sums(table)
    ]


def sums(table: pa.Table) -> list[tuple[str, int, Decimal]]:
    """Add up the rows and amounts of each currency, in the order of their names."""
    grouped = table.group_by("currency").aggregate([([], "count_all"), ("amount", "sum")])
    columns = (grouped[name].to_pylist() for name in ("currency", "count_all", "amount_sum"))
    return sorted(
        (currency or "", rows, amount or Decimal(0))
        for currency, rows, amount in zip(*columns, strict=True)
    )


def still_open(ledger: Ledger, engine: Engine, *, as_of: date) -> dict[str, Decimal]:
    """Add up what is open of invoices on a day, credits and overpayments taken off."""
    state = invoice_state(ledger, as_of=day_number(as_of))
    summed = (
        open_parts(state, ledger["due_parts"])
        .group_by("currency")
        .agg(nw.col("open_amount").cast(TOTAL).sum().alias("open"))
        .select("currency", "open")
    )
    rows = engine.arrow(summed).to_pylist()
    return {row["currency"]: row["open"] for row in rows}
