"""Settlements: every booking up to the last day, by customers who have not stopped paying."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.bills import Bills, bill_lines
from duecourse.simulator.columns import NEVER
from duecourse.simulator.credits import plain_lines
from duecourse.simulator.disputes import Disputes, dispute_lines
from duecourse.simulator.draws import Flags, Floats, Ints
from duecourse.simulator.ids import customer_ids, invoice_ids, settlement_ids
from duecourse.simulator.lines import (
    INDEMNITY,
    KINDS,
    NONE,
    PATTERNS,
    PAYMENT,
    RECOVERY,
    STEPS,
    WRITE_OFF,
    Lines,
    joined,
    line,
    part_of,
)
from duecourse.simulator.payday import Deals, Fate
from duecourse.simulator.population import CURRENCIES
from duecourse.simulator.rates import Rates, rate_on
from duecourse.simulator.seasons import weekdays_on
from duecourse.values.money import decimals_of

WRITE_OFF_AFTER = 200
RECOVERED_AFTER = 90
INDEMNIFIED_AFTER = 30
INSURED_SHARE = 0.85
RECOVERING_SHARE = 0.5
PENDING_DAYS = 4
PENDING_SHARE = 0.35
IN_HOME_SHARE = 0.02
LOSS_STEP, RETURN_STEP = 8, 9
"""Steps of a write-off and of what comes back after it."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What was booked for a block of invoices.

    ``pending`` marks lines that settle nothing yet; ``settled`` is what was settled of each
    invoice, ``closed`` the day on which nothing was left of it (``NEVER``: something is).
    """

    lines: Lines
    pending: Flags
    settled: Ints
    closed: Ints


def booked(deals: Deals, credit: Ints, bills: Bills, disputes: Disputes) -> Booked:
    """Book everything that happened by the last day."""
    lines = happened(deals, all_lines(deals, credit, bills, disputes))
    waits = pending(deals, lines)
    left = deals.sales.amount - settled_of(deals, lines.where(~waits))
    lost = losses(deals, left)
    whole = joined([lines, *lost])
    waits = pending(deals, whole)
    posted = whole.where(~waits)
    settled = settled_of(deals, posted)
    return Booked(whole, waits, settled, closing_days(deals, posted, settled))


def all_lines(deals: Deals, credit: Ints, bills: Bills, disputes: Disputes) -> Lines:
    """Book everything that would happen, were the books to go on for ever."""
    lines = [
        *plain_lines(deals, credit),
        *bill_lines(deals, bills),
        *dispute_lines(deals, disputes),
    ]
    for fate, pattern in PATTERNS:
        lines += pattern(deals, deals.at(fate))
    return joined(lines)


def happened(deals: Deals, lines: Lines) -> Lines:
    """Keep what was booked by the last day for customers who still paid."""
    stops = deals.people.stops[deals.sales.customer[lines.at]]
    return lines.where((lines.day <= deals.last) & (lines.acts < stops) & (lines.amount != 0))


def pending(deals: Deals, lines: Lines) -> Flags:
    """Say which payments of the last days are not matched yet."""
    simple = np.isin(deals.fate[lines.at], [Fate.PLAIN, Fate.PARTIAL, Fate.PARTS])
    fresh = simple & (lines.kind == PAYMENT) & (lines.day > deals.last - PENDING_DAYS)
    fresh &= deals.sales.amount[lines.at] > 0
    waits: Flags = fresh & deals.dice.chance("pending", numbers_of(deals, lines), PENDING_SHARE)
    return waits


def numbers_of(deals: Deals, lines: Lines) -> Ints:
    """Number the lines of the whole history."""
    return deals.sales.rows[lines.at] * STEPS + lines.step


def settled_of(deals: Deals, lines: Lines) -> Ints:
    """Add up what lines settle of each invoice; sums of cents are exact below 2^53."""
    settles = lines.named & ~np.isin(lines.kind, (RECOVERY, INDEMNITY))
    weights = lines.amount * settles
    summed = np.bincount(lines.at, weights=weights, minlength=len(deals.fate))
    return summed.astype(np.int64)


def losses(deals: Deals, left: Ints) -> list[Lines]:
    """Write off what defaulted customers owe; an insurer or a court brings some of it back."""
    customer = deals.sales.customer
    day = deals.people.stops[customer] + WRITE_OFF_AFTER
    at = np.flatnonzero((left > 0) & (day <= deals.last) & (deals.fate != Fate.CANCELLED))
    off = line(at, LOSS_STEP, weekdays_on(day[at]), left[at], WRITE_OFF)
    insured = deals.people.insured[customer[at]]
    recovers = deals.dice.chance("recovers", customer[at], RECOVERING_SHARE) & ~insured
    share = 0.1 + 0.25 * deals.dice.uniform("recovered", customer[at])
    paid, found = part_of(left[at], INSURED_SHARE), part_of(left[at], share)
    lines = (
        off,
        line(at, RETURN_STEP, off.day + INDEMNIFIED_AFTER, paid, INDEMNITY).where(insured),
        line(at, RETURN_STEP, off.day + RECOVERED_AFTER, found, RECOVERY).where(recovers),
    )
    return [each.where((each.day <= deals.last) & (each.amount > 0)) for each in lines]


def closing_days(deals: Deals, posted: Lines, settled: Ints) -> Ints:
    """Return the day of each invoice's last settlement, where it settled all of it."""
    closed = np.full(len(settled), -1, dtype=np.int64)
    np.maximum.at(closed, posted.at, posted.day)
    return np.where((settled >= deals.sales.amount) & (closed >= 0), closed, NEVER)


