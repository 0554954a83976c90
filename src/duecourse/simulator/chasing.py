"""What was done about late invoices: letters of the ladder, and promises of customers."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.columns import known_by
from duecourse.simulator.draws import Flags, Ints
from duecourse.simulator.ids import invoice_ids
from duecourse.simulator.payday import Deals, Fate
from duecourse.simulator.seasons import weekdays_on
from duecourse.simulator.settlements import WRITE_OFF_AFTER, Booked

LADDER = (("friendly", 7), ("formal", 30), ("legal", 90))
CHANNELS = ("email", "post", "post")
LETTERS_REST = 10
"""Nobody wrote letters in these last days: there is something to do today."""
FAILED_SHARE = 0.02
LEGAL_SHARE = 0.5
PROMISE_SHARE = 0.15
MONDAY = 4
UNCHASED = (Fate.CANCELLED, Fate.CREDIT, Fate.DISPUTED, Fate.PARTS)


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters for invoices ``at`` their places in the block; ``level`` counts along the ladder."""

    at: Ints
    level: Ints
    sent: Ints
    failed: Flags


def letters_of(deals: Deals, books: Booked) -> Letters:
    """Write on Mondays to whoever is late by a level's days and still has not paid."""
    steps = [level_letters(deals, books, level) for level in range(len(LADDER))]
    repeats = [step_again(deals, books, step) for step in steps]
    every = [*steps, *repeats]
    return Letters(
        *(np.concatenate([getattr(step, name) for step in every]) for name in Letters.__slots__)
    )


def level_letters(deals: Deals, books: Booked, level: int) -> Letters:
    """Write the letters of one level."""
    sales = deals.sales
    sent = mondays_on(sales.due + LADDER[level][1])
    send = still_owed(deals, books, sent) & ~np.isin(deals.fate, UNCHASED)
    if level == len(LADDER) - 1:
        send &= deals.dice.chance("to law", sales.customer, LEGAL_SHARE)
    at = np.flatnonzero(send)
    failed = deals.dice.chance(f"letter {level} failed", sales.rows[at], FAILED_SHARE)
    return Letters(at, np.full(len(at), level, dtype=np.int64), sent[at], failed)


def step_again(deals: Deals, books: Booked, step: Letters) -> Letters:
    """Send a week later what could not be delivered."""
    again = np.zeros(len(deals.fate), dtype=np.bool_)
    again[step.at[step.failed]] = True
    when = np.zeros(len(deals.fate), dtype=np.int64)
    when[step.at] = step.sent + 7
    at = np.flatnonzero(again & still_owed(deals, books, when))
    level = step.level[:1].repeat(len(at))
    return Letters(at, level, when[at], np.zeros(len(at), dtype=np.bool_))


def still_owed(deals: Deals, books: Booked, day: Ints) -> Flags:
    """Say which invoices are owed on a day in the past, on which letters were written."""
    written_off = deals.people.stops[deals.sales.customer] + WRITE_OFF_AFTER
    return (day < books.closed) & (day <= deals.last - LETTERS_REST) & (day < written_off)


def mondays_on(days: Ints) -> Ints:
    """Return the Monday on or after each day; day 4 (1970-01-05) was one."""
    return days + (MONDAY - days) % 7


def notices_table(deals: Deals, letters: Letters) -> pa.Table:
    """Write the notices sent."""
    return col.table_of(
        "notices",
        {
            "invoice_id": invoice_ids(deals.sales.rows[letters.at]),
            "level": col.picked([level for level, _ in LADDER], letters.level),
            "sent_on": col.days(letters.sent),
            "channel": col.picked(CHANNELS, letters.level),
            "status": col.picked(("sent", "failed"), letters.failed.astype(np.int64)),
        },
    )


def promises_table(deals: Deals, books: Booked) -> pa.Table:
    """Write what late customers promised; some kept it, some did not, some still have time."""
    sales = deals.sales
    promised = weekdays_on(sales.due + deals.dice.whole("promised", sales.rows, 8, 25))
    asked = deals.dice.chance("promises", sales.rows, PROMISE_SHARE)
    asked &= (promised < books.closed) & (promised <= deals.last)
    asked &= ~np.isin(deals.fate, UNCHASED)
    at = np.flatnonzero(asked)
    rows, customer = sales.rows[at], sales.customer[at]
    return col.table_of(
        "promises",
        {
            "promise_id": col.coded("M", rows + 1, 8),
            "invoice_id": invoice_ids(rows),
            "promised_on": col.days(promised[at]),
            "amount": col.money(sales.amount[at], deals.people.decimals[customer]),
            "until_on": col.days(promised[at] + deals.dice.whole("until", rows, 7, 21)),
            "closed_on": col.days(known_by(books.closed[at], deals.last)),
        },
    )
