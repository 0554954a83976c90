"""How customers pay: each behaviour as numbers, before and after its turning point."""

from dataclasses import dataclass
from typing import Literal

Name = Literal[
    "prompt",
    "slow",
    "erratic",
    "disputing",
    "deteriorating",
    "improving",
    "bust_out",
    "defaulting",
]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One way to pay.

    Units:
        share: of the customers.
        late: share of payments that come late, before and after the turn.
        days: mean days late of those, before and after the turn.
        turn: when the turn starts and ends, in days before the last day (or before the
            default, for customers who default).
        disputes: share of invoices that are disputed.
        quality: financial standing, 0 worst to 1 best, after the turn.
        size: of the customer, as a factor.
    """

    name: Name
    share: float
    late: tuple[float, float]
    days: tuple[float, float]
    quality: float
    turn: tuple[int, int] = (2, 1)
    disputes: float = 0.004
    size: float = 1.0


BEHAVIOURS = (
    Behaviour("prompt", 0.49, (0.06, 0.06), (4.0, 4.0), quality=0.78),
    Behaviour("slow", 0.16, (0.8, 0.8), (30.0, 30.0), quality=0.52),
    Behaviour("erratic", 0.13, (0.45, 0.45), (46.0, 46.0), quality=0.5, disputes=0.01),
    Behaviour("disputing", 0.06, (0.22, 0.22), (10.0, 10.0), quality=0.6, disputes=0.2),
    Behaviour("deteriorating", 0.06, (0.06, 0.95), (4.0, 48.0), quality=0.3, turn=(240, 45)),
    Behaviour("improving", 0.05, (0.85, 0.08), (30.0, 5.0), quality=0.68, turn=(480, 210)),
    Behaviour("bust_out", 0.015, (0.02, 0.02), (3.0, 3.0), quality=0.5, size=0.6),
    Behaviour(
        "defaulting", 0.035, (0.25, 0.9), (10.0, 45.0), quality=0.12, turn=(210, 20), size=0.7
    ),
)
"""Shares add up to 1; about a third of the money comes late (formulas, section 3)."""

INDEX = {behaviour.name: index for index, behaviour in enumerate(BEHAVIOURS)}
