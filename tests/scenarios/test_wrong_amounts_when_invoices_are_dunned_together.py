"""Complaint 2: amounts are wrong when several invoices are dunned in one letter."""

from decimal import Decimal

import pytest
from scenarios.judged import SETTLED, claiming, judged
from typed import rows

INVOICES = """
    invoice_id  customer_id  issued_on   due_on      currency  amount
    WHOLE       K1           2026-01-15  2026-02-14  CNY       1000
    PARTLY      K1           2026-01-20  2026-02-19  CNY       700
    DISPUTED    K1           2026-01-21  2026-02-20  CNY       900
    FOREIGN     K1           2026-02-01  2026-03-03  EUR       50
    TOCOME      K1           2026-03-01  2026-04-30  CNY       5000
"""
SETTLEMENTS = SETTLED + "S1 K1 PARTLY 2026-03-01 CNY 300 payment"
DISPUTES = """
    dispute_id  invoice_id  opened_on   amount
    D1          DISPUTED    2026-03-01  250
"""
RATES = """
    currency  on          rate
    EUR       2026-03-20  8
"""


@pytest.mark.slow
def test_each_invoice_in_a_letter_has_its_own_amount_and_its_own_interest(engine):
    position = judged(
        engine,
        policy=claiming("CN"),
        invoices=INVOICES,
        settlements=SETTLEMENTS,
        disputes=DISPUTES,
        rates=RATES,
    )

    # LPR 3.00 % raised by half is 4.50 % a year, on 45, 40, 39 and 28 days:
    # 1,000 x 0.045 x 45 / 365 = 5.55, 400 x ... x 40 = 1.97,
    # 650 x ... x 39 = 3.13, 50 x ... x 28 = 0.17
    columns = ("invoice_id", "currency", "open_amount", "chase_amount", "late_interest")
    assert rows(engine, position.dunning, *columns) == [
        ("DISPUTED", "CNY", Decimal(900), Decimal(650), Decimal("3.13")),
        ("FOREIGN", "EUR", Decimal(50), Decimal(50), Decimal("0.17")),
        ("PARTLY", "CNY", Decimal(400), Decimal(400), Decimal("1.97")),
        ("WHOLE", "CNY", Decimal(1000), Decimal(1000), Decimal("5.55")),
    ]
