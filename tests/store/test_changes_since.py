"""Whose position rests on facts that changed since an event."""

from datetime import date

import pytest
from in_store import record_all
from typed import arrow

from duecourse.ledger.tables import TABLE
from duecourse.store.audit import AuditEvent
from duecourse.store.changes_since import facts_changed, last_event, read_until
from duecourse.store.facts import FACTS
from duecourse.store.positions import PositionCustomer, PositionDay

pytestmark = [pytest.mark.database, pytest.mark.django_db]
BEGINNING = {
    "customers": """
        customer_id  group_id
        K1           G1
        K2           G1
        K3           -
    """,
    "invoices": """
        invoice_id  customer_id  issued_on   due_on      currency  amount
        F1          K1           2026-01-10  2026-02-09  CNY       100
        F2          K2           2026-01-10  2026-02-09  CNY       100
        F3          K3           2026-01-10  2026-02-09  CNY       100
    """,
}


def recorded(tables):
    return record_all({name: arrow(text, TABLE[name]) for name, text in tables.items()})


@pytest.fixture
def rows():
    event = recorded(BEGINNING)
    day = PositionDay.objects.create(
        as_of=date(2026, 3, 31), home_currency="CNY", event=event, customers=3
    )
    common = {"day": day, "currency": "CNY", "status": "active"}
    return [
        PositionCustomer.objects.create(customer_id=name, group_id=group, **common)
        for name, group in (("K1", "G1"), ("K2", "G1"), ("K3", None))
    ]


def changed(rows, since):
    return [row.customer_id for row in rows if facts_changed(row, since)]


def test_nothing_changed_since_the_last_event(rows):
    since = last_event()
    AuditEvent.objects.create(action="user.language")
    AuditEvent.objects.create(action="alert.done", customer_id="K1")

    assert changed(rows, since) == []


@pytest.mark.parametrize(
    ("told", "whose"),
    [
        ({"references": "customer_id  given_on\nK3  2026-03-01"}, ["K3"]),
        ({"holds": "customer_id  from_on\nK2  2026-03-01"}, ["K1", "K2"]),
        (
            {
                "promises": "promise_id  invoice_id  promised_on  until_on\n"
                "P1  F3  2026-03-01  2026-04-01"
            },
            ["K3"],
        ),
        (
            {"limits": "group_id  from_on  amount  currency\nG1  2026-03-01  5  CNY"},
            ["K1", "K2"],
        ),
        ({"customers": "customer_id  group_id\nK9  G1"}, ["K1", "K2"]),
        ({"rates": "currency  on  rate\nUSD  2026-03-01  7.1"}, ["K1", "K2", "K3"]),
    ],
    ids=lambda told: "-".join(told) if isinstance(told, dict) else "",
)
def test_a_new_fact_concerns_its_customer_and_the_members_of_its_group(rows, told, whose):
    since = last_event()
    recorded(told)

    assert changed(rows, since) == whose
    assert changed(rows, last_event()) == []


def test_a_corrected_fact_concerns_its_customer(rows):
    since = last_event()
    corrected = BEGINNING["invoices"].splitlines()
    recorded({"invoices": "\n".join([corrected[1], corrected[4].replace("100", "90")])})

    assert changed(rows, since) == ["K3"]


def test_an_invoice_that_goes_to_another_customer_concerns_both(rows):
    since = last_event()
    moved = BEGINNING["invoices"].splitlines()
    recorded({"invoices": "\n".join([moved[1], moved[4].replace("K3", "K1")])})

    assert changed(rows, since) == ["K1", "K2", "K3"]


def test_what_was_taken_back_may_concern_everyone(rows):
    since = last_event()
    AuditEvent.objects.create(action="import.taken-back")

    assert changed(rows, since) == ["K1", "K2", "K3"]


def test_facts_that_were_recorded_while_a_position_was_worked_out_came_after_it(rows):
    day = rows[0].day
    assert read_until(day) == day.event_id

    day.read_until = last_event()
    recorded({"references": "customer_id  given_on\nK3  2026-03-01"})
    day.event = AuditEvent.objects.create(action="position.taken")

    assert changed(rows, read_until(day)) == ["K3"]
    assert FACTS["references"].objects.count() == 1
