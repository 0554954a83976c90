"""Complaint 17: no system says how many days customers take, or how many days of sales are out."""

import pytest
from scenarios.judged import INVOICE, SETTLED, judged, told

INVOICES = (
    INVOICE
    + """A K1 2026-01-10 2026-02-09 CNY 30000
    B K1 2026-02-10 2026-03-12 CNY 30000
    C K1 2026-03-10 2026-04-09 CNY 30000"""
)
SETTLEMENTS = SETTLED + "S1 K1 A 2026-02-19 CNY 30000 payment"


@pytest.mark.slow
def test_the_figures_of_three_equal_months_by_hand(engine):
    position = judged(engine, invoices=INVOICES, settlements=SETTLEMENTS)

    # 60,000 out of 90,000 in 90 days; half of it late. By counting back: March has 30,000 of them
    # (31 days), February the other 30,000 (28 days).
    found = position.home
    assert found["dso_simple"] == pytest.approx(60)
    assert found["dso_best_possible"] == pytest.approx(30)
    assert found["average_days_delinquent"] == pytest.approx(30)
    assert found["dso_countback"] == pytest.approx(59)
    # Thirty days ago 30,000 were out (B), and since then 30,000 were sold and nothing came in:
    # (30,000 + 30,000 - 60,000) / (30,000 + 30,000 - 30,000) = 0.
    assert found["collection_effectiveness"] == pytest.approx(0)
    # A was 10 days late, B is 19 days late by now, C is not due: (10 + 19) / 2.
    assert told(engine, position, "K1", "days_beyond_terms") == pytest.approx(14.5)
    assert position.kpi["CNY"] == found
