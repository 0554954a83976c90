"""Invoices and their parts, as tables."""

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.columns import NEVER, known_by
from duecourse.simulator.draws import Dice, Flags, Ints
from duecourse.simulator.ids import contract_ids, customer_ids, invoice_ids, order_ids
from duecourse.simulator.lines import part_of
from duecourse.simulator.payday import Deals, Fate
from duecourse.simulator.places import PLACES
from duecourse.simulator.population import CURRENCIES
from duecourse.simulator.terms import PARTS, TERMS
from duecourse.values.says import Language

IN_WRITING_SHARE = 0.4
"""Share of the customers who order in writing; the others' orders are not in the books."""
RATES_OF_TAX = np.array([place.sales_tax for place in PLACES])


def invoices_table(deals: Deals, home_place: int, language: Language) -> pa.Table:
    """Write the invoices of a block."""
    sales, people = deals.sales, deals.people
    rows, customer = sales.rows, sales.customer
    decimals = people.decimals[customer]
    taxed = people.place[customer] == home_place
    rate = RATES_OF_TAX[home_place]
    tax = part_of(sales.amount, rate / (1.0 + rate)) * taxed
    wording = [terms.says.in_language(language) for terms in TERMS]
    return col.table_of(
        "invoices",
        {
            "invoice_id": invoice_ids(rows),
            "customer_id": customer_ids(customer),
            "issued_on": col.days(sales.issued),
            "due_on": col.days(sales.due),
            "currency": col.picked(CURRENCIES, people.currency[customer]),
            "amount": col.money(sales.amount, decimals),
            "tax_amount": col.money(tax, decimals),
            "terms": col.picked(wording, people.terms[customer]),
            "order_id": order_ids(rows, ordered(deals)),
            "contract_id": contract_ids(customer, people.has_contract[customer]),
            "cancelled_on": col.days(cancellations(deals)),
        },
    )


def ordered(deals: Deals) -> Flags:
    """Say which invoices name an order."""
    return orders_in_writing(deals.sales.customer, deals.dice) & (deals.sales.amount > 0)


def orders_in_writing(customer: Ints, dice: Dice) -> Flags:
    """Say which customers order in writing."""
    return dice.chance("orders in writing", customer, IN_WRITING_SHARE)


def cancellations(deals: Deals) -> Ints:
    """Return the days on which invoices were cancelled."""
    day = deals.sales.issued + deals.dice.whole("cancelled after", deals.sales.rows, 2, 15)
    return known_by(np.where(deals.fate == Fate.CANCELLED, day, NEVER), deals.last)


def due_parts_table(deals: Deals) -> pa.Table:
    """Write the parts of the invoices that are due in parts; the last takes the odd cents."""
    at = deals.at(Fate.PARTS)
    amount = deals.sales.amount[at]
    firsts = [part_of(amount, share) for share, _ in PARTS[:-1]]
    amounts = np.stack([*firsts, amount - sum(firsts)], axis=1)
    due = deals.sales.issued[at][:, None] + np.array([after for _, after in PARTS])
    count = len(PARTS)
    rows = np.repeat(deals.sales.rows[at], count)
    decimals = np.repeat(deals.people.decimals[deals.sales.customer[at]], count)
    return col.table_of(
        "due_parts",
        {
            "invoice_id": invoice_ids(rows),
            "part": col.counts(np.tile(np.arange(1, count + 1, dtype=np.int64), len(at))),
            "due_on": col.days(due.ravel()),
            "amount": col.money(amounts.ravel(), decimals),
        },
    )