def settlements_table(deals: Deals, books: Booked, rates: Rates) -> pa.Table:
    """Write the settlements; a few foreign customers pay in the home currency."""
    lines, people = books.lines, deals.people
    rows, customer = deals.sales.rows[lines.at], deals.sales.customer[lines.at]
    currency = people.currency[customer]
    decimals = people.decimals[customer]
    abroad = paid_in_home(deals, books, rates, currency)
    paid = np.where(abroad, in_home(lines, rates, currency), lines.amount)
    home_decimals = decimals_of(CURRENCIES[rates.home])
    number = numbers_of(deals, lines)
    taken_back = np.where(lines.reverses == NONE, 0, rows * STEPS + lines.reverses)
    return col.table_of(
        "settlements",
        {
            "settlement_id": settlement_ids(number + STEPS),
            "customer_id": customer_ids(customer),
            "invoice_id": invoice_ids(rows, lines.named),
            "order_id": col.empty(len(rows)),
            "posted_on": col.days(lines.day),
            "currency": col.picked(CURRENCIES, np.where(abroad, rates.home, currency)),
            "amount": col.money(paid, np.where(abroad, home_decimals, decimals)),
            "applied_amount": col.money(lines.amount, decimals, abroad),
            "kind": col.picked(KINDS, lines.kind),
            "status": col.picked(("posted", "pending"), books.pending.astype(np.int64)),
            "reverses": settlement_ids(taken_back + STEPS, lines.reverses != NONE),
        },
    )


def paid_in_home(deals: Deals, books: Booked, rates: Rates, currency: Ints) -> Flags:
    """Say which payments in a foreign currency came in the home currency instead."""
    lines = books.lines
    eligible = (lines.kind == PAYMENT) & lines.named & (currency != rates.home)
    eligible &= np.isin(deals.fate[lines.at], [Fate.PLAIN, Fate.PARTIAL])
    chosen: Flags = eligible & deals.dice.chance("in home", numbers_of(deals, lines), IN_HOME_SHARE)
    return chosen


def in_home(lines: Lines, rates: Rates, currency: Ints) -> Ints:
    """Convert amounts to minor units of the home currency at the rate of their day."""
    units = np.array([10 ** decimals_of(code) for code in CURRENCIES])
    rate: Floats = rate_on(rates, lines.day, currency) * units[rates.home] / units[currency]
    return np.floor(lines.amount * rate + 0.5).astype(np.int64)
