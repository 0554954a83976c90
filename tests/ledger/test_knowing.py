"""A look back is honest: what was learnt later changes nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import reckoned
from ledger.invented import HOME, D, facts, known_at, ledger_with, moderate, stories
from typed import ledger, rows

from duecourse.ledger.knowing import known_by, of_customers
from duecourse.pipeline.books import books_on
from duecourse.values.days import day_number

INVOICES = """
    invoice_id customer_id issued_on  due_on     currency amount known_on
    A1         Alder       2026-01-01 2026-01-31 CNY      100    -
    A2         Alder       2026-01-01 2026-01-31 CNY      50     2026-03-01
"""
SETTLEMENTS = """
    settlement_id customer_id invoice_id posted_on  currency amount kind    known_on
    S1            Alder       A1         2026-01-20 CNY      40     payment -
    S2            Alder       A2         2026-01-21 CNY      30     payment -
    S3            Alder       A1         2026-01-22 CNY      60     payment 2026-02-20
"""


def test_a_fact_is_known_on_its_own_day_or_as_it_says(engine):
    told = known_by(ledger(engine, invoices=INVOICES, settlements=SETTLEMENTS), on("2026-02-01"))

    assert rows(engine, told["invoices"], "invoice_id") == [("A1",)]
    assert rows(engine, told["settlements"], "settlement_id") == [("S1",), ("S2",)]


def test_cash_for_an_invoice_that_nobody_knows_yet_is_unallocated(engine):
    whole = ledger(engine, invoices=INVOICES, settlements=SETTLEMENTS)

    books = opened(known_by(whole, on("2026-02-01")), on("2026-02-01"))

    assert rows(engine, books.open_parts, "invoice_id", "open_amount") == [("A1", 60)]
    assert rows(engine, books.cash, "customer_id", "on_account") == [("Alder", 30)]


@pytest.mark.parametrize(("day", "known"), [("2026-04-29", []), ("2026-04-30", [("Alder",)])])
def test_a_statement_is_known_120_days_after_its_period(engine, day, known):
    statements = """
        customer_id period_end currency equity
        Alder       2025-12-31 CNY      100
    """

    told = known_by(ledger(engine, statements=statements), on(day))

    assert rows(engine, told["statements"], "customer_id") == known


def test_what_has_no_day_has_always_been_known(engine):
    people = "customer_id onboarded_on\n Alder 2030-01-01"

    told = known_by(ledger(engine, customers=people), on("2026-01-01"))

    assert rows(engine, told["customers"], "customer_id") == [("Alder",)]


@moderate
@given(stories, st.integers(D - 300, D))
def test_no_later_fact_changes_the_books_of_a_day(engine, drawn, day):
    told = facts(drawn)
    earlier = known_at(told, day)

    now = opened(known_by(ledger_with(engine, told), day), day)
    then = opened(known_by(ledger_with(engine, earlier), day), day)

    assert written(engine, now) == written(engine, then)
    assert reckoned.open_parts(earlier, day) == sorted(
        rows(engine, now.open_parts, "invoice_id", "part", "due_on", "open_amount", "is_credit")
    )


@moderate
@given(stories)
def test_opening_the_books_twice_changes_nothing(engine, drawn):
    told = ledger_with(engine, facts(drawn))

    assert written(engine, opened(told, D)) == written(engine, opened(told, D))


CUSTOMERS = """
    customer_id group_id
    Alder       G1
    Birch       G1
    Cedar       G2
    Dogwood     -
"""
LIMITS = """
    customer_id group_id from_on    amount currency
    Alder       -        2026-01-01 100    CNY
    Cedar       -        2026-01-01 200    CNY
    -           G1       2026-01-01 300    CNY
"""


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["Alder"], ["Alder", "Birch"]),
        (["Dogwood"], ["Dogwood"]),
        (["Cedar", "Dogwood"], ["Cedar", "Dogwood"]),
        (["Nobody"], []),
    ],
)
def test_a_customer_comes_with_its_group(engine, asked, found):
    told = of_customers(ledger(engine, customers=CUSTOMERS), asked)

    assert rows(engine, told["customers"], "customer_id") == [(name,) for name in found]


def test_limits_of_groups_come_along(engine):
    told = of_customers(ledger(engine, customers=CUSTOMERS, limits=LIMITS), ["Birch"])

    assert rows(engine, told["limits"], "amount") == [(100,), (300,)]


def opened(told, day):
    """Open the books on a day; rates hold."""
    return books_on(told, as_of=day, home=HOME, rate_max_age_days=5_000)


def written(engine, books):
    """Write the books down, row by row."""
    open_columns = books.open_parts.collect_schema().names()
    return [
        rows(engine, books.open_parts, *open_columns),
        rows(engine, books.cash, "customer_id", "company_id", "currency", "on_account", "prepaid"),
        rows(engine, books.rates, "currency", "rate"),
    ]


def on(text):
    """Return the number of a day."""
    return day_number(date.fromisoformat(text))
