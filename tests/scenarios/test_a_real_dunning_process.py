"""Complaint 15: many mails to one customer, no end at the agency, no block with a reason."""

from datetime import date
from decimal import Decimal

from scenarios.judged import INVOICE, NOTICE, SETTLED, chased, judged, policy_of, told
from typed import ledger, rows

from duecourse.services.order_check import Order, answer_order

CUSTOMERS = """
    customer_id  name   currency  onboarded_on
    K1           Alder  CNY       2024-01-01
    K2           Birch  CNY       2024-01-01
    K3           Cedar  CNY       2024-01-01
    K4           Daven  CNY       2024-01-01
"""
OWED = (
    INVOICE
    + """A1 K1 2026-02-01 2026-03-03 CNY 1000
    A2 K1 2026-01-01 2026-01-31 CNY 2000
    A3 K1 2025-11-01 2025-12-01 CNY 3000
    B1 K2 2025-11-01 2025-12-01 CNY 1000
    C1 K3 2026-01-15 2026-02-14 CNY 1000
    D1 K4 2026-01-15 2026-02-14 CNY 1000"""
)
NOTICES = (
    NOTICE
    + """A2 - friendly 2026-02-10 sent
    A3 - friendly 2025-12-10 sent
    A3 - formal   2026-01-05 sent
    B1 - friendly 2025-12-10 sent
    B1 - formal   2026-01-05 sent
    B1 - legal    2026-03-05 sent"""
)
PROMISES = """
    promise_id  invoice_id  promised_on  until_on
    P1          C1          2026-03-01   2026-03-31
    P2          D1          2026-03-01   2026-03-30
"""
HOLDS = """
    customer_id  from_on     until_on    rule    by    reason
    K3           2026-03-01  2026-03-31  talks   anna  talks-on-price
    K4           2026-03-01  2026-03-30  talks   anna  talks-on-price
"""
DUE = [f"2025-{month:02}-28" for month in range(1, 13)]
HISTORY = "".join(f"P{day} K1 {day[:8]}01 {day} CNY 9000\n" for day in DUE)
PAID = "".join(f"S{day} K1 P{day} {day} CNY 9000 payment\n" for day in DUE)


def test_one_letter_a_customer_then_the_agency_and_a_block_that_ends_by_itself(engine):
    position = judged(
        engine,
        customers=CUSTOMERS,
        invoices=OWED,
        notices=NOTICES,
        promises=PROMISES,
        holds=HOLDS,
    )

    # Alder: one letter, in the tone of its highest level; the hand-over is no letter but a task.
    columns = ("customer_id", "invoice_id", "action", "level", "letter_level")
    assert rows(engine, position.dunning, *columns) == [
        ("K1", "A1", "letter", "friendly", "formal"),
        ("K1", "A2", "letter", "formal", "formal"),
        ("K1", "A3", "hand_over", "legal", None),
        ("K4", "D1", "letter", "friendly", "friendly"),
    ]
    # Birch is with the agency: nothing more is sent. Cedar has promised and is in time; Daven's
    # promise ran out yesterday and is a task beside its letter.
    assert chased(engine, position)["B1"] == "already-sent"
    assert chased(engine, position)["C1"] == "promised"
    waiting = rows(engine, position.tasks, "customer_id", "kind")
    assert ("K1", "hand-over") in waiting
    assert ("K4", "promise-broken") in waiting
    # A formal notice stops orders while its debt is open; a hold that a person set ends on its day.
    held = {
        name: told(engine, position, name, "holds").split() for name in ("K1", "K2", "K3", "K4")
    }
    assert "notice" in held["K1"]
    assert "notice" in held["K2"]
    assert "standing" in held["K3"]
    assert not {"standing", "notice"} & set(held["K4"])


def test_an_order_waits_while_a_formal_notice_is_unanswered_and_goes_once_it_is_paid(polars):
    def asked(settlements):
        books = ledger(
            polars,
            customers="customer_id name currency onboarded_on\nK1 Alder CNY 2024-01-01",
            invoices=INVOICE + "A1 K1 2026-01-01 2026-01-31 CNY 1000\n" + HISTORY,
            settlements=SETTLED + PAID + settlements,
            notices=NOTICE + "A1 - friendly 2026-02-10 sent\nA1 - formal 2026-03-10 sent",
            limits="customer_id from_on amount currency terms\nK1 2025-01-01 90000 CNY NET30",
        )
        order = Order("K1", Decimal(500))
        answer, _ = answer_order(
            order, books, policy_of("sme"), as_of=date(2026, 3, 31), arrow=polars.arrow
        )
        return answer.outcome, [reason.code for reason in answer.reasons]

    assert asked("") == ("hold", ["notice"])
    assert asked("S9 K1 A1 2026-03-30 CNY 1000 payment") == ("approve", ["within"])
