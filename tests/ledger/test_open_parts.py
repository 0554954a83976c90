"""What is open, by hand: each row of the table is a trap that a receivables ledger holds."""

from datetime import date

import pytest
from typed import ledger, rows

from duecourse.ledger.cash import cash_without_invoice
from duecourse.ledger.invoice_state import invoice_state
from duecourse.ledger.open_parts import open_parts, with_days_past_due
from duecourse.ledger.pieces import pieces
from duecourse.ledger.settled import rows_of_others
from duecourse.ledger.tables import TABLE
from duecourse.values.days import day_number, day_of

INVOICES = """
    invoice_id customer_id issued_on  due_on     currency amount cancelled_on
    plain      Alder       2026-01-01 2026-01-31 CNY      100    -
    parted     Alder       2025-10-10 2026-02-08 CNY      120    -
    bounced    Alder       2025-11-01 2025-12-01 CNY      200    -
    void       Alder       2026-01-20 2026-02-19 CNY      100    2026-02-01
    coming     Alder       2026-04-02 2026-05-02 CNY      90     -
    credit     Alder       2026-03-05 2026-03-05 CNY      -50    -
    foreign    Alder       2026-01-15 2026-03-16 EUR      30     -
"""
PARTS = """
    invoice_id part due_on     amount
    parted     1    2025-11-09 36
    parted     2    2026-01-08 72
    parted     3    2026-10-10 12
"""
SETTLEMENTS = """
    settlement_id customer_id invoice_id posted_on  currency amount applied_amount kind     reverses
    {}
"""


def settled(*lines):
    """Type settlements of Alder: invoice, day, currency, amount, applied, kind, reverses."""
    typed = (line.split() for line in lines)
    laid = [f"S{place} Alder {' '.join(cells)}" for place, cells in enumerate(typed)]
    return SETTLEMENTS.format("\n    ".join(laid))


@pytest.mark.parametrize(
    ("lines", "invoice", "expected"),
    [
        ([], "plain", [(1, "100.00")]),
        (["plain 2026-02-01 CNY 40 - payment -"], "plain", [(1, "60.00")]),
        (["plain 2026-02-01 CNY 100 - discount -"], "plain", []),
        (["plain 2026-02-01 CNY 130 - payment -"], "plain", [(1, "-30.00")]),
        (["plain 2026-02-01 CNY 30 - recovery -"], "plain", [(1, "100.00")]),
        (["plain 2026-04-01 CNY 30 - payment -"], "plain", [(1, "100.00")]),
        (["parted 2025-11-12 CNY 36 - payment -"], "parted", [(2, "72.00"), (3, "12.00")]),
        (["parted 2025-11-12 CNY 66 - bill -"], "parted", [(2, "42.00"), (3, "12.00")]),
        (["parted 2025-11-12 CNY 108 - payment -"], "parted", [(3, "12.00")]),
        (["parted 2025-11-12 CNY 125 - payment -"], "parted", [(1, "-5.00")]),
        (
            ["bounced 2025-12-31 CNY 120 - payment -", "bounced 2026-01-15 CNY -120 - reversal S0"],
            "bounced",
            [(1, "200.00")],
        ),
        (["bounced 2026-01-15 CNY -20 - reversal -"], "bounced", [(1, "220.00")]),
        ([], "void", []),
        (["void 2026-01-25 CNY 100 - payment -"], "void", [(1, "-100.00")]),
        ([], "coming", []),
        (["coming 2026-03-30 CNY 90 - payment -"], "coming", [(1, "-90.00")]),
        ([], "credit", [(1, "-50.00")]),
        (["credit 2026-03-20 CNY -50 - set_off -"], "credit", []),
        (["credit 2026-03-20 CNY -70 - set_off -"], "credit", [(1, "20.00")]),
        (["foreign 2026-03-20 CNY 78 10 payment -"], "foreign", [(1, "20.00")]),
    ],
)
def test_what_is_open_of_an_invoice_on_31_march(engine, lines, invoice, expected):
    told = books(engine, *lines)

    parts = opened(engine, told, "2026-03-31")

    found = rows(engine, parts, "invoice_id", "part", "open_amount")
    assert [(part, str(round(amount, 2))) for name, part, amount in found if name == invoice] == (
        expected
    )


