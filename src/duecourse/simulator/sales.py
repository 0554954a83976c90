"""What is sold: how many invoices each month, to whom, on which day, for how much."""

from dataclasses import dataclass

import numpy as np

from duecourse.simulator.draws import Dice, Flags, Floats, Ints
from duecourse.simulator.population import SURGE_BEFORE_STOP, SURGE_DAYS, Population
from duecourse.simulator.seasons import Calendar
from duecourse.simulator.terms import due_days

SURGE = 5.0
SURGE_TICKET = 1.4
TICKET_SPREAD = 0.5
AFTER_DEFAULT = 25
GOLDEN_RATIO = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class Plan:
    """The invoices of a company before any is written: how many by month, and to whom.

    ``ends`` counts invoices up to the end of each month; ``takers`` holds one row per month,
    the customers' shares in it added up.
    """

    ends: Ints
    takers: Floats
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Sales:
    """A block of invoices in order of their day; amounts in minor units."""

    rows: Ints
    customer: Ints
    issued: Ints
    due: Ints
    amount: Ints


def plan_of(people: Population, calendar: Calendar, invoices: int) -> Plan:
    """Share out the invoices over months and customers."""
    activity = activities(people, calendar)
    busy = calendar.weights * activity.sum(axis=1)
    ends = np.floor(np.cumsum(busy) / busy.sum() * invoices + 0.5).astype(np.int64)
    return Plan(ends, np.cumsum(activity, axis=1), calendar)


def activities(people: Population, calendar: Calendar) -> Floats:
    """Return how often each customer buys in each month, against the others.

    Nobody buys before being taken on; who defaults is served for a few weeks more; a bust-out
    buys in a surge, then no more. Someone buys in any month.
    """
    starts = calendar.starts[:, None]
    served = (people.begins <= starts) & (starts <= people.stops + AFTER_DEFAULT)
    surging = surge(people, starts)
    served |= surging & (people.begins <= starts)
    activity = people.frequency * np.where(people.is_new, 0.6, 1.0) * served
    activity = np.where(surging, activity * SURGE, activity)
    deserted = activity.sum(axis=1) == 0
    activity[deserted] = people.frequency
    return activity


def surge(people: Population, days: Ints) -> Flags:
    """Say whether a bust-out is buying all it can get on a day."""
    since = days - (people.stops - SURGE_BEFORE_STOP)
    busts: Flags = people.behaves("bust_out")
    return busts & (since > -SURGE_BEFORE_STOP) & (since < SURGE_DAYS)


def sales_of(plan: Plan, people: Population, dice: Dice, rows: Ints) -> Sales:
    """Write a block of invoices: rows are their places in the whole history."""
    month = np.searchsorted(plan.ends, rows, side="right")
    begin = np.append(0, plan.ends)[month]
    rank, count = rows - begin, plan.ends[month] - begin
    issued = issue_days(month, rank, count, plan.calendar)
    customer = takers(plan, month, rank, dice)
    amount = amounts(people, customer, issued, rows, dice)
    return Sales(
        rows, customer, issued, due_days(issued, people.terms[customer], plan.calendar), amount
    )


def monthly_invoices(plan: Plan) -> Floats:
    """Return how many invoices each customer gets in a month, as it was buying at the end."""
    shares = np.diff(plan.takers[-1], prepend=0.0) / plan.takers[-1][-1]
    monthly: Floats = shares * plan.ends[-1] / len(plan.ends)
    return monthly


def issue_days(month: Ints, rank: Ints, count: Ints, calendar: Calendar) -> Ints:
    """Spread the invoices of a month evenly over its working days."""
    lengths = np.array([len(days) for days in calendar.working], dtype=np.int64)
    offsets = np.cumsum(lengths) - lengths
    days: Ints = np.concatenate(calendar.working)
    return days[offsets[month] + rank * lengths[month] // count]


def takers(plan: Plan, month: Ints, rank: Ints, dice: Dice) -> Ints:
    """Say whose each invoice is: golden-ratio steps give everyone a near even rhythm."""
    where = (rank * GOLDEN_RATIO + dice.uniform("rhythm", month)) % 1.0
    found = np.empty(len(month), dtype=np.int64)
    for each in np.unique(month):
        here = month == each
        shares = plan.takers[each]
        found[here] = np.searchsorted(shares, where[here] * shares[-1], side="right")
    last = plan.takers.shape[1] - 1
    return np.where(found > last, last, found)


def amounts(people: Population, customer: Ints, issued: Ints, rows: Ints, dice: Dice) -> Ints:
    """Draw what each invoice is for: log-normal around the customer's usual one."""
    surging = surging_rows(people, customer, issued)
    usual = people.ticket[customer] * np.where(surging, SURGE_TICKET, 1.0)
    drawn = usual * np.exp(TICKET_SPREAD * dice.normal("amount", rows))
    return np.maximum(np.floor(drawn + 0.5).astype(np.int64), 10 ** people.decimals[customer])


def surging_rows(people: Population, customer: Ints, issued: Ints) -> Flags:
    """Say which invoices are part of a bust-out's surge."""
    since = issued - (people.stops[customer] - SURGE_BEFORE_STOP)
    busts: Flags = people.behaves("bust_out")[customer]
    return busts & (since > -SURGE_BEFORE_STOP)
