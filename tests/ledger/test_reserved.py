"""What is open and not to be chased: disputes and cash that is on its way, by hand."""

from datetime import date

import pytest
from typed import ledger, rows

from duecourse.ledger.invoice_state import invoice_state
from duecourse.ledger.open_parts import open_parts
from duecourse.ledger.reserved import with_reserved
from duecourse.values.days import day_number

AS_OF = day_number(date(2026, 3, 31))
INVOICES = """
    invoice_id customer_id issued_on  due_on     currency amount disputed_amount
    plain      Alder       2026-01-01 2026-01-31 CNY      100    -
    stated     Alder       2026-01-01 2026-01-31 CNY      100    30
    parted     Alder       2025-10-10 2026-02-08 CNY      120    -
    credit     Alder       2026-03-05 2026-03-05 CNY      -50    20
"""
PARTS = """
    invoice_id part due_on     amount
    parted     1    2026-01-09 36
    parted     2    2026-02-08 72
    parted     3    2026-10-10 12
"""
DISPUTES = "dispute_id invoice_id part opened_on amount closed_on\n {}"


@pytest.mark.parametrize(
    ("dispute", "expected"),
    [
        ("plain  - 2026-02-01 30  -", {"plain": {1: 30}}),
        ("plain  - 2026-02-01 -   -", {"plain": {1: 100}}),
        ("plain  - 2026-02-01 500 -", {"plain": {1: 100}}),
        ("plain  1 2026-02-01 30  -", {"plain": {1: 30}}),
        ("plain  2 2026-02-01 30  -", {}),
        ("plain  - 2026-03-31 30  -", {"plain": {1: 30}}),
        ("plain  - 2026-04-01 30  -", {}),
        ("plain  - 2026-02-01 30  2026-03-31", {}),
        ("plain  - 2026-02-01 30  2026-04-01", {"plain": {1: 30}}),
        ("parted 2 2026-02-01 30  -", {"parted": {2: 30}}),
        ("parted - 2026-02-01 50  -", {"parted": {1: 36, 2: 14}}),
        ("parted - 2026-02-01 -   -", {"parted": {1: 36, 2: 72, 3: 12}}),
    ],
)
def test_a_dispute_is_laid_on_the_part_it_names_or_the_earliest_due(engine, dispute, expected):
    found = reserved(engine, "disputed_amount", disputes=DISPUTES.format(f"X1 {dispute}"))

    assert found == {"stated": {1: 30}, **expected}


def test_disputes_of_a_part_and_of_the_whole_stand_side_by_side(engine):
    two = "X1 parted 1 2026-02-01 30 -\n X2 parted - 2026-02-01 20 -"

    found = reserved(engine, "disputed_amount", disputes=DISPUTES.format(two))

    assert found["parted"] == {1: 36, 2: 14}


@pytest.mark.parametrize("closed", ["-", "2026-03-01"])
def test_the_table_of_disputes_wins_over_what_the_invoice_states(engine, closed):
    told = DISPUTES.format(f"X1 stated - 2026-02-01 10 {closed}")

    found = reserved(engine, "disputed_amount", disputes=told)

    assert found == ({"stated": {1: 10}} if closed == "-" else {})


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("plain  2026-03-28 CNY 40  -  payment pending", {"plain": {1: 40}}),
        ("plain  2026-03-28 CNY 400 -  payment pending", {"plain": {1: 100}}),
        ("plain  2026-03-28 EUR 5   39 payment pending", {"plain": {1: 39}}),
        ("plain  2026-04-01 CNY 40  -  payment pending", {}),
        ("-      2026-03-28 CNY 40  -  payment pending", {}),
        ("credit 2026-03-28 CNY 40  -  payment pending", {}),
        ("parted 2026-03-28 CNY 40  -  payment pending", {"parted": {1: 36, 2: 4}}),
    ],
)
def test_pending_cash_settles_nothing_and_is_laid_on_the_earliest_due(engine, row, expected):
    settlements = (
        "settlement_id customer_id invoice_id posted_on currency amount applied_amount kind status"
        f"\n S1 Alder {row}"
    )

    assert reserved(engine, "pending_amount", settlements=settlements) == expected


def reserved(engine, name, **tables):
    """Return what is reserved of each part: invoice -> part -> amount."""
    told = ledger(engine, invoices=INVOICES, due_parts=PARTS, **tables)
    state = engine.keep(invoice_state(told, as_of=AS_OF))
    parts = engine.keep(open_parts(state, told["due_parts"]))
    found = with_reserved(parts, told, state=state, as_of=AS_OF)
    amounts = {}
    for invoice, part, amount in rows(engine, found, "invoice_id", "part", name):
        if amount:
            amounts.setdefault(invoice, {})[part] = amount
    return amounts
