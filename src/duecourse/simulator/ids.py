"""How things are numbered: a letter and a number, so that each is known by its name."""

import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.draws import Flags, Ints


def customer_ids(customer: Ints) -> pa.Array:
    """Name customers by their number."""
    return col.coded("K", customer + 1, 5)


def group_ids(group: Ints) -> pa.Array:
    """Name groups by their number; -1 is none."""
    return col.coded("G", group + 1, 4, group >= 0)


def contract_ids(customer: Ints, known: Flags | None = None) -> pa.Array:
    """Name contracts by their customer's number."""
    return col.coded("C", customer + 1, 5, known)


def invoice_ids(rows: Ints, known: Flags | None = None) -> pa.Array:
    """Name invoices by their place in the history; empty where not ``known``."""
    return col.coded("R", rows + 1, 8, known)


def order_ids(rows: Ints, known: Flags | None = None) -> pa.Array:
    """Name orders by the invoice that they became."""
    return col.coded("O", rows + 1, 8, known)


def open_order_ids(number: Ints) -> pa.Array:
    """Name orders on hand by their own number."""
    return col.coded("Q", number + 1, 6)


def settlement_ids(number: Ints, known: Flags | None = None) -> pa.Array:
    """Name settlements by their number."""
    return col.coded("S", number, 9, known)
