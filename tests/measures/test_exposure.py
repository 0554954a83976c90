"""Exposure by hand, each of its parts from a table a clerk could type."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from typed import ledger, rows

from duecourse.measures.exposure import (
    bills_at_risk,
    in_force,
    open_orders,
    prepayments,
    with_exposure,
)
from duecourse.policy.shapes import BillShares
from duecourse.values.days import day_number

AS_OF = day_number(date(2026, 3, 31))
SHARES = BillShares(commercial=Decimal(1), bank=Decimal("0.2"), with_recourse=Decimal("0.5"))
PARTS = (
    "receivable",
    "uninvoiced_orders",
    "bills_at_risk",
    "unallocated",
    "prepayments",
    "securities",
    "covers",
)


@pytest.mark.parametrize(
    ("amounts", "exposure", "net"),
    [
        ((210, 80, 0, 5, 0, 0, 0), 285, 285),
        ((54, 0, 30, 0, 0, 0, 0), 84, 84),
        ((50, 40, 0, 0, 12, 0, 0), 78, 78),
        ((60, 0, 0, 0, 0, 150, 0), 60, 0),
        ((60, 0, 0, 0, 0, 20, 30), 60, 10),
        ((10, 0, 0, 50, 0, 20, 0), 0, 0),
    ],
)
def test_exposure_is_what_would_be_lost_today(engine, amounts, exposure, net):
    columns = {
        name: pa.array([Decimal(amount)], pa.decimal128(38, 4))
        for name, amount in zip(PARTS, amounts, strict=True)
    }

    found = with_exposure(engine.frame(pa.table(columns)))

    assert rows(engine, found, "exposure", "net_exposure", "secured_amount") == [
        (exposure, net, amounts[5] + amounts[6])
    ]


def test_an_unknown_amount_makes_exposure_unknown(engine):
    columns = {
        name: pa.array([None if name == "receivable" else Decimal(1)], pa.decimal128(38, 4))
        for name in PARTS
    }

    found = with_exposure(engine.frame(pa.table(columns)))

    assert rows(engine, found, "exposure", "net_exposure") == [(None, None)]


@pytest.mark.parametrize(
    ("order", "rest"),
    [
        ("O1 2026-02-01 200 150 -", 50),
        ("O1 2026-02-01 200 -   -", 130),  # the invoices that name it: 100 - 30, one void
        ("O1 2026-02-01 200 0   -", 200),
        ("O1 2026-02-01 200 250 -", None),
        ("O1 2026-04-01 200 0   -", None),
        ("O1 2026-02-01 200 0   2026-03-31", None),
        ("O1 2026-02-01 200 0   2026-04-01", 200),
        ("O2 2026-02-01 200 -   -", 200),
    ],
)
def test_an_order_counts_by_what_is_not_invoiced_of_it(engine, order, rest):
    told = ledger(
        engine,
        orders="order_id ordered_on amount invoiced_amount cancelled_on currency customer_id\n"
        f" {order} CNY Alder",
        invoices="""
            invoice_id customer_id issued_on  due_on     currency amount order_id cancelled_on
            A1         Alder       2026-02-10 2026-03-12 CNY      100    O1       -
            A2         Alder       2026-02-10 2026-03-12 CNY      60     O1       2026-03-01
            A3         Alder       2026-02-12 2026-03-12 CNY      -30    O1       -
            A4         Alder       2026-04-10 2026-05-12 CNY      50     O1       -
        """,
    )

    found = open_orders(told["orders"], told["invoices"], as_of=AS_OF)

    assert rows(engine, found, "amount") == ([] if rest is None else [(rest,)])


@pytest.mark.parametrize(
    ("bill", "at_risk"),
    [
        ("commercial 2026-01-20 -          -   -          -", 100),
        ("bank       2026-01-20 -          -   -          -", 20),
        ("commercial 2026-04-20 -          -   -          -", None),
        ("commercial 2026-01-20 -          -   2026-03-31 -", None),
        ("commercial 2026-01-20 -          -   2026-04-01 -", 100),
        ("commercial 2026-01-20 2026-02-01 yes -          -", 50),
        ("commercial 2026-01-20 2026-02-01 -   -          -", 50),
        ("commercial 2026-01-20 2026-02-01 no  -          -", 0),
        ("commercial 2026-01-20 2026-04-01 no  -          -", 100),
        ("bank       2026-01-20 -          -   -          2026-03-31", 100),
        ("bank       2026-01-20 2026-02-01 no  -          2026-03-01", 100),
        ("bank       2026-01-20 -          -   -          2026-04-01", 20),
    ],
)
def test_a_bill_is_at_risk_until_it_is_paid(engine, bill, at_risk):
    told = ledger(
        engine,
        bills="kind received_on endorsed_or_discounted_on recourse paid_on dishonoured_on"
        f" bill_id customer_id amount currency matures_on\n {bill} P1 Alder 100 CNY 2026-07-20",
    )

    found = bills_at_risk(told["bills"], as_of=AS_OF, shares=SHARES)

    assert rows(engine, found, "amount") == ([] if at_risk is None else [(at_risk,)])


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("-", "-", [(100,)]),
        ("2026-03-31", "2026-03-31", [(100,)]),
        ("2026-04-01", "-", []),
        ("-", "2026-03-30", []),
    ],
)
def test_a_security_counts_from_its_first_day_to_its_last(engine, since, until, found):
    told = ledger(
        engine,
        securities="customer_id kind amount currency valid_from valid_until\n"
        f" Alder guarantee 100 CNY {since} {until}",
    )

    force = in_force(told["securities"], as_of=AS_OF, since="valid_from", until="valid_until")

    assert rows(engine, force, "amount") == found


def test_prepayments_are_summed_by_currency(engine):
    cash = {
        "customer_id": ["Alder", "Alder", "Birch"],
        "currency": ["CNY", "CNY", "CNY"],
        "prepaid": pa.array([Decimal(5), Decimal(7), Decimal(0)], pa.decimal128(18, 4)),
    }

    found = prepayments(engine.frame(pa.table(cash)))

    assert rows(engine, found, "customer_id", "amount") == [("Alder", 12)]
