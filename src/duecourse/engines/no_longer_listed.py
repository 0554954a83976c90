"""Invoices that a list of open items names no longer: settled, unless the list is a part."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc

from duecourse.engines.engine import Engine
from duecourse.engines.reading import Read
from duecourse.ledger.arrow import ARROW, schema_of
from duecourse.ledger.invoice_state import invoice_state
from duecourse.ledger.ledger import ledger_of
from duecourse.ledger.open_parts import open_parts
from duecourse.ledger.tables import TABLE
from duecourse.values.days import day_number

BALANCE = frozenset({"open_amount", "balance_on"})
NEEDED = ("invoices", "settlements", "due_parts")
"""Tables that say what is open."""


def lists_what_is_open(read: Read, tables: Mapping[str, pa.Table]) -> bool:
    """Say whether a source is a list of open invoices: one sheet, or balances beside invoices."""
    invoices = tables.get("invoices")
    if invoices is None or "settlements" in tables:
        return False
    return read.kind == "sheet" or invoices["open_amount"].null_count < invoices.num_rows


def no_longer_listed(
    held: Mapping[str, pa.Table], listed: pa.Table, engine: Engine, *, as_of: date
) -> pa.Table:
    """Return the invoices that are open by what is held and that a list does not name.

    Shapes:
        held: the ledger's tables of ``NEEDED``; listed: its invoices.
        returns: the ledger's columns, as they are held.
    """
    frames = {name: engine.frame(held[name]).to_native() for name in NEEDED}
    ledger = ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)
    day = day_number(as_of)
    parts = open_parts(invoice_state(ledger, as_of=day), ledger["due_parts"])
    still_open = parts.filter(nw.col("open_amount") > 0).select("invoice_id").unique()
    names = engine.arrow(still_open)["invoice_id"].cast(pa.string())
    known = held["invoices"]
    asked = pc.and_(
        pc.is_in(known["invoice_id"], names.combine_chunks()),
        pc.invert(pc.is_in(known["invoice_id"], listed["invoice_id"].combine_chunks())),
    )
    return known.filter(asked)


def without_payments(invoices: pa.Table, settlements: pa.Table) -> pa.Table:
    """Leave the invoices of which no payment is held: of these alone a stated balance counts."""
    paid = pc.is_in(invoices["invoice_id"], settlements["invoice_id"].combine_chunks())
    return invoices.filter(pc.invert(paid))


def settled_since(invoices: pa.Table, as_of: date) -> pa.Table:
    """State that nothing is open of invoices from a day on."""
    day = day_number(as_of)
    nothing = pa.array([Decimal(0)] * invoices.num_rows, ARROW["money"])
    days = pa.array([day] * invoices.num_rows, ARROW["day"])
    schema = schema_of(TABLE["invoices"])
    for name, values in (("open_amount", nothing), ("balance_on", days)):
        invoices = invoices.set_column(schema.get_field_index(name), schema.field(name), values)
    return invoices
