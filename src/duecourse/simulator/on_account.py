"""Cash that came without an invoice: paid ahead for orders, or on account in the last days."""

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.draws import Dice, Ints
from duecourse.simulator.ids import customer_ids, open_order_ids, settlement_ids
from duecourse.simulator.lines import STEPS
from duecourse.simulator.orders import MOST_OPEN, OpenOrders
from duecourse.simulator.population import CURRENCIES, Population
from duecourse.simulator.seasons import weekdays_back

ON_ACCOUNT_SHARE = 0.02
PER_CUSTOMER = MOST_OPEN + 1


def prepayments_table(people: Population, orders: OpenOrders, invoices: int) -> pa.Table:
    """Write what was paid ahead for orders on hand."""
    at = np.flatnonzero(orders.prepaid > 0)
    customer, number = orders.customer[at], orders.number[at]
    named = open_order_ids(number)
    ids = settlement_ids(numbers_after(invoices, customer, number % MOST_OPEN))
    return cash_table(people, customer, orders.prepaid[at], orders.prepaid_on[at], named, ids)


def on_account_table(people: Population, invoices: int, dice: Dice, last: int) -> pa.Table:
    """Write round sums that a few customers sent without a word; at least one did."""
    alive = people.rows[(people.stops > last) & (people.begins < last - 60)]
    ranks = dice.ranks("on account", alive)
    customer = alive[ranks * len(alive) < max(1.0, ON_ACCOUNT_SHARE * len(alive))]
    unit = 100 * 10 ** people.decimals[customer]
    amount = (people.ticket[customer] * 0.5).astype(np.int64) // unit * unit + unit
    day = weekdays_back(last - dice.whole("on account", customer, 1, 12))
    ids = settlement_ids(numbers_after(invoices, customer, np.full_like(customer, MOST_OPEN)))
    return cash_table(people, customer, amount, day, col.empty(len(customer)), ids)


def numbers_after(invoices: int, customer: Ints, place: Ints) -> Ints:
    """Number these settlements after those of all invoices, each customer's apart."""
    return (invoices + 1) * STEPS + customer * PER_CUSTOMER + place


def cash_table(
    people: Population, customer: Ints, amount: Ints, day: Ints, order: pa.Array, ids: pa.Array
) -> pa.Table:
    """Write payments that name no invoice."""
    count = len(customer)
    decimals = people.decimals[customer]
    return col.table_of(
        "settlements",
        {
            "settlement_id": ids,
            "customer_id": customer_ids(customer),
            "invoice_id": col.empty(count),
            "order_id": order,
            "posted_on": col.days(day),
            "currency": col.picked(CURRENCIES, people.currency[customer]),
            "amount": col.money(amount, decimals),
            "applied_amount": col.money(amount, decimals, amount < 0),
            "kind": col.alike("payment", count),
            "status": col.alike("posted", count),
            "reverses": col.empty(count),
        },
    )
