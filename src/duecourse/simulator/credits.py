"""Credit notes as invoices of their own: negative, set against an earlier invoice."""

from dataclasses import replace

import numpy as np

from duecourse.simulator.draws import Ints
from duecourse.simulator.lines import CREDIT_NOTE, Lines, line, part_of, plain
from duecourse.simulator.payday import CREDIT_SHARE, Deals, Fate

NO_ONE = -1


def with_credits(deals: Deals) -> tuple[Deals, Ints]:
    """Turn some invoices into credit notes for the invoice before.

    Returns:
        the deals, and for each invoice the place of the credit note against it (-1: none).
        Only a plain invoice that is still open that day is credited.
    """
    before = previous_of(deals.sales.customer)
    wanted = deals.dice.chance("credit note", deals.sales.rows, CREDIT_SHARE)
    plain_one = (deals.fate == Fate.PLAIN) & ~wanted
    made = wanted & (deals.fate == Fate.PLAIN) & (before >= 0)
    made &= plain_one[before] & (deals.pays[before] > deals.sales.issued)
    at = np.flatnonzero(made)
    share = 0.02 + 0.08 * deals.dice.uniform("credited", deals.sales.rows[at])
    amount, fate = deals.sales.amount.copy(), deals.fate.copy()
    amount[at] = -np.maximum(part_of(amount[before[at]], share), 1)
    fate[at] = Fate.CREDIT
    credit = np.full(len(fate), NO_ONE, dtype=np.int64)
    credit[before[at]] = at
    return replace(deals, sales=replace(deals.sales, amount=amount), fate=fate), credit


def previous_of(customer: Ints) -> Ints:
    """Return for each invoice the place of the one before for the same customer, -1: none."""
    order = np.argsort(customer, kind="stable")
    same = customer[order[1:]] == customer[order[:-1]]
    before = np.full(len(customer), NO_ONE, dtype=np.int64)
    before[order[1:]] = np.where(same, order[:-1], NO_ONE)
    return before


def plain_lines(deals: Deals, credit: Ints) -> list[Lines]:
    """Pay plain invoices: all of it, or what a credit note against it leaves.

    The credit note is used up on the same day.
    """
    at = deals.at(Fate.PLAIN)
    against = at[credit[at] >= 0]
    notes = credit[against]
    day = deals.pays[against]
    off = -deals.sales.amount[notes]
    return [
        *plain(deals, at[credit[at] < 0]),
        line(against, 0, day, deals.sales.amount[against] - off),
        line(against, 1, day, off, CREDIT_NOTE),
        line(notes, 0, day, -off, CREDIT_NOTE),
    ]
