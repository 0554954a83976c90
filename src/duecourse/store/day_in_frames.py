"""A kept day's position as the tables that ``present`` words: decisions, figures, aging."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Model, QuerySet

from duecourse.pipeline.position import Figures, Position
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policy.shapes import Policy
from duecourse.present.collected import Collected, home_rates, named, ordered
from duecourse.store.fields import UNIT
from duecourse.store.positions import (
    PositionAlert,
    PositionCustomer,
    PositionDay,
    PositionDunning,
    PositionPart,
    PositionTask,
)
from duecourse.values.days import day_number
from duecourse.values.problems import Problem

MONEY, TEXT = pa.decimal128(18, 4), pa.string()
UNALLOCATED, NOTHING = "unallocated", pa.scalar(Decimal(0), MONEY)
AGING = ["customer_id", "currency", "bucket", "open_amount"]
REAL, WHOLE = pa.float64(), pa.int64()
Columns = Mapping[str, pa.DataType]

CUSTOMERS: Columns = {
    **dict.fromkeys(("customer_id", "name", "currency", "grade", "status", "holds"), TEXT),
    "limit_rule": TEXT,
    **dict.fromkeys(("to_home", "score"), REAL),
    **dict.fromkeys(
        (
            *("open_amount", "overdue_amount", "exposure", "net_exposure", "headroom"),
            *("effective_limit", "recommended_limit", "granted_limit"),
        ),
        MONEY,
    ),
}
IN_PROFILE: Columns = {
    "grade_before_caps": TEXT,
    "cap": TEXT,
    "observation_task": pa.bool_(),
    "unallocated": MONEY,
}
"""What decisions read of the other columns."""
PARTS: Columns = {
    **dict.fromkeys(("invoice_id", "customer_id", "currency", "bucket"), TEXT),
    **dict.fromkeys(("part", "days_past_due"), WHOLE),
    **dict.fromkeys(("open_amount", "disputed_amount"), MONEY),
}
DUNNING: Columns = {
    **dict.fromkeys(
        ("invoice_id", "customer_id", "level", "action", "letter_level", "currency"), TEXT
    ),
    **dict.fromkeys(("part", "days_past_due"), WHOLE),
    **dict.fromkeys(("open_amount", "chase_amount"), MONEY),
}
ALERTS: Columns = {
    **dict.fromkeys(("customer_id", "rule", "severity"), TEXT),
    **dict.fromkeys(("value", "threshold"), REAL),
}
TASKS: Columns = {
    **dict.fromkeys(("customer_id", "kind", "currency"), TEXT),
    "due_on": WHOLE,
    "value": MONEY,
}


def day_in_frames(
    day: PositionDay, policy: Policy, seen: "QuerySet[PositionCustomer] | None" = None
) -> Collected:
    """Read the position of a day, or what of it concerns some of the day's customers.

    Shapes:
        points: none; they are worded on the customer's page.
    """
    whole = PositionCustomer.objects.filter(day=day)
    customers = named(ordered(customers_of(whole if seen is None else seen), "customer_id"))
    chosen = {} if seen is None else {"customer_id__in": seen.values("customer_id")}
    tables = {
        name: ordered(taken(model.objects.filter(day=day, **chosen), columns), *key)
        for name, model, columns, key in (
            ("invoices", PositionPart, PARTS, ("invoice_id", "part")),
            ("dunning", PositionDunning, DUNNING, ("invoice_id", "part")),
            ("alerts", PositionAlert, ALERTS, ("customer_id", "rule")),
            ("tasks", PositionTask, TASKS, ("customer_id", "kind")),
        )
    }
    position = position_of(day, policy)
    return Collected(
        position=position,
        specs=VOCABULARY,
        aging=aging_of(tables["invoices"], customers),
        customers=customers,
        points=pa.table({}),
        not_dunned=pa.table({}),
        rates=home_rates(customers, position),
        **tables,
    )


def aging_of(parts: pa.Table, customers: pa.Table) -> pa.Table:
    """List what is owed by bucket, and what stands to each customer's good in its own currency.

    Money that names no invoice is no part of one, so that it is taken from the customer's row.
    """
    owed = parts.filter(pc.not_equal(parts["bucket"], UNALLOCATED)).select(AGING)
    some = customers.filter(pc.fill_null(pc.not_equal(customers["unallocated"], NOTHING), False))
    good = pa.table(
        [
            some["customer_id"],
            some["currency"],
            pa.repeat(pa.scalar(UNALLOCATED), some.num_rows),
            pc.negate(some["unallocated"]),
        ],
        names=AGING,
    )
    return pa.concat_tables([owed, good]).combine_chunks()


def customers_of(seen: "QuerySet[PositionCustomer]") -> pa.Table:
    """Read customers of a day."""
    names = [*CUSTOMERS, *(f"profile__{name}" for name in IN_PROFILE)]
    rows = list(seen.values_list(*names))
    return table_of(rows, {**CUSTOMERS, **IN_PROFILE})


def taken(rows: "QuerySet[Model]", columns: Columns) -> pa.Table:
    """Read some columns of a day's rows."""
    return table_of(list(rows.values_list(*columns)), columns)


def table_of(rows: Sequence[tuple[Any, ...]], columns: Columns) -> pa.Table:
    """Turn rows into typed columns; days become day numbers, amounts kept as texts decimals."""
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return pa.table(
        {
            name: pa.array([plain(value, kind) for value in column], kind)
            for (name, kind), column in zip(columns.items(), values, strict=True)
        }
    )


def plain(value: Any, kind: pa.DataType) -> Any:
    """Bring a value to what its column holds."""
    if value is None:
        return None
    if kind == MONEY:
        return Decimal(value).quantize(UNIT, ROUND_HALF_UP)
    if kind == WHOLE and hasattr(value, "toordinal"):
        return day_number(value)
    return value


def position_of(day: PositionDay, policy: Policy) -> Position:
    """Make the head of a position; its frames stay empty, for the tables stand beside it."""
    none = nw.from_native(pa.table({})).lazy()
    return Position(
        as_of=day.as_of,
        home_currency=day.home_currency,
        policy=policy,
        **dict.fromkeys(
            ("aging", "invoices", "customers", "points", "dunning", "not_dunned", "alerts"), none
        ),
        tasks=none,
        kpi={currency: exact(figures) for currency, figures in day.by_currency.items()},
        home=exact(day.figures),
        dso_history=(),
        problems=tuple(Problem(**problem) for problem in day.problems),
    )


def exact(figures: Mapping[str, Any]) -> Figures:
    """Read figures as they were kept: texts are exact numbers."""
    return {
        name: Decimal(value) if isinstance(value, str) else value for name, value in figures.items()
    }
