"""Books typed by hand, judged on a day by a whole run, and what came out in a few words."""

from dataclasses import replace
from datetime import date
from functools import cache

from typed import ledger, rows

from duecourse.ledger.ledger import Ledger, conformed
from duecourse.ledger.tables import TABLE
from duecourse.pipeline.run import run
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import preset
from duecourse.policy.reading import valid_policy

INVOICE = "invoice_id customer_id issued_on due_on currency amount\n"
SETTLED = "settlement_id customer_id invoice_id posted_on currency amount kind\n"
NOTICE = "invoice_id part level sent_on status\n"


@cache
def policy_of(name="standard"):
    """Read a preset."""
    return valid_policy(preset(name), measures=VOCABULARY)


def claiming(law, **changes):
    """Return the house policy, claiming statutory interest by a country's law."""
    house = policy_of()
    return replace(house, late_interest=replace(house.late_interest, law=law), **changes)


def judged(engine, *, on="2026-03-31", policy=None, **tables):
    """Judge typed tables on a day; customers that are not typed are those of the invoices."""
    books = ledger(engine, **tables)
    whole = books if "customers" in tables else with_customers(books)
    return run(whole, policy or policy_of(), date.fromisoformat(on))


def with_customers(books):
    """Give the ledger a row for each customer that an invoice names."""
    named = books["invoices"].select("customer_id").unique()
    customers = books.keep(conformed(named, TABLE["customers"]))
    return Ledger({**books.tables, "customers": customers}, books.keep, books.make)


def chased(engine, position):
    """Say of each overdue invoice at which level and for how much, or why not."""
    dunned = rows(engine, position.dunning, "invoice_id", "level", "chase_amount")
    found = {name: f"{level} {amount.normalize():f}" for name, level, amount in dunned}
    return found | dict(rows(engine, position.not_dunned, "invoice_id", "reason"))


def recorded(engine, position, *, on, status="sent"):
    """Write what was planned as the notices of that day, as whoever sends them would."""
    planned = rows(engine, position.dunning, "invoice_id", "part", "level")
    return "".join(f"{name} {part} {level} {on} {status}\n" for name, part, level in planned)


def told(engine, position, customer, *names):
    """Return some columns of one customer; of one column its value alone."""
    found = {row[0]: row[1:] for row in rows(engine, position.customers, "customer_id", *names)}
    return found[customer][0] if len(names) == 1 else found[customer]


def aged(engine, position):
    """Return what is open, by customer, currency and bucket."""
    names = ("customer_id", "currency", "bucket", "open_amount")
    return {row[:3]: row[3] for row in rows(engine, position.aging, *names)}


def ringing(engine, position, customer):
    """Return the rules that ring for a customer."""
    rung = rows(engine, position.alerts, "customer_id", "rule")
    return {rule for name, rule in rung if name == customer}
