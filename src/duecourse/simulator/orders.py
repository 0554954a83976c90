"""Orders: those that became invoices, and those still open on the last day."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.columns import NEVER, known_by
from duecourse.simulator.draws import Dice, Floats, Ints
from duecourse.simulator.ids import customer_ids, open_order_ids, order_ids
from duecourse.simulator.invoices import cancellations, ordered, orders_in_writing
from duecourse.simulator.lines import part_of
from duecourse.simulator.payday import Deals
from duecourse.simulator.population import CURRENCIES, Population
from duecourse.simulator.sales import TICKET_SPREAD, surge
from duecourse.simulator.seasons import weekdays_back

MOST_OPEN = 3
LAG = (5, 30)
"""From an order to its invoice, in days, the least and the most."""
PREPAID_SHARE = 0.12
MONTH = 30
PREPAYMENT = 0.3


@dataclass(frozen=True, slots=True)
class OpenOrders:
    """Orders not yet invoiced in full, at most three a customer; amounts in minor units."""

    number: Ints
    customer: Ints
    ordered: Ints
    amount: Ints
    invoiced: Ints
    cancelled: Ints
    prepaid: Ints
    prepaid_on: Ints


def orders_table(deals: Deals) -> pa.Table:
    """Write the orders behind a block of invoices."""
    at = np.flatnonzero(ordered(deals))
    sales = deals.sales
    rows, customer = sales.rows[at], sales.customer[at]
    decimals = deals.people.decimals[customer]
    before = deals.dice.whole("ordered before", rows, *LAG)
    cancelled = cancellations(deals)[at]
    invoiced = np.where(cancelled < NEVER, 0, sales.amount[at])
    return col.table_of(
        "orders",
        {
            "order_id": order_ids(rows),
            "customer_id": customer_ids(customer),
            "ordered_on": col.days(weekdays_back(sales.issued[at] - before)),
            "currency": col.picked(CURRENCIES, deals.people.currency[customer]),
            "amount": col.money(sales.amount[at], decimals),
            "invoiced_amount": col.money(invoiced, decimals),
            "cancelled_on": col.days(cancelled),
        },
    )


def open_orders_of(people: Population, monthly: Floats, dice: Dice, last: int) -> OpenOrders:
    """Draw the orders on hand: what is to be invoiced in the weeks to come.

    Units:
        monthly: how many invoices each customer gets in a month.
    """
    alive = (people.stops > last) | surge(people, np.full_like(people.rows, last))
    alive &= (people.begins <= last) & orders_in_writing(people.rows, dice)
    on_hand = monthly * (sum(LAG) / 2 / MONTH) / MOST_OPEN * alive
    number = np.arange(len(people.rows) * MOST_OPEN, dtype=np.int64)
    number = number[dice.chance("orders", number, on_hand[number // MOST_OPEN])]
    customer = number // MOST_OPEN
    usual = people.ticket[customer] * np.maximum(on_hand[customer], 1.0)
    amount = (usual * np.exp(TICKET_SPREAD * dice.normal("order", number))).astype(np.int64) + 1
    day = weekdays_back(last - dice.whole("ordered", number, 1, sum(LAG) // 2))
    partly = np.where(dice.chance("partly invoiced", number, 0.2), 0.4, 0.0)
    cancelled = np.where(dice.chance("order cancelled", number, 0.05), day + 1, NEVER)
    prepays = dice.chance("prepays", number, PREPAID_SHARE) & (cancelled == NEVER)
    return OpenOrders(
        number,
        customer,
        day,
        amount,
        part_of(amount, partly),
        cancelled,
        part_of(amount, np.where(prepays, PREPAYMENT, 0.0)),
        np.minimum(day + 1, last),
    )


def open_orders_table(people: Population, orders: OpenOrders) -> pa.Table:
    """Write the orders on hand."""
    decimals = people.decimals[orders.customer]
    return col.table_of(
        "orders",
        {
            "order_id": open_order_ids(orders.number),
            "customer_id": customer_ids(orders.customer),
            "ordered_on": col.days(orders.ordered),
            "currency": col.picked(CURRENCIES, people.currency[orders.customer]),
            "amount": col.money(orders.amount, decimals),
            "invoiced_amount": col.money(orders.invoiced, decimals),
            "cancelled_on": col.days(orders.cancelled),
        },
    )


def uninvoiced(orders: OpenOrders, customers: int, last: int) -> Ints:
    """Add up what is still to be invoiced, per customer."""
    still = known_by(orders.cancelled, last) == NEVER
    rest = (orders.amount - orders.invoiced) * still
    return np.bincount(orders.customer, weights=rest, minlength=customers).astype(np.int64)
