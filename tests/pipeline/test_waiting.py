"""What a run adds to decisions: holds that people and notices set, tasks, shares of the whole."""

from datetime import date
from decimal import Decimal

import pytest
from pipeline.agreed import standard_policy
from typed import ledger, rows

from duecourse.engines.engine import engine_named
from duecourse.pipeline.run import run
from duecourse.values.days import day_number

AS_OF = date(2026, 3, 31)
BOOKS = {
    "customers": """
    customer_id  name    currency  onboarded_on
    HELD         Alder   CNY       2024-01-01
    LIFTED       Birch   CNY       2024-01-01
    WRITTEN      Cedar   CNY       2024-01-01
    PROMISED     Dogwood CNY       2024-01-01
    LEGAL        Elder   CNY       2024-01-01
    """,
    "invoices": """
    invoice_id  customer_id  issued_on   due_on      currency  amount
    I1          HELD         2026-03-01  2026-04-30  CNY       6000
    I2          LIFTED       2026-03-01  2026-04-30  CNY       1000
    I3          WRITTEN      2026-01-01  2026-02-25  CNY       1000
    I4          PROMISED     2026-01-01  2026-03-01  CNY       1000
    I5          LEGAL        2025-10-01  2025-12-01  CNY       1000
    """,
    "limits": """
    customer_id  from_on     amount  currency  terms
    HELD         2026-02-01  90000   CNY       NET60
    LIFTED       2026-02-01  90000   CNY       NET60
    WRITTEN      2026-02-01  90000   CNY       NET60
    PROMISED     2026-02-01  90000   CNY       NET60
    LEGAL        2026-02-01  90000   CNY       NET60
    """,
    "holds": """
    customer_id  from_on     until_on    rule
    HELD         2026-03-01  -           fraud
    LIFTED       2026-03-01  2026-03-30  fraud
    """,
    "notices": """
    invoice_id  level     sent_on     status
    I3          formal    2026-03-27  sent
    I4          formal    2026-03-27  failed
    I5          friendly  2025-12-10  sent
    I5          formal    2026-01-10  sent
    """,
    "promises": """
    promise_id  invoice_id  promised_on  until_on
    M1          I4          2026-03-10   2026-03-20
    """,
}


@pytest.fixture(scope="module")
def polars():
    """One engine where one is enough."""
    started = engine_named("polars")
    yield started
    started.close()


def test_holds_that_people_and_notices_set_are_in_the_position(polars):
    position = run(ledger(polars, **BOOKS), standard_policy(), AS_OF)

    found = rows(polars, position.customers, "customer_id", "holds")
    told = {name: set(holds.split()) & {"standing", "notice"} for name, holds in found}
    assert told == {
        "HELD": {"standing"},
        "LIFTED": set(),
        "WRITTEN": {"notice"},
        "PROMISED": set(),
        "LEGAL": {"notice"},
    }


def test_tasks_are_in_the_position(polars):
    position = run(ledger(polars, **BOOKS), standard_policy(), AS_OF)

    found = rows(polars, position.tasks, "customer_id", "kind", "due_on", "value", "currency")
    today, kept_until = day_number(AS_OF), day_number(date(2026, 3, 21))
    assert ("LEGAL", "hand-over", today, Decimal(1000), "CNY") in found
    assert ("PROMISED", "promise-broken", kept_until, Decimal(1000), "CNY") in found


@pytest.mark.slow
def test_a_share_of_the_whole_is_unknown_where_only_a_part_was_read(polars):
    books = ledger(polars, **BOOKS)

    whole = run(books, standard_policy(), AS_OF)
    part = run(books, standard_policy(), AS_OF, customers=["HELD"])

    assert ("HELD", 0.6) in rows(polars, whole.customers, "customer_id", "exposure_share")
    assert rows(polars, part.customers, "customer_id", "exposure_share") == [("HELD", None)]
    assert ("HELD", "concentration") in rows(polars, whole.alerts, "customer_id", "rule")
    assert ("HELD", "concentration") not in rows(polars, part.alerts, "customer_id", "rule")