@pytest.mark.parametrize(
    ("day", "left"), [("2026-01-10", 80), ("2026-01-14", 80), ("2026-01-15", 200)]
)
def test_a_payment_counts_until_the_day_on_which_it_is_reversed(engine, day, left):
    told = books(
        engine,
        "bounced 2025-12-31 CNY 120 - payment -",
        "bounced 2026-01-15 CNY -120 - reversal S0",
    )

    parts = opened(engine, told, day)

    found = dict(rows(engine, parts, "invoice_id", "open_amount"))
    assert found["bounced"] == left


@pytest.mark.parametrize(
    ("day", "found"), [("2026-01-19", []), ("2026-01-31", [100]), ("2026-02-01", [])]
)
def test_an_invoice_is_on_the_books_from_its_issue_until_it_is_cancelled(engine, day, found):
    parts = opened(engine, books(engine), day)

    told = rows(engine, parts, "invoice_id", "open_amount")
    assert [amount for name, amount in told if name == "void"] == found


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ((30, 30), [30, 70]),  # the parts say less: the last one takes the rest
        ((30, 90), [30, 70]),  # the parts say more: the last one ends with the invoice
        ((110, 90), [100]),  # the first is all of it
    ],
)
def test_parts_that_do_not_add_up_lose_no_money(engine, listed, expected):
    parts = "invoice_id part due_on amount" + "".join(
        f"\n plain {number} 2026-0{number}-15 {amount}"
        for number, amount in enumerate(listed, start=1)
    )
    told = ledger(engine, invoices=INVOICES, due_parts=parts)

    found = rows(engine, opened(engine, told, "2026-03-31"), "invoice_id", "part", "open_amount")

    assert [amount for name, _, amount in found if name == "plain"] == expected


def test_an_item_is_late_the_day_after_it_is_due_and_a_credit_never(engine):
    parts = with_days_past_due(opened(engine, books(engine), "2026-03-16"), as_of=on("2026-03-16"))

    found = dict(rows(engine, parts, "invoice_id", "days_past_due"))
    assert (found["foreign"], found["plain"], found["credit"]) == (0, 44, 0)


BALANCES = """
    invoice_id customer_id issued_on  due_on     currency amount open_amount balance_on
    part-paid  Alder       2026-01-01 2026-01-31 CNY      100    40          2026-02-10
    undated    Alder       2026-01-01 2026-01-31 CNY      100    30          -
    all-paid   Alder       2026-01-01 2026-01-31 CNY      100    0           2026-02-10
    rowed      Alder       2026-01-01 2026-01-31 CNY      100    40          2026-02-10
"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-09", {"part-paid": 100, "undated": 30, "all-paid": 100, "rowed": 100}),
        ("2026-02-10", {"part-paid": 40, "undated": 30, "rowed": 40}),
        ("2026-02-20", {"part-paid": 40, "undated": 30, "rowed": 90}),
    ],
)
def test_a_stated_balance_stands_in_for_settlements_from_its_day(engine, day, expected):
    told = ledger(
        engine,
        invoices=BALANCES,
        settlements=settled("rowed 2026-02-15 CNY 10 - payment -"),
    )

    assert dict(rows(engine, opened(engine, told, day), "invoice_id", "open_amount")) == expected


VOID = """
    invoice_id customer_id issued_on  due_on     currency amount open_amount balance_on cancelled_on
    void       Alder       2026-01-01 2026-01-31 CNY      100    {balance}   2026-02-10 2026-02-15
