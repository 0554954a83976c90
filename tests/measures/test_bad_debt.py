from datetime import date
from decimal import Decimal

from typed import ledger, rows

from duecourse.measures.bad_debt import bad_debt_rate, losses
from duecourse.values.days import day_number

AS_OF = day_number(date(2026, 3, 31))
INVOICES = """
    invoice_id customer_id issued_on  due_on     currency amount
    A1         Alder       2025-01-01 2025-01-31 CNY      500
    A2         Alder       2025-01-01 2025-01-31 EUR      500
"""
SETTLEMENTS = """
  settlement_id customer_id invoice_id posted_on currency amount applied_amount kind reverses status
    W0 Alder A1 2025-03-31 CNY 999 - write_off - posted
    W1 Alder A1 2025-04-01 CNY 200 - write_off - posted
    W2 Alder A1 2025-06-01 CNY -40 - reversal W1 posted
    W3 Alder A1 2025-06-01 CNY -9 - reversal P1 posted
    P1 Alder A1 2025-05-01 CNY 9 - payment - posted
    W4 Alder A2 2025-06-01 CNY 780 100 write_off - posted
    W5 Alder A1 2025-06-01 CNY 77 - write_off - pending
    W6 Alder A1 2026-04-01 CNY 77 - write_off - posted
    R1 Alder A1 2026-03-31 CNY 10 - recovery - posted
    I1 Alder - 2026-03-31 CNY 30 - indemnity - posted
"""


def test_the_losses_of_a_year_by_hand(engine):
    told = ledger(engine, invoices=INVOICES, settlements=SETTLEMENTS)

    found = losses(told["settlements"], told["invoices"], as_of=AS_OF)

    assert rows(engine, found, "currency", "written_off", "recovered", "indemnified") == [
        ("CNY", 160, 10, 30),
        ("EUR", 100, 0, 0),
    ]


def test_the_rate_is_net_of_what_came_back():
    assert bad_debt_rate(Decimal(160), Decimal(10), credit_sales=Decimal(10_000)) == Decimal(
        "0.015"
    )


def test_without_sales_the_rate_is_unknown():
    assert bad_debt_rate(Decimal(160), Decimal(0), credit_sales=Decimal(0)) is None
