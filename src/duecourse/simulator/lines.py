"""Lines of settlement: what is booked for an invoice, by what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from duecourse.simulator.draws import Flags, Floats, Ints
from duecourse.simulator.payday import Deals, Fate, pay_days
from duecourse.simulator.seasons import weekdays_on
from duecourse.simulator.terms import DISCOUNT, DISCOUNT_DAYS, PARTS

KINDS = (
    "payment",
    "bill",
    "credit_note",
    "discount",
    "write_off",
    "reversal",
    "recovery",
    "indemnity",
)
PAYMENT, BILL, CREDIT_NOTE, DISCOUNT_KIND, WRITE_OFF, REVERSAL, RECOVERY, INDEMNITY = range(8)
STEPS = 16
"""An invoice has fewer lines than this, so that row and step together number each line."""
NONE = -1


@dataclass(frozen=True, slots=True)
class Lines:
    """Bookings, one place in each array per booking.

    ``at`` is the place of the invoice in its block, ``step`` numbers the bookings of one invoice,
    ``reverses`` the step taken back (-1: none); ``named`` is False where the booking does not say
    which invoice it is for. ``acts`` is the day on which the customer acted: one who has stopped
    paying acts no more.
    """

    at: Ints
    step: Ints
    day: Ints
    amount: Ints
    kind: Ints
    named: Flags
    reverses: Ints
    acts: Ints

    def where(self, keep: Flags | Ints) -> "Lines":
        """Return some of the lines."""
        return Lines(*(getattr(self, name)[keep] for name in self.__slots__))


def line(at: Ints, step: int, day: Ints, amount: Ints, kind: int = PAYMENT) -> Lines:
    """Book an amount for each invoice in ``at``."""

    def full(value: int) -> Ints:
        return np.full(len(at), value, dtype=np.int64)

    named = np.ones(len(at), dtype=np.bool_)
    return Lines(at, full(step), day, amount, full(kind), named, full(NONE), day)


def reversal(of: Lines, step: int, day: Ints) -> Lines:
    """Take bookings back on a later day."""
    kind = np.full_like(of.kind, REVERSAL)
    steps = np.full_like(of.step, step)
    return replace(of, step=steps, day=day, amount=-of.amount, kind=kind, reverses=of.step)


def joined(lines: list[Lines]) -> Lines:
    """Put lines together, in order of invoice and step."""
    whole = Lines(
        *(np.concatenate([getattr(each, name) for each in lines]) for name in Lines.__slots__)
    )
    return whole.where(np.argsort(whole.at * STEPS + whole.step, kind="stable"))


def part_of(amount: Ints, share: Floats | float) -> Ints:
    """Return a share of amounts in whole minor units."""
    part: Ints = np.floor(amount * share).astype(np.int64)
    return part


def plain(deals: Deals, at: Ints) -> list[Lines]:
    """Pay all at once."""
    return [line(at, 0, deals.pays[at], deals.sales.amount[at])]


def in_parts(deals: Deals, at: Ints) -> list[Lines]:
    """Pay each part in its own time."""
    rest = deals.sales.amount[at]
    lines = []
    for part, (share, after) in enumerate(PARTS):
        amount = part_of(deals.sales.amount[at], share) if part < len(PARTS) - 1 else rest
        due = deals.sales.issued[at] + after
        rows = deals.sales.rows[at] * len(PARTS) + part
        pays = pay_days(deals.people, deals.sales.customer[at], due, rows, deals.dice)
        lines.append(line(at, part, np.maximum(pays, deals.sales.issued[at]), amount))
        rest = rest - amount
    return lines


def discounted(deals: Deals, at: Ints) -> list[Lines]:
    """Pay early and take the discount; now and then take it without having paid early."""
    rows, amount = deals.sales.rows[at], deals.sales.amount[at]
    early = deals.sales.issued[at] + deals.dice.whole("early", rows, 4, DISCOUNT_DAYS)
    earned = ~deals.dice.chance("unearned", rows, 0.03)
    day = np.where(earned, early, deals.pays[at])
    off = part_of(amount, DISCOUNT)
    return [line(at, 0, day, amount - off), line(at, 1, day, off, DISCOUNT_KIND)]


def partial(deals: Deals, at: Ints) -> list[Lines]:
    """Pay some, and the rest weeks later."""
    rows, amount = deals.sales.rows[at], deals.sales.amount[at]
    first = part_of(amount, 0.3 + 0.4 * deals.dice.uniform("first part", rows))
    later = deals.pays[at] + deals.dice.whole("rest after", rows, 10, 45)
    return [
        line(at, 0, deals.pays[at], first),
        line(at, 1, weekdays_on(later), amount - first),
    ]


def reduced(deals: Deals, at: Ints) -> list[Lines]:
    """Credit some of it, pay the rest."""
    rows, amount = deals.sales.rows[at], deals.sales.amount[at]
    credit = part_of(amount, 0.02 + 0.06 * deals.dice.uniform("credit share", rows))
    day = np.minimum(deals.sales.issued[at] + 12, deals.pays[at])
    return [
        line(at, 0, day, credit, CREDIT_NOTE),
        line(at, 1, deals.pays[at], amount - credit),
    ]


def overpaid(deals: Deals, at: Ints) -> list[Lines]:
    """Pay a rounded sum, a little more than was asked for."""
    unit = 100 * 10 ** deals.people.decimals[deals.sales.customer[at]]
    amount = deals.sales.amount[at]
    return [line(at, 0, deals.pays[at], -(-amount // unit) * unit)]


def reversed_once(deals: Deals, at: Ints) -> list[Lines]:
    """Pay, have the payment come back, and pay again."""
    [paid] = plain(deals, at)
    back = weekdays_on(paid.day + 4)
    again = weekdays_on(back + deals.dice.whole("again after", deals.sales.rows[at], 5, 20))
    return [paid, reversal(paid, 1, back), line(at, 2, again, paid.amount)]


def mislaid(deals: Deals, at: Ints) -> list[Lines]:
    """Pay without saying for what; it is found and moved to its invoice weeks later."""
    [paid] = plain(deals, at)
    unnamed = replace(paid, named=np.zeros(len(at), dtype=np.bool_))
    found = weekdays_on(paid.day + deals.dice.whole("found after", deals.sales.rows[at], 5, 25))
    moved = replace(line(at, 2, found, paid.amount), acts=paid.day)
    return [unnamed, reversal(unnamed, 1, found), moved]


def short(deals: Deals, at: Ints) -> list[Lines]:
    """Pay a little less than was asked for; the rest is written off."""
    amount = deals.sales.amount[at]
    missing = np.maximum(part_of(amount, 0.004), 1)
    later = weekdays_on(deals.pays[at] + 45)
    return [
        line(at, 0, deals.pays[at], amount - missing),
        line(at, 1, later, missing, WRITE_OFF),
    ]


PATTERNS: tuple[tuple[Fate, Callable[[Deals, Ints], list[Lines]]], ...] = (
    (Fate.PARTS, in_parts),
    (Fate.DISCOUNTED, discounted),
    (Fate.PARTIAL, partial),
    (Fate.REDUCED, reduced),
    (Fate.OVERPAID, overpaid),
    (Fate.REVERSED, reversed_once),
    (Fate.MISLAID, mislaid),
    (Fate.SHORT, short),
)
"""A cancelled invoice has no lines; disputes, bills, credits and what they credit have files of
their own."""
