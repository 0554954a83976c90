"""What has to be added up per customer while the invoices stream by."""

from dataclasses import dataclass

import numpy as np

from duecourse.simulator.bills import Bills, paid_days
from duecourse.simulator.draws import Ints
from duecourse.simulator.payday import Deals, Fate
from duecourse.simulator.settlements import Booked

YEAR = 365


@dataclass(slots=True)
class Tally:
    """Sums per customer on the last day, in minor units of its currency.

    ``receivable`` is what is owed, ``bills`` the unpaid commercial bills, ``bought`` the invoices
    of the last year.
    """

    receivable: Ints
    bills: Ints
    bought: Ints

    def add(self, deals: Deals, books: Booked, bills: Bills) -> None:
        """Add a block of invoices."""
        sales, customers = deals.sales, len(self.receivable)
        owed = np.maximum(sales.amount - books.settled, 0) * (deals.fate != Fate.CANCELLED)
        self.receivable += sums(sales.customer, owed, customers)
        lately = np.maximum(sales.amount, 0) * (sales.issued > deals.last - YEAR)
        self.bought += sums(sales.customer, lately, customers)
        held = bills.commercial & (bills.received <= deals.last)
        held &= paid_days(deals, bills) > deals.last
        held &= bills.received < deals.people.stops[sales.customer[bills.at]]
        unpaid = sales.amount[bills.at] * held
        self.bills += sums(sales.customer[bills.at], unpaid, customers)


def tally_of(customers: int) -> Tally:
    """Start with nothing."""
    return Tally(*(np.zeros(customers, dtype=np.int64) for _ in Tally.__slots__))


def sums(customer: Ints, amount: Ints, customers: int) -> Ints:
    """Add amounts up per customer; sums of cents are exact below 2^53."""
    return np.bincount(customer, weights=amount, minlength=customers).astype(np.int64)
