"""Which parts bear interest, on how much, and under which contract."""

from datetime import date

from pipeline.agreed import standard_policy
from typed import ledger, rows

from duecourse.pipeline.interest import chased, late_interest_of
from duecourse.pipeline.run import opened

AS_OF = date(2026, 3, 31)
FACTS = {
    "customers": """
        customer_id debtor_class
        Alder       large
    """,
    "contracts": """
        contract_id customer_id governing_law late_interest
        T1          Alder       DE            0.10
    """,
    "invoices": """
        invoice_id customer_id issued_on  due_on     currency amount contract_id
        agreed     Alder       2025-12-18 2026-01-17 CNY      10000  T1
        silent     Alder       2025-12-18 2026-01-17 CNY      500    -
        disputed   Alder       2025-12-18 2026-01-17 CNY      300    T1
        current    Alder       2026-03-01 2026-03-31 CNY      900    T1
    """,
    "settlements": """
        settlement_id customer_id invoice_id posted_on  currency amount status
        S1            Alder       silent     2026-03-30 CNY      100    pending
    """,
    "disputes": """
        dispute_id invoice_id opened_on  amount
        X1         disputed   2026-02-01 -
        X2         silent     2026-02-01 50
    """,
}


def test_interest_is_on_what_is_chased_under_the_law_of_the_contract(engine):
    parts = chased(opened(ledger(engine, **FACTS), standard_policy(), AS_OF))

    found = rows(engine, parts, "invoice_id", "chase_amount", "law", "debtor_class", "agreed_share")
    assert found == [
        ("agreed", 10_000, "DE", "large", 0.10),
        ("silent", 350, None, "large", None),
    ]


def test_every_part_that_is_chased_has_its_line(engine):
    books = opened(ledger(engine, **FACTS), standard_policy(), AS_OF)

    interest, _ = late_interest_of(books, standard_policy().late_interest)

    assert rows(engine, interest, "invoice_id", "part") == [("agreed", 1), ("silent", 1)]
