"""An example company as a stream of tables: the ledger of ``ledger.tables``, chunk by chunk."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from duecourse.simulator.bills import bills_of, bills_table
from duecourse.simulator.credits import with_credits
from duecourse.simulator.customers import customers_table, truth_table
from duecourse.simulator.disputes import disputes_of, disputes_table
from duecourse.simulator.draws import Dice
from duecourse.simulator.invoices import due_parts_table, invoices_table
from duecourse.simulator.payday import deals_of
from duecourse.simulator.places import CURRENCY_PLACE
from duecourse.simulator.population import Population, population_of
from duecourse.simulator.rates import Rates, rates_of, rates_table
from duecourse.simulator.sales import Plan, plan_of, sales_of
from duecourse.simulator.seasons import calendar_of
from duecourse.simulator.settlements import booked, settlements_table
from duecourse.simulator.spec import CompanySpec, NoSuchCompany

__all__ = ["CompanySpec", "NoSuchCompany", "simulate", "true_behaviours"]

BLOCK = 65_536
"""Invoices made at once; a company does not depend on how its blocks are handed over."""

Chunk = tuple[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Company:
    """What must be known of a company before its first invoice is written."""

    spec: CompanySpec
    dice: Dice
    people: Population
    plan: Plan
    rates: Rates


def simulate(spec: CompanySpec) -> Iterator[Chunk]:
    """Make an example company: names of tables and parts of them, in Arrow.

    Shapes:
        returns: tables of the ledger with their canonical columns (those that are simulated),
            dates as dates; invoices in order of their day. A table may come in many parts.
    """
    company = founded(spec)
    yield "rates", rates_table(company.rates)
    group = np.full(spec.customers, -1, dtype=np.int64)
    yield "customers", customers_table(spec, company.people, group, company.dice)
    for start in range(0, spec.invoices, BLOCK):
        yield from block(company, start, min(start + BLOCK, spec.invoices))


def true_behaviours(spec: CompanySpec) -> pa.Table:
    """Return how each customer of an example company really behaves.

    Shapes:
        returns: customer_id, behaviour (``behaviours.Name``), defaulted_on (date)
    """
    return truth_table(spec, population_of(spec, Dice(spec.seed)))


def founded(spec: CompanySpec) -> Company:
    """Draw the customers and plan the sales."""
    dice, calendar = Dice(spec.seed), calendar_of(spec)
    people = population_of(spec, dice)
    plan = plan_of(people, calendar, spec.invoices)
    return Company(spec, dice, people, plan, rates_of(calendar, spec.currency, dice))


def block(company: Company, start: int, end: int) -> Iterator[Chunk]:
    """Write one block of invoices and everything that became of them."""
    spec, dice, people = company.spec, company.dice, company.people
    rows = np.arange(start, end, dtype=np.int64)
    sold = sales_of(company.plan, people, dice, rows)
    deals, credit = with_credits(deals_of(people, sold, dice, spec.last))
    bills, disputes = bills_of(deals), disputes_of(deals)
    books = booked(deals, credit, bills, disputes)
    yield "invoices", invoices_table(deals, CURRENCY_PLACE[spec.currency], spec.language)
    yield "due_parts", due_parts_table(deals)
    yield "settlements", settlements_table(deals, books, company.rates)
    yield "bills", bills_table(deals, bills)
    yield "disputes", disputes_table(deals, disputes, spec.language)
