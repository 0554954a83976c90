from datetime import date
from decimal import Decimal

import pytest
from small_policy import POLICY
from typed import ledger

from duecourse.decide.standing import Expiring
from duecourse.services.order_check import (
    NoSuchCustomer,
    Order,
    answer_order,
    behind,
    customer_named,
    known_rates,
)
from duecourse.values.money import Money

AS_OF = date(2026, 3, 31)
RATES = """
    currency  on          rate
    EUR       2026-03-01  8
    USD       2025-01-01  7
"""


@pytest.fixture
def books(engine):
    """Alder owes 60,000 of a granted 100,000, insured; Birch is held by a person."""
    return ledger(
        engine,
        customers="""
        customer_id  name    currency  onboarded_on
        K1           Alder   CNY       2024-01-01
        K2           Birch   CNY       2024-01-01
        K3           Cedar   CNY       2024-01-01
        K4           Cedar   CNY       2024-01-01
        """,
        invoices="""
        invoice_id  customer_id  issued_on   due_on      currency  amount
        I0          K1           2025-11-01  2025-12-01  CNY       40000
        I1          K1           2026-03-10  2026-04-09  CNY       60000
        """,
        settlements="""
        settlement_id  customer_id  invoice_id  posted_on   currency  amount  kind
        S0             K1           I0          2025-12-01  CNY       40000   payment
        """,
        limits="""
        customer_id  from_on     amount  currency  terms
        K1           2025-01-01  100000  CNY       NET30
        K2           2025-01-01  100000  CNY       NET30
        """,
        reports="""
        customer_id  reported_on  provider  scale  value  direction
        K1           2026-01-01   bureau    0-100  90     safer
        K2           2026-01-01   bureau    0-100  90     safer
        """,
        holds="""
        customer_id  from_on     until_on  rule
        K2           2026-03-01  -         fraud
        """,
        covers="""
        policy_no  customer_id  amount  currency  effective_on  until_on
        P1         K1           50000   CNY       2026-01-01    2026-12-31
        P2         K1           70000   CNY       2026-04-01    2026-12-31
        P3         K1           70000   CNY       2025-01-01    2026-03-30
        """,
        securities="""
        customer_id  kind       amount  currency  valid_from  valid_until
        K1           guarantee  900     CNY       -           2026-03-31
        K1           deposit    900     CNY       2026-01-01  -
        """,
        rates=RATES,
    )


def outcome(engine, books, *order):
    answer, _ = answer_order(Order(*order), books, POLICY, as_of=AS_OF, arrow=engine.arrow)
    return answer.outcome, [reason.code for reason in answer.reasons]


@pytest.mark.slow
def test_an_order_is_answered_from_the_books_of_the_day(engine, books):
    assert outcome(engine, books, "Alder", Decimal(4_900), "EUR") == ("approve", ["within"])
    assert outcome(engine, books, "K1", Decimal(40_001)) == ("conditions", ["beyond"])
    assert outcome(engine, books, "K1", Decimal(1), "USD") == ("hold", ["rate-unknown"])


@pytest.mark.slow
def test_a_hold_that_a_person_set_stops_an_order_that_would_fit(engine, books):
    assert outcome(engine, books, "K2", Decimal(1)) == ("hold", ["standing"])


def test_what_stands_behind_a_customer_is_what_is_in_force_and_ends(engine, books):
    found = behind("K1", books, as_of=AS_OF, arrow=engine.arrow)

    assert sorted(found, key=lambda fact: fact.kind) == [
        Expiring("cover", Money(Decimal(50_000), "CNY"), date(2026, 12, 31)),
        Expiring("guarantee", Money(Decimal(900), "CNY"), date(2026, 3, 31)),
    ]


def test_a_rate_that_is_too_old_is_unknown(engine, books):
    found = known_rates(books, POLICY, as_of=AS_OF, arrow=engine.arrow)

    assert found == {"EUR": Decimal("8.0"), "CNY": Decimal(1)}


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("Aldar", "no customer Aldar. Did you mean Alder"),
        ("lde", "no customer lde. Did you mean Alder"),
        ("zzzzzz", "no customer zzzzzz.$"),
        ("Cedar", "Several customers are named Cedar: K3, K4"),
    ],
)
def test_a_customer_that_is_not_clear_is_asked_for_again(engine, books, named, says):
    with pytest.raises(NoSuchCustomer, match=says):
        customer_named(named, books, engine.arrow)
