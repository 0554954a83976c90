"""Complaint 4: the legal rate of interest changes by date and by country, and systems know one."""

from decimal import Decimal

import pytest
from scenarios.judged import judged
from typed import rows

CONTRACTS = """
    contract_id  customer_id  governing_law  late_interest
    GERMAN       K1           DE             -
    CHINESE      K2           CN             -
    AGREED       K3           DE             0.12
    SILENT       K4           -              -
    ELSEWHERE    K5           BR             -
"""
INVOICES = """
    invoice_id  customer_id  issued_on   due_on      currency  amount  contract_id
    GERMAN      K1           2026-05-01  2026-05-31  CNY       10000   GERMAN
    CHINESE     K2           2025-04-01  2025-04-30  CNY       10000   CHINESE
    AGREED      K3           2026-05-01  2026-05-31  CNY       10000   AGREED
    SILENT      K4           2026-05-01  2026-05-31  CNY       10000   SILENT
    ELSEWHERE   K5           2026-05-01  2026-05-31  CNY       10000   ELSEWHERE
"""


@pytest.mark.slow
def test_each_debt_bears_the_rates_of_its_own_law_and_days(engine):
    position = judged(engine, on="2026-09-30", invoices=INVOICES, contracts=CONTRACTS)

    # Germany moves with half-years: 30 days at 10.27 %, 92 at 10.52 %. China froze on the first
    # late day, 2025-05-01: 3.10 % raised by half, 518 days, whatever the rate did since. What is
    # agreed comes first: 12 %, 122 days. No law and nothing agreed: nothing is claimed. A law that
    # is not held: unknown, and said so.
    found = rows(engine, position.dunning, "invoice_id", "late_interest")
    assert dict(found) == {
        "GERMAN": Decimal("349.57"),
        "CHINESE": Decimal("659.92"),
        "AGREED": Decimal("401.10"),
        "SILENT": Decimal(0),
        "ELSEWHERE": None,
    }
    assert [problem.code for problem in position.problems] == ["law-not-held"]


def test_a_rate_that_is_not_yet_published_is_unknown_and_not_the_last_one(polars):
    position = judged(polars, on="2027-01-15", invoices=INVOICES, contracts=CONTRACTS)

    found = dict(rows(polars, position.dunning, "invoice_id", "late_interest"))
    assert found["GERMAN"] is None
    assert found["CHINESE"] > Decimal("659.92")
    assert {problem.code for problem in position.problems} == {"law-not-held", "rate-unknown"}
