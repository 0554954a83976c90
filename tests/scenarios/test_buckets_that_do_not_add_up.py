"""Complaint 11: the buckets of the aging report do not add up to what the ledger says is open."""

from decimal import Decimal

import pytest
from scenarios.judged import INVOICE, aged, judged

INVOICES = (
    INVOICE
    + """A K1 2026-01-01 2026-01-31 CNY 1000.10
    B K1 2026-02-01 2026-03-03 CNY 2000.20
    C K1 2026-03-01 2026-04-30 CNY 3000.30
    D K1 2026-03-02 2026-03-02 CNY -500.50
    E K1 2025-11-01 2025-12-01 EUR 70
    F K2 2025-10-01 2025-10-31 CNY 900
    G K2 2026-04-01 2026-05-01 CNY 111"""
)
PARTS = """
    invoice_id  part  due_on      amount
    C           1     2026-03-15  1000.10
    C           2     2026-04-30  1700.20
    C           3     2027-03-01  300
"""
SETTLEMENTS = """
settlement_id customer_id invoice_id order_id posted_on currency amount applied_amount kind reverses
S1 K1 A - 2026-02-20 CNY 1200.10 - payment -
S2 K1 B - 2026-03-20 CNY 0.20 - discount -
S3 K1 C - 2026-03-20 CNY 1500 - payment -
S4 K1 - - 2026-03-21 CNY 42.42 - payment -
S5 K1 - O1 2026-03-21 CNY 800 - payment -
S6 K1 E - 2026-03-21 CNY 160 20 payment -
S7 K2 F - 2026-02-01 CNY 900 - payment -
S8 K2 F - 2026-03-01 CNY -900 - reversal S7
S9 K2 F - 2026-03-05 CNY 300 - recovery -
"""


@pytest.mark.parametrize(
    ("on", "open_amounts"),
    [
        ("2026-03-31", {("K1", "CNY"): "2757.38", ("K1", "EUR"): "50", ("K2", "CNY"): "900"}),
        ("2026-02-28", {("K1", "CNY"): "1800.20", ("K1", "EUR"): "70", ("K2", "CNY"): "0"}),
    ],
)
def test_they_add_up_to_invoiced_less_settled_per_currency_on_any_day(engine, on, open_amounts):
    # On 31 March: invoiced 1000.10 + 2000.20 + 3000.30 - 500.50 = 5500.10, settled 1200.10 + 0.20
    # + 1500 + 42.42 = 2742.72. The prepayment of order O1 stands apart; what was recovered settles
    # nothing; 160 yuan applied 20 euros. On 28 February the payment of F had not bounced yet, and
    # A was settled by 200 more than it was.
    position = judged(engine, on=on, invoices=INVOICES, due_parts=PARTS, settlements=SETTLEMENTS)

    sums = dict.fromkeys(open_amounts, Decimal(0))
    for (customer, currency, _), amount in aged(engine, position).items():
        sums[customer, currency] += amount
    assert sums == {owner: Decimal(amount) for owner, amount in open_amounts.items()}


def test_each_instalment_stands_in_its_own_bucket_and_credits_apart(polars):
    position = judged(polars, invoices=INVOICES, due_parts=PARTS, settlements=SETTLEMENTS)

    # 1,500 pay the first part of C and 499.90 of the second; 200 + 500.50 + 42.42 are theirs.
    assert {
        bucket: amount
        for (*_, currency, bucket), amount in aged(polars, position).items()
        if currency == "CNY" and bucket != "90+"
    } == {
        "current": Decimal("1500.30"),
        "1-30": Decimal("2000"),
        "unallocated": Decimal("-742.92"),
    }
