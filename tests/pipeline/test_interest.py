"""Which parts bear interest, on how much, and under which contract."""

from datetime import date
from decimal import Decimal

import pytest
from pipeline.agreed import standard_policy
from typed import ledger, rows

from duecourse.pipeline.interest import chased, late_interest_of
from duecourse.pipeline.run import opened
from duecourse.policies import preset
from duecourse.policy.reading import valid_policy

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


CHINESE = {
    "customers": """
        customer_id debtor_class
        Large       large
        Public      public
        Small       sme
        Unknown     -
    """,
    "contracts": """
        contract_id customer_id governing_law late_interest signed_on
        L           Large       CN            -             2025-01-06
        P           Public      CN            -             -
        S           Small       CN            -             2025-01-06
        U           Unknown     CN            -             2025-01-06
        A           Large       CN            0.10          2025-01-06
        O           Large       CN            -             2020-08-31
    """,
    "invoices": """
        invoice_id customer_id issued_on  due_on     currency amount  contract_id
        large      Large       2025-08-02 2025-09-01 CNY      1000000 L
        public     Public      2025-08-02 2025-09-01 CNY      1000000 P
        small      Small       2025-08-02 2025-09-01 CNY      1000000 S
        unknown    Unknown     2025-08-02 2025-09-01 CNY      1000000 U
        agreed     Large       2025-08-02 2025-09-01 CNY      1000000 A
        older      Large       2025-08-02 2025-09-01 CNY      1000000 O
    """,
}
BY_LPR = Decimal("11095.89")  # 1,000,000 x 3.00 % x 1.5 x 90 / 365
BY_ORDER_802 = Decimal("45000.00")  # 1,000,000 x 0.05 % x 90
AGREED = Decimal("24657.53")  # 1,000,000 x 10 % x 90 / 365


@pytest.mark.parametrize(("name", "claimed"), [("sme", BY_ORDER_802), ("standard", BY_LPR)])
def test_a_small_seller_claims_the_daily_rate_from_whom_the_regulation_names(engine, name, claimed):
    books = opened(ledger(engine, **CHINESE), standard_policy(), date(2025, 11, 30))

    interest, problems = late_interest_of(books, valid_policy(preset(name)).late_interest)

    assert problems == ()
    assert dict(rows(engine, interest, "invoice_id", "late_interest")) == {
        "large": claimed,
        "public": claimed,
        "small": BY_LPR,
        "unknown": BY_LPR,
        "agreed": AGREED,
        "older": BY_LPR,
    }
