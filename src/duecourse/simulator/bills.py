"""Acceptance bills (承兑汇票): settle an invoice now, are paid months later, or are not."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.columns import NEVER, known_by
from duecourse.simulator.draws import Flags, Ints
from duecourse.simulator.ids import customer_ids
from duecourse.simulator.lines import BILL, Lines, line
from duecourse.simulator.payday import Deals, Fate
from duecourse.simulator.population import CURRENCIES
from duecourse.simulator.seasons import weekdays_on
from duecourse.values.says import Language, Says

COMMERCIAL_SHARE = 0.4
TENORS = (90, 180)
DISHONOUR_SHARE = 0.03
PASSED_ON_SHARE = 0.3
ENFORCED_AFTER = 365
BANK = Says("示例银行", "Example Bank")


@dataclass(frozen=True, slots=True)
class Bills:
    """The bills given for a block of invoices; ``at`` are their places in the block."""

    at: Ints
    received: Ints
    matures: Ints
    commercial: Flags
    dishonoured: Flags
    passed_on: Flags

    def where(self, keep: Flags) -> "Bills":
        """Return some of the bills."""
        return Bills(*(getattr(self, name)[keep] for name in self.__slots__))


def bills_of(deals: Deals) -> Bills:
    """Draw the bills: a commercial one fails with its acceptor, the customer."""
    at = deals.at(Fate.BILL)
    rows, customer = deals.sales.rows[at], deals.sales.customer[at]
    received = deals.pays[at]
    matures = weekdays_on(received + np.array(TENORS)[deals.dice.whole("tenor", rows, 0, 1)])
    commercial = deals.dice.chance("commercial", customer, COMMERCIAL_SHARE)
    failed = deals.dice.chance("dishonoured", rows, DISHONOUR_SHARE)
    return Bills(
        at,
        received,
        matures,
        commercial,
        commercial & (failed | (matures >= deals.people.stops[customer])),
        deals.dice.chance("passed on", rows, PASSED_ON_SHARE),
    )


def bill_lines(deals: Deals, bills: Bills) -> list[Lines]:
    """Settle by bill. A dishonoured one stays a debt by the bill, not by the invoice."""
    return [line(bills.at, 0, bills.received, deals.sales.amount[bills.at], BILL)]


def paid_days(deals: Deals, bills: Bills) -> Ints:
    """Return when bills were paid: at maturity, or after dishonour by and by.

    A customer who has stopped paying pays a dishonoured bill only when made to, a year later.
    """
    rows, stops = deals.sales.rows[bills.at], deals.people.stops[deals.sales.customer[bills.at]]
    delay = np.where(
        bills.matures >= stops, ENFORCED_AFTER, deals.dice.whole("made good", rows, 15, 60)
    )
    return bills.matures + np.where(bills.dishonoured, delay, 0)


def bills_table(deals: Deals, bills: Bills, language: Language) -> pa.Table:
    """Write the bills that were received by the last day."""
    stops = deals.people.stops[deals.sales.customer[bills.at]]
    held = bills.where((bills.received <= deals.last) & (bills.received < stops))
    rows, customer = deals.sales.rows[held.at], deals.sales.customer[held.at]
    failed = weekdays_on(held.matures + 1)
    return col.table_of(
        "bills",
        {
            "bill_id": col.coded("B", rows + 1, 8),
            "customer_id": customer_ids(customer),
            "kind": col.picked(("bank", "commercial"), held.commercial.astype(np.int64)),
            "acceptor": col.picked((BANK.in_language(language),), np.where(held.commercial, -1, 0)),
            "amount": col.money(deals.sales.amount[held.at], deals.people.decimals[customer]),
            "currency": col.picked(CURRENCIES, deals.people.currency[customer]),
            "received_on": col.days(held.received),
            "matures_on": col.days(held.matures),
            "endorsed_or_discounted_on": col.days(
                known_by(np.where(held.passed_on, held.received + 20, NEVER), deals.last)
            ),
            "recourse": col.flags(held.passed_on & held.commercial),
            "paid_on": col.days(known_by(paid_days(deals, held), deals.last)),
            "dishonoured_on": col.days(
                known_by(np.where(held.dishonoured, failed, NEVER), deals.last)
            ),
        },
    )
