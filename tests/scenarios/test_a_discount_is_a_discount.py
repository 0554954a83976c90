"""Complaint 16: a discount is kept as two due dates; who pays a part falls in a trap."""

from decimal import Decimal

import pytest
from scenarios.judged import SETTLED, aged, chased, judged, ringing, told

INVOICES = """
    invoice_id  customer_id  issued_on   due_on      currency  amount  terms
    TAKEN       K1           2026-03-01  2026-03-31  CNY       1000    2/10,net-30
    PARTLY      K2           2026-03-01  2026-03-31  CNY       1000    2/10,net-30
    LATE        K3           2026-03-01  2026-03-31  CNY       1000    2/10,net-30
    SHORT       K4           2026-03-01  2026-03-31  CNY       1000    2/10,net-30
"""
SETTLEMENTS = (
    SETTLED
    + """S1 K1 TAKEN 2026-03-10 CNY 980 payment
    S2 K1 TAKEN 2026-03-10 CNY 20 discount
    S3 K2 PARTLY 2026-03-10 CNY 490 payment
    S4 K2 PARTLY 2026-03-10 CNY 10 discount
    S5 K3 LATE 2026-03-25 CNY 980 payment
    S6 K3 LATE 2026-03-25 CNY 20 discount
    S7 K4 SHORT 2026-03-25 CNY 980 payment"""
)


@pytest.mark.slow
def test_the_discount_settles_what_it_was_taken_for_and_moves_no_due_date(engine):
    due = judged(engine, on="2026-03-31", invoices=INVOICES, settlements=SETTLEMENTS)
    # Half paid within ten days with half the discount: the other half falls due with the invoice,
    # not on the tenth day. A discount without its booking leaves 20 open.
    assert aged(engine, due) == {
        ("K2", "CNY", "current"): Decimal(500),
        ("K4", "CNY", "current"): Decimal(20),
    }
    # Taken a fortnight too late it settles all the same, and is told of.
    assert {name: told(engine, due, name, "unearned_discounts") for name in ("K1", "K2", "K3")} == {
        "K1": 0,
        "K2": 0,
        "K3": 1,
    }
    assert told(engine, due, "K1", "days_beyond_terms") == 0
    assert "unearned-discount" in ringing(engine, due, "K3")
    assert "unearned-discount" not in ringing(engine, due, "K1")

    later = judged(engine, on="2026-04-15", invoices=INVOICES, settlements=SETTLEMENTS)
    # Twenty yuan are too little for a letter; the half that is late is asked for whole.
    assert chased(engine, later) == {"PARTLY": "friendly 500", "SHORT": "too-small"}
