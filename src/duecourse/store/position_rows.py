"""A position as rows of the database: frames of any engine in, Arrow columns out."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from duecourse.ledger.columns import DTYPES
from duecourse.pipeline.position import Figures, Position
from duecourse.store.json_text import json_rows
from duecourse.store.positions import (
    OfDay,
    PositionAlert,
    PositionCustomer,
    PositionDunning,
    PositionLeftOut,
    PositionPart,
    PositionPoint,
    PositionProfile,
    PositionTask,
)
from duecourse.store.worklist_columns import with_worklists
from duecourse.values.frames import Frame
from duecourse.values.problems import Problem
from duecourse.values.rounding import half_up

Arrow = Callable[[Frame], pa.Table]
"""Compute a frame and hand it over; each engine has its own."""
MONEY_DIGITS = 4
AT_HOME = {
    "exposure_home": "exposure",
    "overdue_home": "overdue_amount",
    "headroom_home": "headroom",
    "limit_home": "effective_limit",
    "unallocated_home": "unallocated",
}
AMOUNTS = (
    *("open_amount", "overdue_amount", "exposure", "net_exposure", "effective_limit"),
    *("recommended_limit", "granted_limit", "group_limit", "unallocated"),
    *("own_headroom", "group_headroom", "headroom"),
)
AS_THEY_ARE = (
    *("customer_id", "group_id", "country", "salesperson", "currency", "to_home", "grade", "score"),
    *("known_weight", "status", "stage", "terms", "recommended_terms", "security", "limit_rule"),
    *("days_beyond_terms", "days_beyond_terms_recent", "days_beyond_terms_change", "late_share"),
    *("largest_days_past_due", "grade_before_caps", "cap", "observation_task"),
)
MADE = ("name", "holds")
COMPUTED = ("proposed_limit", "monthly_purchases")
"""Amounts of the profile that were worked out as floats."""
PART = (
    *("customer_id", "invoice_id", "part", "company_id", "currency", "issued_on", "due_on"),
    *("amount", "open_amount", "disputed_amount", "pending_amount", "days_past_due", "bucket"),
)
OTHERS: dict[str, type[OfDay]] = {
    "invoices": PositionPart,
    "dunning": PositionDunning,
    "not_dunned": PositionLeftOut,
    "alerts": PositionAlert,
    "tasks": PositionTask,
    "points": PositionPoint,
}
"""The frames of a position beside its customers, and where their rows are kept."""


def rows_of(position: Position, arrow: Arrow) -> dict[type[OfDay], pa.Table]:
    """Turn a position into the rows of each of its tables.

    Shapes:
        returns: columns named as the fields of the model, those of the day apart; days as dates.
    """
    customers, profiles = customer_rows(position, arrow)
    parts = arrow(position.invoices.select(*PART))
    others = {
        model: parts if name == "invoices" else arrow(getattr(position, name))
        for name, model in OTHERS.items()
    }
    ladder = [level.id for level in position.policy.dunning.levels]
    return {
        PositionCustomer: with_worklists(customers, others[PositionDunning], ladder),
        PositionProfile: profiles,
        **{model: with_dates(rows) for model, rows in others.items()},
    }


def customer_rows(position: Position, arrow: Arrow) -> tuple[pa.Table, pa.Table]:
    """Turn the customers of a position into rows: columns of their own, and their profiles.

    Keeps:
        amounts to the last digit; those worked out as floats are rounded half up to four decimals.
    """
    frame = position.customers
    own = frame.select(
        *AS_THEY_ARE,
        *(money(frame, name).alias(name) for name in AMOUNTS),
        *(at_home(frame, name).alias(made) for made, name in AT_HOME.items()),
        name=nw.coalesce("name", "customer_id"),
        holds=nw.col("holds").fill_null(""),
        **{f"profile_{name}": profiled(frame, name) for name in in_profile(frame)},
    )
    table = with_dates(arrow(own)).sort_by("customer_id")
    columns = [name for name in table.column_names if name.startswith("profile_")]
    profile = table.select(columns).rename_columns(
        [name.removeprefix("profile_") for name in columns]
    )
    profiles = pa.table({"customer_id": table["customer_id"], "profile": json_rows(profile)})
    return table.drop_columns(columns), profiles


def in_profile(frame: Frame) -> list[str]:
    """Name the columns of the decided frame that have no column of their own."""
    own = {*AS_THEY_ARE, *AMOUNTS, *MADE}
    return [name for name in frame.collect_schema().names() if name not in own]


def profiled(frame: Frame, name: str) -> nw.Expr:
    """Express a column as the profile holds it: every amount with its four decimals."""
    kind = frame.collect_schema()[name]
    if name in COMPUTED:
        return money(frame, name)
    if isinstance(kind, nw.Decimal) and name == "invoices_paid":
        return nw.col(name).cast(nw.Int64)
    return nw.col(name)


def money(frame: Frame, name: str) -> nw.Expr:
    """Express an amount to four decimals, rounded half up where it was worked out as a float."""
    amount = nw.col(name)
    if frame.collect_schema()[name].is_float():
        amount = half_up(amount, MONEY_DIGITS)
    return amount.cast(DTYPES["money"])


def at_home(frame: Frame, name: str) -> nw.Expr:
    """Express an amount in the home currency; unknown where the rate is."""
    rate = nw.col("to_home")
    converted = half_up(nw.col(name).cast(nw.Float64) * rate, MONEY_DIGITS).cast(DTYPES["money"])
    return nw.when(rate == 1).then(money(frame, name)).otherwise(converted)


def with_dates(rows: pa.Table) -> pa.Table:
    """Read day numbers as dates: columns whose names end in ``_on``."""
    for place, name in enumerate(rows.column_names):
        if name.endswith("_on") and not pa.types.is_date(rows.schema.field(place).type):
            days = rows.column(place).cast(pa.int32()).cast(pa.date32())
            rows = rows.set_column(place, name, days)
    return rows


def day_of_position(position: Position, arrow: Arrow) -> dict[str, Any]:
    """Return what ``PositionDay`` holds of a position: figures, aging, history, problems."""
    return {
        "home_currency": position.home_currency,
        "figures": plain(position.home),
        "by_currency": {currency: plain(each) for currency, each in position.kpi.items()},
        "dso_history": [
            {"day": day.isoformat(), **plain(each)} for day, each in position.dso_history
        ],
        "aging": aging_at_home(position, arrow),
        "problems": [problem_row(problem) for problem in position.problems],
    }


def plain(figures: Figures) -> dict[str, str | int | None]:
    """Write figures for JSON: exact numbers as texts, counts as numbers, the unknown as null."""
    return {
        name: format(value, "f")
        if isinstance(value, Decimal)
        else str(value)
        if isinstance(value, float)
        else value
        for name, value in figures.items()
    }


def aging_at_home(position: Position, arrow: Arrow) -> dict[str, str | None]:
    """Add up what is open by bucket, in the home currency; null where a rate is unknown."""
    sums = arrow(
        position.aging.group_by("bucket", "currency").agg(nw.col("open_amount").sum())
    ).to_pylist()
    totals: dict[str, Decimal | None] = {}
    for row in sums:
        rate, so_far = position.rates.get(row["currency"]), totals.get(row["bucket"], Decimal(0))
        known = rate is not None and so_far is not None
        totals[row["bucket"]] = so_far + row["open_amount"] * rate if known else None
    unit = Decimal(1).scaleb(-MONEY_DIGITS)
    return {
        bucket: None if amount is None else format(amount.quantize(unit, ROUND_HALF_UP), "f")
        for bucket, amount in sorted(totals.items())
    }


def problem_row(problem: Problem) -> dict[str, Any]:
    """Write a problem for JSON."""
    return {
        "code": problem.code,
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "details": dict(problem.details),
    }
