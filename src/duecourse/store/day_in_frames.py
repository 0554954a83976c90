"""A kept day's position as the tables that ``present`` words: decisions, figures, aging."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
from django.db import connection
from django.db.models import Model, QuerySet

from duecourse.ledger.arrow import ARROW
from duecourse.pipeline.position import Figures, Position
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policy.shapes import Policy
from duecourse.present.collected import Collected, home_rates, named, ordered
from duecourse.store.frames import amounts_of
from duecourse.store.positions import (
    PositionAlert,
    PositionCustomer,
    PositionDay,
    PositionDunning,
    PositionPart,
    PositionTask,
)
from duecourse.values.problems import Problem

MONEY, TEXT, FLAG = ARROW["money"], pa.string(), pa.bool_()
DAY = pa.date32()
REAL, WHOLE = pa.float64(), pa.int64()
Columns = Mapping[str, pa.DataType]

CUSTOMERS: Columns = {
    **dict.fromkeys(("customer_id", "name", "currency", "grade", "status", "holds"), TEXT),
    **dict.fromkeys(("limit_rule", "grade_before_caps", "cap"), TEXT),
    "observation_task": FLAG,
    **dict.fromkeys(("to_home", "score"), REAL),
    **dict.fromkeys(
        (
            *("open_amount", "overdue_amount", "exposure", "net_exposure", "headroom"),
            *("effective_limit", "recommended_limit", "granted_limit", "unallocated"),
        ),
        MONEY,
    ),
}
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
    "due_on": DAY,
    "value": MONEY,
}


def day_in_frames(
    day: PositionDay, policy: Policy, seen: "QuerySet[PositionCustomer] | None" = None
) -> Collected:
    """Read what waits for a decision on a day, of all customers or of some.

    Shapes:
        invoices: parts in dispute alone.
        aging, points, not_dunned: none; pages ask the database for them.
    """
    whole = PositionCustomer.objects.filter(day=day)
    customers = named(ordered(taken(whole if seen is None else seen, CUSTOMERS), "customer_id"))
    chosen = {} if seen is None else {"customer_id__in": seen.values("customer_id")}
    tables = {
        name: ordered(taken(model.objects.filter(day=day, **chosen, **only), columns), *key)
        for name, model, columns, key, only in (
            ("invoices", PositionPart, PARTS, ("invoice_id", "part"), {"disputed_amount__gt": 0}),
            ("dunning", PositionDunning, DUNNING, ("invoice_id", "part"), {}),
            ("alerts", PositionAlert, ALERTS, ("customer_id", "rule"), {}),
            ("tasks", PositionTask, TASKS, ("customer_id", "kind"), {}),
        )
    }
    position = position_of(day, policy)
    return Collected(
        position=position,
        specs=VOCABULARY,
        aging=pa.table({}),
        customers=customers,
        points=pa.table({}),
        not_dunned=pa.table({}),
        rates=home_rates(customers, position),
        **tables,
    )


def taken(rows: "QuerySet[Model]", columns: Columns) -> pa.Table:
    """Read some columns of a day's rows."""
    return columns_of(rows.values_list(*columns), columns)


def columns_of(rows: "QuerySet[Any]", columns: Columns) -> pa.Table:
    """Fetch rows as they lie in the database, and turn whole columns at once into their types."""
    text, named_values = rows.order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(text, named_values)
        found = cursor.fetchall()
    values = list(zip(*found, strict=True)) if found else [()] * len(columns)
    return pa.table(
        {
            name: typed(list(column), kind)
            for (name, kind), column in zip(columns.items(), values, strict=True)
        }
    )


def typed(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Bring a column to its type: ten-thousandths to amounts, days to day numbers, 1 to true."""
    if kind == MONEY:
        return amounts_of(pa.array(values, WHOLE))
    if kind == DAY:
        texts = pa.array([None if value is None else str(value)[:10] for value in values], TEXT)
        return texts.cast(pa.date32()).cast(pa.int32()).cast(WHOLE)
    if kind == FLAG:
        return pa.array([None if value is None else bool(value) for value in values], FLAG)
    return pa.array(values, kind)


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
