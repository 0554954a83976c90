from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from typed import ledger, rows

from duecourse.ledger.invoice_state import invoice_state
from duecourse.ledger.settled import rows_of_others
from duecourse.measures.relationship import SPECS, trade, with_relationship
from duecourse.values.days import day_number

AS_OF = day_number(date(2026, 3, 31))
INVOICES = """
    invoice_id customer_id issued_on  due_on     currency amount cancelled_on
    old        Alder       2025-03-31 2025-04-30 CNY      1000   -
    first      Alder       2025-04-01 2025-05-01 CNY      100    -
    second     Alder       2026-01-01 2026-01-31 CNY      200    -
    third      Alder       2026-02-01 2026-03-03 CNY      300    -
    void       Alder       2026-02-01 2026-03-03 CNY      400    2026-03-31
    credit     Alder       2026-02-01 2026-03-03 CNY      -50    -
    coming     Alder       2026-04-01 2026-05-01 CNY      999    -
    abroad     Alder       2026-03-31 2026-04-30 EUR      70     -
"""
SETTLEMENTS = """
    settlement_id customer_id invoice_id posted_on  currency amount kind        reverses
    S1            Alder       old        2025-05-01 CNY      1000   payment     -
    S2            Alder       first      2025-05-01 CNY      98     bill        -
    S3            Alder       first      2025-05-01 CNY      2      discount    -
    S4            Alder       second     2026-02-01 CNY      150    payment     -
    S5            Alder       second     2026-02-01 CNY      50     credit_note -
    S6            Alder       third      2026-02-20 CNY      300    payment     -
    S7            Alder       third      2026-02-25 CNY      -300   reversal    S6
"""


def test_what_alder_bought_and_paid_by_hand(engine):
    told = ledger(engine, invoices=INVOICES, settlements=SETTLEMENTS)
    state = engine.keep(invoice_state(told, as_of=AS_OF))
    others = engine.keep(rows_of_others(told["settlements"], state, as_of=AS_OF))

    found = trade(state, others, as_of=AS_OF)

    assert rows(engine, found, "currency", "credit_sales", "invoices", "invoices_paid") == [
        ("CNY", 600, 5, 2),
        ("EUR", 70, 1, 0),
    ]


@pytest.mark.parametrize(
    ("onboarded", "first", "known", "purchases", "is_new"),
    [
        ("2025-12-20", "2025-12-28", 3, 8_333.333333333, True),
        (None, "2025-12-28", 3, 8_333.333333333, True),
        (None, "2026-03-30", 0, 8_333.333333333, True),  # at least three months
        ("2020-01-01", "2024-01-01", 74, 2_083.333333333, False),  # at most twelve
        ("2025-12-20", None, 3, None, True),
        (None, None, None, None, True),
        ("2026-04-20", None, 0, None, True),  # onboarded after the day
        ("2024-02-28", "2024-03-01", 25, 2_083.333333333, False),  # the 60th day: the ledger is new
        ("2024-02-28", "2024-03-02", 25, 2_083.333333333, True),
    ],
)
def test_how_long_a_customer_is_known(engine, onboarded, first, known, purchases, is_new):
    people = {
        "customer_id": ["K1"],
        "onboarded_on": days([onboarded]),
        "first_invoice_on": days([first]),
        "credit_sales": pa.array([Decimal(25_000)], pa.decimal128(38, 4)),
    }
    beginning = engine.frame(pa.table({"first_day": days(["2024-01-01"]), "settled": [True]}))

    found = with_relationship(engine.frame(pa.table(people)), as_of=AS_OF, beginning=beginning)

    assert rows(engine, found, "months_known", "monthly_purchases", "is_new") == [
        (known, purchases if purchases is None else pytest.approx(purchases, abs=1e-8), is_new)
    ]


@pytest.mark.parametrize(
    ("onboarded", "first", "is_new"),
    [
        (None, "2026-03-01", False),  # what is open is young; the customer may be old
        (None, None, False),
        ("2026-01-15", "2026-03-20", True),
        ("2020-01-15", "2026-01-10", False),
    ],
)
def test_in_a_ledger_of_balances_only_the_day_of_onboarding_makes_new(
    engine, onboarded, first, is_new
):
    people = {
        "customer_id": ["K1"],
        "onboarded_on": days([onboarded]),
        "first_invoice_on": days([first]),
        "credit_sales": pa.array([Decimal(0)], pa.decimal128(38, 4)),
    }
    beginning = engine.frame(pa.table({"first_day": days(["2026-01-01"]), "settled": [False]}))

    found = with_relationship(engine.frame(pa.table(people)), as_of=AS_OF, beginning=beginning)

    assert rows(engine, found, "is_new") == [(is_new,)]


def test_the_measures_are_described():
    assert [spec.name for spec in SPECS] == [
        "months_known",
        "invoices_paid",
        "monthly_purchases",
        "credit_sales",
    ]


def days(texts):
    numbers = [None if text is None else day_number(date.fromisoformat(text)) for text in texts]
    return pa.array(numbers, pa.int32())