"""


@pytest.mark.parametrize("balance", [0, 40, 100])
@pytest.mark.parametrize(("day", "kept"), [("2026-02-14", True), ("2026-02-15", False)])
def test_the_balance_of_a_cancelled_invoice_makes_no_credit(engine, balance, day, kept):
    told = ledger(engine, invoices=VOID.format(balance=balance))

    found = rows(engine, opened(engine, told, day), "open_amount")

    assert found == ([(balance,)] if kept and balance else [])


def test_cash_without_an_invoice_is_on_account_or_paid_ahead_for_an_order(engine):
    told = ledger(
        engine,
        settlements="""
            settlement_id customer_id company_id order_id posted_on  currency amount kind status
            S1            Alder       main       -        2026-03-10 CNY      7      payment posted
            S2            Alder       main       O9       2026-03-10 CNY      12     payment posted
            S3            Alder       main       -        2026-03-10 EUR      5      payment posted
            S4            Alder       main       -        2026-03-11 CNY      99     payment pending
            S5            Alder       main       -        2026-04-01 CNY      99     payment posted
            S6            Alder       main       -        2026-03-12 CNY      99     recovery posted
            S7            Alder       other      -        2026-03-12 CNY      3      payment posted
            S8            Alder       main       -        2026-03-13 CNY      -7     reversal posted
        """,
    )

    found = cash_without_invoice(told["settlements"], as_of=on("2026-03-31"))

    assert rows(engine, found, "company_id", "currency", "on_account", "prepaid") == [
        ("main", "CNY", 0, 12),
        ("main", "EUR", 5, 0),
        ("other", "CNY", 3, 0),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["plain 2026-02-10 CNY 40 - payment -"], [("2026-02-10", "2026-01-31", 40)]),
        (["plain 2026-02-10 CNY 40 - credit_note -"], []),
        (["plain 2026-02-10 CNY 40 - write_off -"], [("2026-02-10", "2026-01-31", 40)]),
        (["plain 2026-02-10 CNY 130 - payment -"], [("2026-02-10", "2026-01-31", 100)]),
        (["plain 2026-02-10 CNY 0 - payment -"], []),
        (["foreign 2026-03-20 CNY 78 10 payment -"], [("2026-03-20", "2026-03-16", 10)]),
        (["void 2026-01-25 CNY 100 - payment -"], []),
        (
            ["parted 2025-11-12 CNY 66 - payment -"],
            [("2025-11-12", "2025-11-09", 36), ("2025-11-12", "2026-01-08", 30)],
        ),
        (
            ["parted 2025-11-12 CNY 30 - discount -", "parted 2025-11-13 CNY 10 - bill -"],
            [("2025-11-13", "2025-11-09", 6), ("2025-11-13", "2026-01-08", 4)],
        ),
        (
            [
                "bounced 2025-12-31 CNY 120 - payment -",
                "bounced 2026-01-15 CNY -120 - reversal S0",
                "bounced 2026-02-20 CNY 150 - payment -",
            ],
            [("2026-02-20", "2025-12-01", 150)],
        ),
        (["parted 2025-03-31 CNY 36 - payment -"], []),
    ],
)
def test_what_each_payment_paid_of_each_part(engine, lines, expected):
    told = books(engine, *lines)
    state = engine.keep(invoice_state(told, as_of=on("2026-03-31")))

    others = rows_of_others(told["settlements"], state, as_of=on("2026-03-31"))

    found = pieces(told, state, others, as_of=on("2026-03-31"), since=on("2025-03-31"))

    assert [
        (str(day_of(posted)), str(day_of(due)), amount)
        for posted, due, amount in rows(engine, found, "posted_on", "due_on", "amount")
    ] == expected


def test_a_column_is_found_by_its_name():
    assert TABLE["invoices"].column("amount").kind == "money"


def books(engine, *lines):
    """Type a ledger with the settlements of one trap."""
    parts = {"invoices": INVOICES, "due_parts": PARTS}
    return ledger(engine, **parts, **({"settlements": settled(*lines)} if lines else {}))


def opened(engine, told, day):
    """Return what is open on a day."""
    state = engine.keep(invoice_state(told, as_of=on(day)))
    return open_parts(state, told["due_parts"])


def on(text):
    """Return the number of a day."""
    return day_number(date.fromisoformat(text))
