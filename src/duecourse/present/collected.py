"""A position whose frames have been computed, ready to be worded and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc

from duecourse.pipeline.position import Position
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec

Specs = Mapping[str, MeasureSpec]
Arrow = Callable[[Frame], pa.Table]
"""Compute a frame and hand it over; each engine has its own."""


@dataclass(frozen=True, slots=True)
class Collected:
    """The tables of a position, in the order of their ids, so that two runs write the same files.

    Shapes:
        points: only rows that cost something.
        rates: currency to home currency, where known; the home currency itself is 1.
    """

    position: Position
    specs: Specs
    aging: pa.Table
    invoices: pa.Table
    customers: pa.Table
    points: pa.Table
    dunning: pa.Table
    not_dunned: pa.Table
    alerts: pa.Table
    tasks: pa.Table
    rates: Mapping[str, float]


def collected(position: Position, arrow: Arrow, *, specs: Specs = VOCABULARY) -> Collected:
    """Compute every frame of a position once; ``specs`` says in which units measures are."""
    customers = named(ordered(arrow(position.customers), "customer_id"))
    costly = position.points.filter(nw.col("cost") > 0)
    return Collected(
        position=position,
        specs=specs,
        aging=ordered(arrow(position.aging), "customer_id", "currency"),
        invoices=ordered(arrow(position.invoices), "invoice_id", "part"),
        customers=customers,
        points=ordered(arrow(costly), "customer_id", "criterion"),
        dunning=ordered(arrow(position.dunning), "invoice_id", "part"),
        not_dunned=ordered(arrow(position.not_dunned), "invoice_id", "part"),
        alerts=ordered(arrow(position.alerts), "customer_id", "rule"),
        tasks=ordered(arrow(position.tasks), "customer_id", "kind"),
        rates=home_rates(customers, position),
    )


def named(customers: pa.Table) -> pa.Table:
    """Call a customer without a name by its id."""
    name = pc.coalesce(customers["name"].cast(pa.string()), customers["customer_id"])
    return customers.set_column(customers.column_names.index("name"), "name", name)


def ordered(table: pa.Table, *keys: str) -> pa.Table:
    """Sort a table by its keys; text of any width becomes plain text, chunks become one."""
    plain = [
        (field.name, pa.string() if is_text(field.type) else field.type) for field in table.schema
    ]
    table = table.cast(pa.schema(plain)).combine_chunks()
    by = [(key, "ascending") for key in keys if key in table.column_names]
    return table.take(pc.sort_indices(table, by)).combine_chunks()


def is_text(kind: pa.DataType) -> bool:
    """Say whether a type holds text, whatever the engine calls it."""
    return bool(
        pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_dictionary(kind)
        or pa.types.is_null(kind)
    )


def home_rates(customers: pa.Table, position: Position) -> dict[str, float]:
    """Gather the rate of each currency: those of the day, and those that customers have."""
    known = customers.select(["currency", "to_home"]).drop_null()
    highest = known.group_by("currency").aggregate([("to_home", "max")])
    pairs = zip(highest["currency"].to_pylist(), highest["to_home_max"].to_pylist(), strict=True)
    of_the_day = {currency: float(rate) for currency, rate in position.rates.items()}
    return dict(pairs) | of_the_day | {position.home_currency: 1.0}
