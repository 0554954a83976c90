"""Complaint 5: the late fee alters the invoice that was issued, and what the books say is owed."""

from decimal import Decimal

from scenarios.judged import INVOICE, aged, claiming, judged, policy_of, told
from typed import rows

OWED = INVOICE + "I1 K1 2026-01-01 2026-01-31 CNY 10000"
COLUMNS = ("invoice_id", "amount", "open_amount", "due_on")


def test_interest_stands_beside_the_invoice_and_never_in_it(engine):
    with_interest = judged(engine, policy=claiming("CN"), invoices=OWED)

    # 10,000 x 4.50 % x 59 / 365
    assert rows(engine, with_interest.dunning, "open_amount", "late_interest") == [
        (Decimal(10_000), Decimal("72.74"))
    ]
    [(name, amount, open_amount, _)] = rows(engine, with_interest.invoices, *COLUMNS)
    assert (name, amount, open_amount) == ("I1", Decimal(10_000), Decimal(10_000))
    assert aged(engine, with_interest) == {("K1", "CNY", "31-60"): Decimal(10_000)}
    assert told(engine, with_interest, "K1", "exposure") == Decimal(10_000)


def test_the_books_are_the_same_with_and_without_a_claim_of_interest(polars):
    claimed = judged(polars, policy=claiming("CN"), invoices=OWED)
    unclaimed = judged(polars, policy=policy_of(), invoices=OWED)

    assert rows(polars, unclaimed.dunning, "late_interest") == [(Decimal(0),)]
    assert rows(polars, claimed.invoices, *COLUMNS) == rows(polars, unclaimed.invoices, *COLUMNS)
    assert aged(polars, claimed) == aged(polars, unclaimed)
    assert claimed.home == unclaimed.home
