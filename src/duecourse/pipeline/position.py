"""Ledger + policy + day -> Position: everything that is known about one company on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from duecourse.policy.shapes import Policy
from duecourse.values.frames import Frame
from duecourse.values.problems import Problem

Figures = Mapping[str, Decimal | float | int | None]


@dataclass(frozen=True, slots=True)
class Position:
    """What a credit manager knows on one day.

    Frames are kept; their columns are in docs/architecture.md. ``rates`` are those known on the
    day, from each currency to the home currency.
    """

    as_of: date
    home_currency: str
    policy: Policy
    aging: Frame
    invoices: Frame
    customers: Frame
    points: Frame
    dunning: Frame
    not_dunned: Frame
    alerts: Frame
    tasks: Frame
    kpi: Mapping[str, Figures]
    home: Figures
    dso_history: tuple[tuple[date, Figures], ...]
    problems: tuple[Problem, ...]
    rates: Mapping[str, Decimal] = field(default_factory=dict)
