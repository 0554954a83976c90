"""Complaint 3: interest is lost once money comes in, although what is left was late throughout."""

from decimal import Decimal

import pytest
from scenarios.judged import INVOICE, SETTLED, claiming, judged
from typed import rows

OWED = INVOICE + "I1 K1 2026-05-01 2026-05-31 EUR 10000"
HALF = SETTLED + "S1 K1 I1 2026-08-31 EUR 5000 payment"


def claimed(engine, **tables):
    position = judged(
        engine,
        on="2026-09-30",
        policy=claiming("DE", currency="EUR"),
        invoices=OWED,
        **tables,
    )
    return rows(engine, position.dunning, "chase_amount", "late_interest")


@pytest.mark.slow
def test_what_is_left_bears_interest_from_its_first_late_day(engine):
    # 30 days at 1.27 % + 9, 92 days at 1.52 % + 9: 10,000 bear 349.57, the half that is left
    # 174.79. A part payment neither starts the count anew nor wipes it out.
    assert claimed(engine) == [(Decimal(10_000), Decimal("349.57"))]
    assert claimed(engine, settlements=HALF) == [(Decimal(5_000), Decimal("174.79"))]
