"""Complaint 1: customers are dunned for what was paid, cancelled or credited."""

import pytest
from scenarios.judged import INVOICE, SETTLED, chased, judged

INVOICES = """
    invoice_id  customer_id  issued_on   due_on      currency  amount  cancelled_on
    PAID        K1           2026-01-15  2026-02-14  CNY       1000    -
    DISCOUNTED  K2           2026-01-15  2026-02-14  CNY       1000    -
    CREDITED    K3           2026-01-15  2026-02-14  CNY       1000    -
    SETOFF      K4           2026-01-15  2026-02-14  CNY       1000    -
    WRITTENOFF  K5           2026-01-15  2026-02-14  CNY       1000    -
    CANCELLED   K6           2026-01-15  2026-02-14  CNY       1000    2026-03-25
    ONACCOUNT   K7           2026-01-15  2026-02-14  CNY       1000    -
    UNMATCHED   K8           2026-01-15  2026-02-14  CNY       1000    -
    CREDIT      K8           2026-03-28  2026-03-28  CNY       -1000   -
    UNCOVERED   K9           2026-01-15  2026-02-14  CNY       1000    -
    VOIDCREDIT  K9           2026-03-01  2026-03-01  CNY       -1000   2026-03-25
    BOUNCED     K10          2026-01-15  2026-02-14  CNY       1000    -
    UNPAID      K11          2026-01-15  2026-02-14  CNY       1000    -
"""
SETTLEMENTS = """
    settlement_id  customer_id  invoice_id  posted_on   currency  amount  kind         reverses
    S1             K1           PAID        2026-03-30  CNY       1000    payment      -
    S2             K2           DISCOUNTED  2026-03-30  CNY       980     payment      -
    S3             K2           DISCOUNTED  2026-03-30  CNY       20      discount     -
    S4             K3           CREDITED    2026-03-30  CNY       1000    credit_note  -
    S5             K4           SETOFF      2026-03-30  CNY       1000    set_off      -
    S6             K5           WRITTENOFF  2026-03-30  CNY       1000    write_off    -
    S7             K7           -           2026-03-30  CNY       1000    payment      -
    S8             K10          BOUNCED     2026-02-10  CNY       1000    payment      -
    S9             K10          BOUNCED     2026-03-28  CNY       -1000   reversal     S8
"""


@pytest.mark.slow
def test_a_reminder_stops_on_the_day_on_which_the_debt_does_and_no_sooner(engine):
    before = judged(engine, on="2026-03-24", invoices=INVOICES, settlements=SETTLEMENTS)
    # Everybody owes; the credit that is cancelled a day later still covers, the payment that
    # bounces four days later still counts.
    owing = "PAID DISCOUNTED CREDITED SETOFF WRITTENOFF CANCELLED ONACCOUNT UNMATCHED UNPAID"
    assert chased(engine, before) == {
        **dict.fromkeys(owing.split(), "friendly 1000"),
        "UNCOVERED": "covered",
    }

    after = judged(engine, on="2026-03-31", invoices=INVOICES, settlements=SETTLEMENTS)
    # Settled and cancelled ones are not even listed; who has money or a credit with us is left
    # in peace until somebody matches it; a void credit and a bounced payment settle nothing.
    assert chased(engine, after) == {
        "ONACCOUNT": "covered",
        "UNMATCHED": "covered",
        "UNCOVERED": "friendly 1000",
        "BOUNCED": "friendly 1000",
        "UNPAID": "friendly 1000",
    }


def test_cash_that_the_bank_reports_but_nobody_posted_yet_is_not_asked_for(polars):
    pending = (
        SETTLED.replace("kind", "kind status") + "S1 K1 I1 2026-03-30 CNY 1000 payment pending"
    )
    owed = INVOICE + "I1 K1 2026-01-15 2026-02-14 CNY 1000"

    assert chased(polars, judged(polars, invoices=owed, settlements=pending)) == {"I1": "pending"}
