"""Limits that other systems let slip: by order state, own company, group, or by absence."""

from datetime import date
from decimal import Decimal

import pytest
from small_policy import POLICY
from typed import ledger

from duecourse.engines.engine import engine_named
from duecourse.services.order_check import Order, answer_order

AS_OF = date(2026, 3, 31)

CUSTOMERS = """
    customer_id  name   currency  group_id  onboarded_on
    K1           Alder  CNY       G1        2024-01-01
    K2           Birch  CNY       G1        2024-01-01
    K3           Cedar  CNY       -         2024-01-01
"""
PAID = """
    invoice_id  customer_id  issued_on   due_on      currency  amount  company_id
    I1          K1           2025-11-01  2025-12-01  CNY       1000    main
    I2          K2           2025-11-01  2025-12-01  CNY       1000    main
    I3          K1           2026-03-20  2026-04-19  CNY       30000   main
    I4          K1           2026-03-20  2026-04-19  CNY       20000   south
"""
PAYMENTS = """
    settlement_id  customer_id  invoice_id  posted_on   currency  amount  kind
    S1             K1           I1          2025-12-01  CNY       1000    payment
    S2             K2           I2          2025-12-01  CNY       1000    payment
"""
LIMITS = """
    customer_id  group_id  from_on     amount  currency  terms
    K1           -         2025-01-01  100000  CNY       NET30
    K2           -         2025-01-01  100000  CNY       NET30
    -            G1        2025-01-01  90000   CNY       -
"""
ORDERS = """
    order_id  customer_id  ordered_on  currency  amount  invoiced_amount  cancelled_on
    O1        K1           2026-03-25  CNY       25000   10000            -
    O2        K1           2026-03-25  CNY       99999   0                2026-03-28
"""


@pytest.fixture(scope="module")
def polars():
    started = engine_named("polars")
    yield started
    started.close()


def asked(engine, customer, amount, **tables):
    """Answer one order on books with these tables besides the usual ones."""
    usual = {"customers": CUSTOMERS, "invoices": PAID, "settlements": PAYMENTS, "limits": LIMITS}
    books = ledger(engine, **{**usual, **tables})
    order = Order(customer, Decimal(amount))
    answer, standing = answer_order(order, books, POLICY, as_of=AS_OF, arrow=engine.arrow)
    return answer.outcome, standing.headroom


def test_what_is_ordered_and_not_yet_invoiced_uses_the_limit_and_a_cancelled_order_does_not(polars):
    # 100,000 - 50,000 owed would leave 50,000; the group has 90,000 - 50,000 = 40,000 left, and
    # 15,000 of the open order still to be invoiced takes it to 25,000.
    assert asked(polars, "K1", 25_000, orders=ORDERS) == ("approve", Decimal(25_000))
    assert asked(polars, "K1", 25_001, orders=ORDERS)[0] == "conditions"


def test_a_limit_is_one_limit_whichever_own_company_sells(polars):
    # I3 is owed to one own company and I4 to another: both count.
    assert asked(polars, "K1", 40_000) == ("approve", Decimal(40_000))


def test_a_member_that_owes_nothing_is_held_to_what_its_group_has_left(polars):
    assert asked(polars, "K2", 40_001) == ("conditions", Decimal(40_000))


def test_no_granted_limit_is_no_endless_limit(polars):
    # Nothing is known of Cedar: grade C, so it pays before delivery.
    assert asked(polars, "K3", 1) == ("conditions", Decimal(0))


def test_asking_again_changes_nothing(polars):
    assert asked(polars, "K1", 40_001) == asked(polars, "K1", 40_001)
