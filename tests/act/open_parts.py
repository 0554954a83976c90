"""Open parts typed by hand; days past due and buckets follow from the due date."""

from datetime import date
from decimal import Decimal

import pyarrow as pa

from duecourse.values.days import day_number

AS_OF = day_number(date(2026, 3, 31))
SCHEMA = pa.schema(
    [
        ("invoice_id", pa.string()),
        ("part", pa.int64()),
        ("customer_id", pa.string()),
        ("company_id", pa.string()),
        ("currency", pa.string()),
        ("due_on", pa.int32()),
        ("open_amount", pa.decimal128(18, 4)),
        ("disputed_amount", pa.decimal128(18, 4)),
        ("pending_amount", pa.decimal128(18, 4)),
        ("days_past_due", pa.int32()),
        ("bucket", pa.string()),
        ("to_home", pa.float64()),
    ]
)


def open_parts(engine, text, *, as_of=AS_OF):
    """Build a frame from lines ``invoice/part customer currency late=... open=...``.

    ``late=12`` stands for a due date; ``disputed=``, ``pending=``, ``company=`` and ``rate=`` are
    optional. A negative amount is a credit.
    """
    rows = [row(line.split(), as_of) for line in text.strip().splitlines()]
    return engine.frame(pa.Table.from_pylist(rows, schema=SCHEMA))


def row(cells, as_of):
    named = dict(cell.split("=") for cell in cells[3:])
    days, amount = int(named["late"]), Decimal(named["open"])
    invoice, _, part = cells[0].partition("/")
    return {
        "invoice_id": invoice,
        "part": int(part or 1),
        "customer_id": cells[1],
        "company_id": named.get("company", "main"),
        "currency": cells[2],
        "due_on": as_of - days,
        "open_amount": amount,
        "disputed_amount": Decimal(named.get("disputed", 0)),
        "pending_amount": Decimal(named.get("pending", 0)),
        "days_past_due": max(days, 0) if amount > 0 else 0,
        "bucket": "1-30" if amount > 0 else "unallocated",
        "to_home": rate(cells[2], named),
    }


def rate(currency, named):
    """At home in CNY; elsewhere as typed, else unknown."""
    known = {"CNY": 1.0} | ({currency: float(named["rate"])} if "rate" in named else {})
    return known.get(currency)
