"""An example company as a stream of tables: the ledger of ``ledger.tables``, chunk by chunk."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from duecourse.simulator.bills import bills_of, bills_table
from duecourse.simulator.chasing import letters_of, notices_table, promises_table
from duecourse.simulator.credits import with_credits
from duecourse.simulator.customers import customers_table, truth_table
from duecourse.simulator.disputes import disputes_of, disputes_table
from duecourse.simulator.draws import Dice, Ints
from duecourse.simulator.granted import (
    Granted,
    expected_yearly,
    granted_to,
    group_limits_table,
    holds_table,
    limits_table,
    needs_of,
)
from duecourse.simulator.groups import contracts_table, groups_of, groups_table
from duecourse.simulator.invoices import due_parts_table, invoices_table
from duecourse.simulator.on_account import on_account_table, prepayments_table
from duecourse.simulator.orders import (
    open_orders_of,
    open_orders_table,
    orders_table,
    uninvoiced,
)
from duecourse.simulator.payday import deals_of
from duecourse.simulator.places import CURRENCY_PLACE
from duecourse.simulator.population import Population, population_of
from duecourse.simulator.rates import Rates, rates_of, rates_table
from duecourse.simulator.sales import Plan, monthly_invoices, plan_of, sales_of
from duecourse.simulator.seasons import calendar_of
from duecourse.simulator.secured import covers_table, securities_table
from duecourse.simulator.settlements import booked, settlements_table
from duecourse.simulator.spec import CompanySpec, NoSuchCompany
from duecourse.simulator.standing import countries_table, references_table, reports_table
from duecourse.simulator.statements import statements_table
from duecourse.simulator.tally import Tally, tally_of

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
    group: Ints
    plan: Plan
    rates: Rates


def simulate(spec: CompanySpec) -> Iterator[Chunk]:
    """Make an example company: names of tables and parts of them, in Arrow.

    Shapes:
        returns: tables of the ledger with their canonical columns (those that are simulated),
            dates as dates; invoices in order of their day. A table may come in many parts.
    """
    company = founded(spec)
    yield from standing_data(company)
    tally = tally_of(spec.customers)
    for start in range(0, spec.invoices, BLOCK):
        yield from block(company, start, min(start + BLOCK, spec.invoices), tally)
    yield from last_day(company, tally)


def standing_data(company: Company) -> Iterator[Chunk]:
    """Write what does not depend on the invoices."""
    spec, dice, people = company.spec, company.dice, company.people
    home = CURRENCY_PLACE[spec.currency]
    yield "rates", rates_table(company.rates)
    yield "countries", countries_table(company.plan.calendar.starts)
    yield "groups", groups_table(company.group, spec.language)
    yield "customers", customers_table(spec, people, company.group, dice)
    yield "contracts", contracts_table(people, home, dice, spec.language)


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
    rates = rates_of(calendar, spec.currency, dice)
    return Company(spec, dice, people, groups_of(people, dice), plan, rates)


def block(company: Company, start: int, end: int, tally: Tally) -> Iterator[Chunk]:
    """Write one block of invoices and everything that became of them."""
    spec, dice, people = company.spec, company.dice, company.people
    rows = np.arange(start, end, dtype=np.int64)
    sold = sales_of(company.plan, people, dice, rows)
    deals, credit = with_credits(deals_of(people, sold, dice, spec.last))
    bills, disputes = bills_of(deals), disputes_of(deals)
    books = booked(deals, credit, bills, disputes)
    tally.add(deals, books, bills)
    yield "invoices", invoices_table(deals, CURRENCY_PLACE[spec.currency], spec.language)
    yield "due_parts", due_parts_table(deals)
    yield "settlements", settlements_table(deals, books, company.rates)
    yield "bills", bills_table(deals, bills, spec.language)
    yield "disputes", disputes_table(deals, disputes, spec.language)
    yield "notices", notices_table(deals, letters_of(deals, books))
    yield "promises", promises_table(deals, books)
    yield "orders", orders_table(deals)


def last_day(company: Company, tally: Tally) -> Iterator[Chunk]:
    """Write what stands on the last day: orders on hand, and what people decided and know."""
    spec, dice, people, last = company.spec, company.dice, company.people, company.spec.last
    orders = open_orders_of(people, monthly_invoices(company.plan), dice, last)
    yield "orders", open_orders_table(people, orders)
    yield "settlements", prepayments_table(people, orders, spec.invoices)
    yield "settlements", on_account_table(people, spec.invoices, dice, last)
    usual = expected_yearly(people, spec.invoices, spec.months)
    needs = needs_of(people, usual)
    used = tally.receivable + tally.bills + uninvoiced(orders, spec.customers, last)
    granted = granted_to(people, needs, used, dice, last)
    yield from limits(company, granted, used)
    yield "holds", holds_table(people, dice, last, spec.language)
    yield "securities", securities_table(people, granted, dice, last)
    yield "covers", covers_table(people, granted, dice, last)
    yield "reports", reports_table(people, needs, dice, last)
    yield "statements", statements_table(people, usual, dice, last)
    yield "references", references_table(people, dice, last)


def limits(company: Company, granted: Granted, used: Ints) -> Iterator[Chunk]:
    """Write the limits of customers and groups."""
    people, rates, starts = company.people, company.rates, company.plan.calendar.starts
    language = company.spec.language
    yield "limits", limits_table(people, granted, int(starts[0]), company.dice, language)
    worth = rates.monthly[-1][people.currency] / 10.0**people.decimals
    in_home = granted.amount * worth, used * worth
    yield (
        "limits",
        group_limits_table(company.group, *in_home, int(starts[-12]), rates.home, language),
    )
