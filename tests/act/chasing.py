"""From the facts of a ledger to who is chased, as the pipeline does it."""

from datetime import date

from typed import ledger, rows

from duecourse.act.dunning import dunning
from duecourse.pipeline.books import books_on
from duecourse.values.days import day_number


def plan_of(books, *, as_of, policy):
    """Plan the dunning of a ledger on a day."""
    number = day_number(date.fromisoformat(as_of))
    opened = books_on(books, as_of=number, home="CNY", rate_max_age_days=45)
    return dunning(opened.open_parts_rated(), books, policy=policy, as_of=number, cash=opened.cash)


def chased(engine, *, as_of, policy, **tables):
    """Say of each overdue invoice at which level and for how much, or why not."""
    plan, left_out = plan_of(ledger(engine, **tables), as_of=as_of, policy=policy)
    found = {
        invoice: f"{level} {amount.normalize():f}"
        for invoice, level, amount in rows(engine, plan, "invoice_id", "level", "chase_amount")
    }
    return found | dict(rows(engine, left_out, "invoice_id", "reason"))
