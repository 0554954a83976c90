"""Ledger + policy + day -> Position: everything that is known about one company on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import narwhals.stable.v2 as nw

from duecourse.policy.shapes import Policy
from duecourse.values.problems import Problem

Figures = Mapping[str, Decimal | float | int | None]


@dataclass(frozen=True, slots=True)
class Position:
    """What a credit manager knows on one day. Frames are kept; their columns are in docs/architecture.md."""

    as_of: date
    home_currency: str
    policy: Policy
    aging: nw.LazyFrame
    invoices: nw.LazyFrame
    customers: nw.LazyFrame
    points: nw.LazyFrame
    dunning: nw.LazyFrame
    not_dunned: nw.LazyFrame
    alerts: nw.LazyFrame
    kpi: Mapping[str, Figures]
    home: Figures
    dso_history: tuple[tuple[date, Figures], ...]
    problems: tuple[Problem, ...]
