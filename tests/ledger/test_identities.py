"""The identities that hold for any ledger and any past day (docs/algorithms/open-items.md)."""

from collections import defaultdict
from decimal import Decimal

from hypothesis import given, target
from hypothesis import strategies as st
from ledger import reckoned
from ledger.invented import D, facts, ledger_with, moderate, stories
from typed import rows

from duecourse.ledger.cash import cash_without_invoice
from duecourse.ledger.history import moved_by, stood_on
from duecourse.ledger.invoice_state import invoice_state
from duecourse.ledger.open_parts import open_parts, with_days_past_due
from duecourse.ledger.settled import rows_of_others
from duecourse.measures.aging import aging, with_bucket

days = st.integers(D - 400, D)


@moderate
@given(stories, days)
def test_every_open_part_is_what_plain_reckoning_gives(engine, drawn, day):
    told = facts(drawn)

    parts = opened(engine, ledger_with(engine, told), day)

    found = rows(engine, parts, "invoice_id", "part", "due_on", "open_amount", "is_credit")
    target(float(len(found)))
    assert sorted(found) == reckoned.open_parts(told, day)


@moderate
@given(stories, days)
def test_the_buckets_add_up_to_invoiced_less_settled_on_any_day(engine, drawn, day):
    told = facts(drawn)
    ledger = ledger_with(engine, told)
    cash = cash_without_invoice(ledger["settlements"], as_of=day)

    bucketed = with_bucket(with_days_past_due(opened(engine, ledger, day), as_of=day))

    sums = defaultdict(Decimal)
    found = aging(bucketed, cash)
    for customer, currency, amount in rows(engine, found, "customer_id", "currency", "open_amount"):
        sums[customer, currency] += amount
    assert {key: amount for key, amount in sums.items() if amount} == (
        reckoned.invoiced_less_settled(told, day)
    )


@moderate
@given(stories, st.lists(st.integers(0, 400), min_size=1, max_size=3, unique=True))
def test_the_history_of_one_pass_is_what_the_books_of_each_day_say(engine, drawn, ago):
    told = facts(drawn)
    ledger = ledger_with(engine, told)
    asked = sorted(D - each for each in ago)
    state = engine.keep(invoice_state(ledger, as_of=D))

    found = defaultdict(Decimal)
    others = engine.keep(rows_of_others(ledger["settlements"], state, as_of=D))
    moved = moved_by(ledger, state, others, as_of=D, days=asked)
    for currency, place, change in rows(engine, moved, "currency", "place", "change"):
        for day in asked[place:]:
            found[currency, day] += change
    stood = stood_on(ledger, state, others, days=asked)
    for place, day in enumerate(asked):
        for currency, amount in rows(engine, stood, "currency", f"stood_{place}"):
            found[currency, day] += amount

    assert {key: amount for key, amount in found.items() if amount} == {
        (currency, day): amount
        for day in asked
        for currency, amount in reckoned.receivable(told, day).items()
    }


def opened(engine, ledger, day):
    """Return what is open on a day."""
    state = engine.keep(invoice_state(ledger, as_of=day))
    return engine.keep(open_parts(state, ledger["due_parts"]))
