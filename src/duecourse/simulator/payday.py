"""When an invoice is paid, were it up to the customer alone, and what happens on the way."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from duecourse.simulator.behaviours import BEHAVIOURS
from duecourse.simulator.draws import Dice, Flags, Floats, Ints
from duecourse.simulator.population import Population
from duecourse.simulator.sales import Sales
from duecourse.simulator.seasons import weekdays_back
from duecourse.simulator.terms import IN_PARTS, WITH_DISCOUNT

EARLIEST_DAYS = 5.0
FULL_PROMPTNESS = 0.8


class Fate(IntEnum):
    """What becomes of an invoice."""

    PLAIN = 0
    PARTS = 1
    DISPUTED = 2
    DISCOUNTED = 3
    BILL = 4
    PARTIAL = 5
    REDUCED = 6
    OVERPAID = 7
    REVERSED = 8
    MISLAID = 9
    SHORT = 10
    CANCELLED = 11
    CREDIT = 12


CHANCES = (
    (Fate.PARTIAL, 0.05),
    (Fate.REDUCED, 0.02),
    (Fate.OVERPAID, 0.004),
    (Fate.REVERSED, 0.004),
    (Fate.MISLAID, 0.012),
    (Fate.SHORT, 0.004),
)
"""What may happen to an ordinary invoice; nothing does to the others."""
CANCELLED_SHARE = 0.003
CREDIT_SHARE = 0.02
BILL_USE = 0.75
DISCOUNT_USE = 0.6


@dataclass(frozen=True, slots=True)
class Deals:
    """A block of invoices with what becomes of them."""

    people: Population
    sales: Sales
    dice: Dice
    last: int
    pays: Ints
    fate: Ints

    def at(self, fate: Fate) -> Ints:
        """Return the places in the block of the invoices with this fate."""
        return np.flatnonzero(self.fate == fate)


def deals_of(people: Population, sales: Sales, dice: Dice, last: int) -> Deals:
    """Draw for each invoice when it is paid and what happens on the way."""
    pays = pay_days(people, sales.customer, sales.due, sales.rows, dice)
    return Deals(
        people, sales, dice, last, np.maximum(pays, sales.issued), fates(people, sales, dice)
    )


def pay_days(people: Population, customer: Ints, due: Ints, rows: Ints, dice: Dice) -> Ints:
    """Draw the day on which each customer pays what is due on a day: always a weekday."""
    late_share, late_days = manners(people, customer, due)
    late = dice.chance("late", rows, late_share)
    wait = dice.waiting("days late", rows) ** FULL_PROMPTNESS * late_days
    early = dice.uniform("days early", rows) ** 2 * EARLIEST_DAYS
    return weekdays_back(due + np.where(late, 1.0 + wait, -early).astype(np.int64))


def manners(people: Population, customer: Ints, due: Ints) -> tuple[Floats, Floats]:
    """Return how often and how many days late a customer pays around a day.

    Between the start and the end of its turn a customer moves steadily from old to new manners.
    """
    starts, ends = people.turn_starts[customer], people.turn_ends[customer]
    turned = np.clip((due - starts) / (ends - starts), 0.0, 1.0)
    behaviour = people.behaviour[customer]
    shares = np.array([each.late for each in BEHAVIOURS])[behaviour]
    days = np.array([each.days for each in BEHAVIOURS])[behaviour]
    lateness = people.lateness[customer]
    return moved(shares, turned), moved(days, turned) * lateness


def moved(pair: Floats, share: Floats) -> Floats:
    """Go a share of the way from the first of two columns to the second."""
    way: Floats = pair[:, 0] + share * (pair[:, 1] - pair[:, 0])
    return way


def fates(people: Population, sales: Sales, dice: Dice) -> Ints:
    """Draw what becomes of each invoice; the terms and the customer's habits come first."""
    customer, rows = sales.customer, sales.rows
    disputes = np.array([each.disputes for each in BEHAVIOURS])[people.behaviour[customer]]
    offered = WITH_DISCOUNT[people.terms[customer]]
    bounds = np.cumsum([chance for _, chance in CHANCES])
    codes = np.array([*(fate for fate, _ in CHANCES), Fate.PLAIN], dtype=np.int64)
    ordinary = codes[np.searchsorted(bounds, dice.uniform("fate", rows), side="right")]
    choices: tuple[tuple[Flags, Fate], ...] = (
        (dice.chance("cancelled", rows, CANCELLED_SHARE), Fate.CANCELLED),
        (IN_PARTS[people.terms[customer]], Fate.PARTS),
        (dice.chance("disputed", rows, disputes), Fate.DISPUTED),
        (people.pays_by_bill[customer] & dice.chance("bill", rows, BILL_USE), Fate.BILL),
        (offered & dice.chance("discount", rows, DISCOUNT_USE), Fate.DISCOUNTED),
    )
    return np.select([met for met, _ in choices], [np.int64(fate) for _, fate in choices], ordinary)
