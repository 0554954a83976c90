"""The facts as they were known on a day, so that a look back is honest."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import Table
from duecourse.ledger.ledger import Ledger
from duecourse.ledger.tables import TABLE
from duecourse.values.frames import Frame


def known_by(ledger: Ledger, day: int) -> Ledger:
    """Leave out every fact that nobody knew by a day.

    A fact is known on its ``known_on``; where that is absent, on its own day (a statement 120
    days after its period ends); a fact without either has always been known.

    A settlement whose invoice nobody knew stands under unallocated until somebody does.

    Keeps:
        no fact of a later day changes a figure for the day.
    """
    facts = {name: known(frame, TABLE[name], day) for name, frame in ledger.tables.items()}
    told = unallocated_where_unknown(facts["settlements"], facts["invoices"])
    return Ledger({**facts, "settlements": told}, ledger.keep, ledger.make)


def unallocated_where_unknown(settlements: Frame, invoices: Frame) -> Frame:
    """Let go of the invoice that a settlement names, where it is not there; the cash is."""
    columns = settlements.collect_schema().names()
    there = invoices.select("invoice_id", nw.lit(True).alias("there"))
    named = nw.when(nw.col("there")).then(nw.col("invoice_id"))
    return (
        settlements.join(there, on="invoice_id", how="left")
        .with_columns(named.alias("invoice_id"))
        .select(*columns)
    )


def known(frame: Frame, table: Table, day: int) -> Frame:
    """Keep the rows of one table that were known by a day."""
    told = nw.col("known_on")
    if table.known_by is not None:
        told = nw.coalesce(told, nw.col(table.known_by) + table.known_after)
    return frame.filter(told.is_null() | (told <= day))


def of_customers(ledger: Ledger, customer_ids: Sequence[str]) -> Ledger:
    """Keep what concerns some customers and the members of their groups.

    Facts of a customer are kept by its id; tables that name only invoices are kept whole, since
    their rows find no invoice to belong to.
    """
    customers = ledger["customers"]
    asked = customers.filter(nw.col("customer_id").is_in(list(customer_ids)))
    groups = asked.filter(~nw.col("group_id").is_null()).select("group_id").unique()
    members = customers.join(groups, on="group_id", how="semi").select("customer_id")
    wanted = ledger.keep(nw.concat([asked.select("customer_id"), members]).unique())
    kept = {
        name: belonging(frame, wanted) if "customer_id" in TABLE[name].schema else frame
        for name, frame in ledger.tables.items()
    }
    return Ledger(kept, ledger.keep, ledger.make)


def belonging(frame: Frame, wanted: Frame) -> Frame:
    """Keep rows of the wanted customers, and rows that name none (a group's limit)."""
    own = frame.join(wanted, on="customer_id", how="semi")
    return nw.concat([own, frame.filter(nw.col("customer_id").is_null())])
