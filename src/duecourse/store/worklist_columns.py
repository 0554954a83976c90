"""Columns that lists choose and sort by, worked out once with the position rather than per page."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.ledger.arrow import ARROW
from duecourse.store.fields import DIGITS

MONEY, FLOAT, TEXT = ARROW["money"], pa.float64(), pa.string()
NOTHING = pa.scalar(0, MONEY)


def with_worklists(customers: pa.Table, dunning: pa.Table, ladder: Sequence[str]) -> pa.Table:
    """Add to the rows of customers what worklists and the search need.

    Shapes:
        customers: rows of ``PositionCustomer``
        dunning: customer_id, level, days_past_due; one row per part for which a step is due
        ladder: ids of the levels, the first step first
        returns: the same rows with search, step, step_rank, step_days, at_risk_home
    """
    added = {
        "search": searched(customers),
        **steps(customers["customer_id"], dunning, ladder),
        "at_risk_home": at_risk(customers),
    }
    for name, values in added.items():
        customers = customers.append_column(name, values)
    return customers


def searched(customers: pa.Table) -> pa.ChunkedArray:
    """Write what a customer is searched by: its name and its id, in lower case."""
    names, ids = (customers[column].cast(TEXT) for column in ("name", "customer_id"))
    return pc.utf8_lower(pc.binary_join_element_wise(names, ids, "\n"))


def steps(
    customer_ids: pa.ChunkedArray, dunning: pa.Table, ladder: Sequence[str]
) -> dict[str, pa.Array | pa.ChunkedArray]:
    """Find the highest step that is due of each customer, and how late the latest part is."""
    levels = pa.array(list(ladder), TEXT)
    parts = pa.table(
        {
            "customer_id": dunning["customer_id"].cast(TEXT),
            "rank": pc.index_in(dunning["level"].cast(TEXT), value_set=levels),
            "days": dunning["days_past_due"].cast(pa.int64()),
        }
    )
    highest = parts.group_by("customer_id").aggregate([("rank", "max"), ("days", "max")])
    known = highest["customer_id"].combine_chunks()
    place = pc.index_in(customer_ids.cast(TEXT), value_set=known)
    rank = highest["rank_max"].combine_chunks().take(place)
    return {
        "step": levels.take(rank.combine_chunks()),
        "step_rank": rank,
        "step_days": highest["days_max"].combine_chunks().take(place),
    }


def at_risk(customers: pa.Table) -> pa.ChunkedArray:
    """Work out what is overdue and neither secured nor covered, in the home currency.

    Unknown where the rate, what is overdue or what stands behind it is.
    """
    rate = customers["to_home"].cast(FLOAT)
    behind = pc.subtract(customers["exposure"], customers["net_exposure"])
    converted = pc.round(pc.multiply(behind.cast(FLOAT), rate), DIGITS).cast(MONEY)
    secured = pc.if_else(pc.equal(rate, 1.0), behind.cast(MONEY), converted)
    left = pc.subtract(customers["overdue_home"], secured).cast(MONEY)
    return pc.if_else(pc.less(left, NOTHING), NOTHING, left)
